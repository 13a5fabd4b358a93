"""The items screen on a real service: found, read, corrected one by one and many at once."""

import re

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.browser.campaign import animal, animal_texts, label
from tests.browser.conftest import NewPage
from tests.browser.items.items_screen import ItemsScreen
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow

CLASSES = ["bird", "cat", "dog"]
MANY = 10_000
A_ROW_IN_THE_MIDDLE = """() => document.elementFromPoint(innerWidth / 3, innerHeight / 2)
    ?.closest("[role=row]")"""
"""Rows are drawn after a scroll: those of before are still there at first."""


@pytest.fixture(scope="module")
def many(service: Service) -> int:
    return service.project("Ten thousand animals", CLASSES, animal_texts(MANY))


@pytest.fixture
def project(service: Service) -> int:
    """A project with thirty labels of a person."""
    made = service.project("Animals to correct", CLASSES, animal_texts(300))
    label(service, made, 30, animal, at_once=10)
    return made


def listed(service: Service, project: int, **filters: str | int) -> list[dict[str, object]]:
    """The rows that the service lists."""
    found = service.http.get(f"/projects/{project}/items", params={"limit": 500, **filters})
    rows: list[dict[str, object]] = found.raise_for_status().json()["results"]
    return rows


def test_ten_thousand_rows_scroll_and_few_are_drawn(many: int, page: Page) -> None:
    screen = ItemsScreen(page, many)
    screen.counted(re.compile(r"^[\d,]+.texts · [\d,]+ hidden: they may be audit texts$"))
    total = int(screen.grid.get_attribute("aria-rowcount") or 0)
    assert MANY * 0.9 < total <= MANY
    seen: set[str] = set()
    for share in (0, 0.01, 0.3, 0.6, 1):
        page.evaluate("share => scrollTo(0, share * document.body.scrollHeight)", share)
        page.wait_for_function(A_ROW_IN_THE_MIDDLE)
        expect(screen.grid.locator("[data-empty]")).to_have_count(0)
        drawn = screen.texts()
        assert 15 < len(drawn) < 80
        seen.update(drawn)
    assert len(seen) > 100
    last = screen.grid.locator(f"[aria-rowindex='{total}']")
    expect(last).to_be_in_viewport()
    screen.press("End", "Home")
    expect(screen.grid.locator("[aria-rowindex='1']")).to_be_in_viewport()


def test_twenty_labels_are_corrected_by_keyboard_and_undone_as_one(
    service: Service, many: int, page: Page
) -> None:
    screen = ItemsScreen(page, many, "?q=cats&state=unlabelled")
    expect(screen.row("cats").first).to_be_visible()
    screen.press("j", "x", *["Shift+J"] * 19)
    expect(screen.bar).to_contain_text("20 texts marked")
    cat = screen.bar.get_by_role("button", name="cat")
    expect(cat).to_contain_text("labels 20")
    texts = screen.texts()[:20]
    place = page.evaluate("scrollY")
    screen.press("2")
    expect(screen.bar).to_be_hidden()
    screen.all_saved()
    # They no longer wait, and stay where they are until one asks anew.
    assert screen.texts()[:20] == texts
    assert page.evaluate("scrollY") == place
    expect(screen.row("cats").first).to_contain_text("cat")
    corrected = listed(service, many, source="search", **{"class": "cat"})
    assert sorted(str(row["text"]) for row in corrected) == sorted(texts)
    undo = screen.foot.get_by_role("button", name="undo")
    expect(undo).to_have_text(re.compile(r"undo cat for 20.texts"))
    screen.press("Backspace")
    expect(undo).to_be_hidden()
    screen.all_saved()
    assert listed(service, many, source="search") == []
    assert screen.texts()[:20] == texts


def test_an_address_shows_a_colleague_the_same(
    project: int, page: Page, new_page: NewPage, signed_in: StorageState
) -> None:
    screen = ItemsScreen(page, project)
    screen.choose("class", "do")
    expect(page).to_have_url(re.compile(r"\?class=dog$"))
    screen.choose("state", "settled")
    page.keyboard.press("/")
    page.keyboard.type("all about")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=all\+about"))
    filters = screen.tools.get_by_role("list", name="Filters")
    expect(filters).to_contain_text(re.compile("“all about”.*class dog.*settled"))
    expect(screen.grid).to_have_attribute("aria-busy", "false")  # keys act on rows that are there
    screen.counted(re.compile(r"^\d+.texts found$"))
    screen.press("j", "j", "Enter")
    expect(page).to_have_url(re.compile("item="))
    mine = screen.texts()
    assert mine
    assert all(text.endswith("dogs") for text in mine)

    colleague = new_page(storage_state=signed_in)
    colleague.goto(page.url)
    theirs = ItemsScreen.__new__(ItemsScreen)
    theirs.page = colleague
    until(lambda: theirs.texts() == mine, "the same rows")
    expect(theirs.panel).to_contain_text(screen.current.inner_text().split("\n")[0])
    # Back goes a filter at a time.
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?class=dog$"))


def test_one_text_is_opened_read_and_corrected(project: int, page: Page) -> None:
    screen = ItemsScreen(page, project, "?class=cat")
    expect(screen.rows.first).to_be_visible()
    screen.press("j", "Enter")
    expect(screen.panel).to_contain_text("is all about cats")
    history = screen.panel.get_by_role("heading", name="Answers and decisions").locator("..")
    expect(history).to_contain_text("admin")
    first = screen.texts()[0]
    screen.press("3")
    screen.all_saved()
    expect(history).to_contain_text("labelled in this list")
    expect(screen.row(first)).to_contain_text("dog")
    screen.press("j")
    expect(screen.panel).to_contain_text(screen.texts()[1])
    screen.press("k", "Control+z")
    expect(screen.row(first)).to_contain_text("cat")
    expect(history).to_contain_text("taken back")
    screen.press("Escape")
    expect(screen.panel).to_be_hidden()
    expect(screen.current).to_contain_text(first)


def test_shift_and_click_mark_a_range_and_all_that_match_are_marked(
    service: Service, project: int, page: Page
) -> None:
    screen = ItemsScreen(page, project, "?class=bird")
    boxes = screen.grid.get_by_role("checkbox")
    expect(boxes.first).to_be_visible()
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(screen.bar).to_contain_text("4 texts marked")
    expect(screen.bar.get_by_role("button", name="bird")).to_be_disabled()
    screen.press("Control+a")
    count = len(listed(service, project, **{"class": "bird"}))
    expect(screen.bar).to_contain_text(re.compile(rf"\b{count}.texts marked"))
    screen.press("Escape")
    expect(screen.bar).to_be_hidden()


def test_all_that_match_are_labelled_in_parts_and_taken_back_as_one(
    service: Service, many: int, page: Page
) -> None:
    screen = ItemsScreen(page, many, "?q=12")
    expect(screen.rows.first).to_be_visible()
    total = len(listed(service, many, q="12"))
    assert 250 < total < 400, "more than go at once"
    screen.press("Control+a")
    expect(screen.bar).to_contain_text(re.compile(f"{total}.texts marked"))
    screen.press("2")
    screen.all_saved()
    expect(screen.foot).to_contain_text(re.compile(f"cat for {total}.texts"))
    assert len(listed(service, many, q="12", **{"class": "cat"})) == total
    screen.press("Backspace")
    screen.all_saved()
    assert listed(service, many, q="12", state="labelled") == []


def test_where_nothing_matches_it_says_what_to_loosen(project: int, page: Page) -> None:
    screen = ItemsScreen(page, project, "?q=no+such+words&class=cat")
    nothing = page.get_by_role("main").get_by_text("No text matches")
    expect(nothing).to_contain_text("“no such words” · class cat")
    page.get_by_role("button", name="Without “no such words”").click()
    expect(page).to_have_url(re.compile(r"\?class=cat$"))
    expect(screen.rows.first).to_be_visible()


def test_what_fails_can_be_tried_again(project: int, page: Page) -> None:
    page.route("**/items?*", lambda route: route.abort())
    screen = ItemsScreen(page, project)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("can't be reached")
    page.unroute("**/items?*")
    alert.get_by_role("button", name="Try again").click()
    expect(screen.rows.first).to_be_visible()


def test_a_label_that_is_refused_is_as_before_and_can_be_sent_again(
    service: Service, project: int, page: Page
) -> None:
    screen = ItemsScreen(page, project, "?class=bird")
    expect(screen.rows.first).to_be_visible()
    first = screen.texts()[0]
    no = {"status": 422, "code": "invalid", "detail": "No such class."}
    page.route("**/items:label", lambda route: route.fulfill(status=422, json=no))
    screen.press("j", "2")
    screen.foot.get_by_role("button", name="Couldn't save 1 change").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"cat for “{first}”")
    expect(dialog).to_contain_text("No such class.")
    expect(screen.row(first)).to_contain_text("bird")
    page.unroute("**/items:label")
    dialog.get_by_role("button", name="Try again").click()
    expect(dialog).to_be_hidden()
    screen.all_saved()
    assert [row["text"] for row in listed(service, project, source="search")] == [first]


def test_of_many_classes_one_is_found_by_its_letters(service: Service, page: Page) -> None:
    names = [f"topic {number}" for number in range(30)]
    names[17] += " that somebody found no short name for, whatever they tried"
    made = service.project("Many topics", names, animal_texts(60))
    screen = ItemsScreen(page, made)
    expect(screen.rows.first).to_be_visible()
    screen.press("j", "l")
    expect(page.get_by_role("combobox", name="Label as")).to_be_focused()
    page.keyboard.type("topic 17")
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.get_by_role("option")).to_contain_text("labels 1")
    page.keyboard.press("Enter")
    screen.all_saved()
    expect(screen.current).to_contain_text("topic 17")
    # There is no room for all of it: it is whole under the pointer.
    label = screen.current.get_by_role("gridcell").filter(has_text=names[17])
    label.hover()
    expect(label).to_have_attribute("title", names[17])
    # The keys are the list's again.
    screen.press("j")
    expect(screen.grid.locator("[aria-rowindex='2']")).to_have_attribute("data-current", "true")


def test_the_sheet_lists_what_works_here_and_nothing_else(project: int, page: Page) -> None:
    screen = ItemsScreen(page, project)
    expect(screen.rows.first).to_be_visible()
    screen.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("Mark all that match")
    expect(sheet).to_contain_text("Set the label of that key")
    for elsewhere in ("Skip", "Guidelines", "Comment"):
        expect(sheet).not_to_contain_text(elsewhere)
    screen.press("Escape")
    expect(sheet).to_be_hidden()


def test_nothing_tells_what_is_asked_next(service: Service, page: Page) -> None:
    """The next audit texts are not in the list, and as many others are missing from it."""
    made = service.project("Reserve", CLASSES, animal_texts(400), audits="proof")
    label(service, made, 20, animal, at_once=10)
    service.expect_ranked(made)
    before = listed(service, made)
    there = {str(row["text"]) for row in before}
    screen = ItemsScreen(page, made)
    kept = 400 - len(before)
    screen.counted(re.compile(f"^{len(before)}.texts · {kept} hidden: they may be audit texts$"))
    expect(screen.rows.first).to_be_visible()
    main = page.get_by_role("main")
    for word in ("withheld", "reserve"):
        expect(main).not_to_contain_text(word)
    assert main.inner_text().count("audit") == 1, "beside the count, and by no text"

    known = set(service.labels(made))
    label(service, made, 20, animal, at_once=10)
    asked = {text: line for text, line in service.export(made).items() if text not in known}
    audits = {text for text, line in asked.items() if line["annotations"][0]["source"] == "audit"}
    assert audits
    assert not audits & there
    missing = {text for text in animal_texts(400) if text not in there} - known
    assert len(missing - audits) >= len(audits)


def test_several_values_and_long_lines(service: Service, project: int, page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 900})
    screen, cats = ItemsScreen(page, project), len(listed(service, project, **{"class": "cat"}))
    for name in ("dog", "cat"):
        screen.choose("class", name)
        expect(page).to_have_url(re.compile(f"class={name}"))
    chips = screen.tools.get_by_role("list", name="Filters").get_by_role("listitem")
    expect(chips).to_have_text(["class dog×", "class cat×", "all texts"])
    cell = screen.rows.first.get_by_role("gridcell").nth(1).bounding_box()
    assert (cell or {"width": 0})["width"] > 850
    page.reload()
    expect(chips).to_have_count(3)
    page.get_by_role("button", name="Without: class dog").click()
    screen.counted(re.compile(rf"^{cats}\stexts found"))
