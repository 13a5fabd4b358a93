"""Tables that are not quite tables: no header, quotation marks and commas that belong to texts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import in_every_size
from tests.browser.new_project.new_project_screen import NewProjectScreen
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

BARE = b"where is my refund?\nmy card was eaten by the machine\nhello\n"


@pytest.fixture
def screen(page: Page) -> NewProjectScreen:
    return NewProjectScreen(page)


def test_a_table_without_a_header_loses_no_text(service: Service, screen: NewProjectScreen) -> None:
    """Its first text was taken for the name of the column, in silence."""
    screen.drop("bare.csv", BARE)
    first_line = screen.data.get_by_label("The first line")
    expect(first_line).to_have_value("unnamed")
    expect(screen.data).to_contain_text("“where is my refund?”. It is imported.")
    assert in_every_size(screen.page, "table-without-header") == []
    first_line.select_option("named")
    expect(screen.data).to_contain_text("so “where is my refund?” is not imported as a text.")
    first_line.select_option("unnamed")
    screen.write_classes("a", "b")
    texts = {"where is my refund?", "my card was eaten by the machine", "hello"}
    assert service.texts(screen.start()) == texts


def test_a_quotation_mark_that_is_never_closed_has_a_way_on(
    service: Service, screen: NewProjectScreen
) -> None:
    screen.drop("open.csv", b'text,label\nplain,a\n"open,b\n5" of rain,a\n')
    expect(screen.data.get_by_role("alert")).to_contain_text("or read quotation marks as letters")
    screen.data.get_by_role("button", name="Read quotation marks as letters").click()
    expect(screen.data.get_by_role("alert")).to_have_count(0)
    screen.write_classes("a", "b")
    assert service.texts(screen.start()) == {"plain", '"open', '5" of rain'}


def test_commas_outside_quotation_marks_may_belong_to_the_text(
    service: Service, screen: NewProjectScreen
) -> None:
    screen.drop("commas.csv", b"text,label\nno, I said, no,a\nplain,b\nwell, yes,a\n")
    screen.data.get_by_label("2 rows have too many fields").check()
    expect(
        screen.data.get_by_label("Fields too many in a row are part of its text")
    ).to_be_checked()
    screen.write_classes("a", "b")
    assert service.texts(screen.start()) == {"no, I said, no", "plain", "well, yes"}


def test_labels_that_are_no_classes_are_told(service: Service, page: Page) -> None:
    """A file came in without them, and nothing was said."""
    project = service.project("Refunds", ["refund", "card"], ["a text", "another"])
    page.goto(f"/projects/{project}")
    page.get_by_role("button", name="Add data").click()
    dialog = page.get_by_role("dialog")
    content = b"text,label\nfirst of them,late\nsecond of them,lost\n"
    dialog.locator("input[type=file]").set_input_files(
        {"name": "late.csv", "mimeType": "text/csv", "buffer": content}
    )
    expect(dialog).to_contain_text("“late” and “lost” are no classes yet.")
