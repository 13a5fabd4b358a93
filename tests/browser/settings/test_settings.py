"""The settings of a project: each saved by itself, its classes while people label, and its end."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.label.labelling_screen import LabellingScreen
from tests.browser.looking import in_every_size, look
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow

CLASSES = ["Refund", "Charged twice", "Card issue", "Other"]
TEXTS = [f"My card was charged twice for order {number}." for number in range(40)]
GUIDELINES = """# What the customer wants *first*

- **Refund**: money back
- `Other` only if nothing else fits

See [the handbook](https://example.org/handbook). <script>alert(1)</script>
"""


@pytest.fixture
def project(service: Service) -> int:
    return service.project("Support", CLASSES, TEXTS)


def annotator(service: Service, new_page: NewPage, project: int, name: str) -> LabellingScreen:
    page = new_page()
    page.goto(service.invitation(project))
    page.get_by_label("Your name").fill(name)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/projects/{project}/label")
    return LabellingScreen(page, project)


def menu(page: Page, of: str, item: str) -> None:
    page.get_by_role("button", name=f"More: {of}").click()
    page.get_by_role("menuitem", name=item).click()


def test_a_class_added_while_people_label_is_there_for_them(
    service: Service, settings: Page, new_page: NewPage, project: int
) -> None:
    """Also from the labelling screen, by who runs the project; and it goes again."""
    ann = annotator(service, new_page, project, "Ann")
    expect(ann.answers.get_by_role("button")).to_have_count(4)
    settings.get_by_label("Name of a new class").fill("  Delivery ")
    settings.keyboard.press("Enter")
    expect(settings.get_by_label("Name of Delivery")).to_have_value("Delivery")
    expect(ann.answers.get_by_role("button", name="Delivery")).to_be_visible()
    text = ann.press("5")
    ann.all_saved()
    assert service.labels(project) == {text: "Delivery"}

    owner = settings.context.new_page()
    screen = LabellingScreen(owner, project)
    owner.keyboard.press("Shift+A")
    owner.get_by_label("Name").fill("Account")
    owner.keyboard.press("Enter")
    expect(screen.answers.get_by_role("button", name="Account")).to_be_visible()
    expect(ann.answers.get_by_role("button", name="Account")).to_be_visible()
    ann.page.keyboard.press("Shift+A")
    expect(ann.page.get_by_role("dialog")).to_be_hidden()

    menu(settings, "Account", "Retire")
    expect(ann.answers.get_by_role("button", name="Account")).to_be_hidden()
    expect(settings.get_by_text("retired with 0")).to_be_visible()


def test_a_merge_says_what_it_changes_and_is_undone(
    service: Service, settings: Page, new_page: NewPage, project: int
) -> None:
    ann = annotator(service, new_page, project, "Ben")
    given = {ann.press("1"): "Refund", ann.press("1"): "Refund", ann.press("2"): "Charged twice"}
    ann.all_saved()
    service.expect_labels(project, given)
    settings.reload()
    menu(settings, "Refund", "Merge into another")
    dialog = settings.get_by_role("dialog")
    expect(dialog.get_by_role("status")).to_have_text(
        re.compile(r"^2\slabels will become “Charged")
    )
    settings.keyboard.press("Tab")
    settings.keyboard.press("Enter")
    done = settings.get_by_role("region", name="Classes").get_by_role("status")
    expect(done).to_contain_text("“Refund” merged into “Charged twice”: 2")
    service.expect_labels(project, dict.fromkeys(given, "Charged twice"))
    done.get_by_role("button", name="Undo").click()
    expect(settings.get_by_label("Name of Refund")).to_be_visible()
    service.expect_labels(project, given)


def test_classes_are_renamed_moved_and_merged_in_place(settings: Page) -> None:
    names = settings.get_by_role("list", name="Classes").get_by_label(re.compile("^Name of"))
    field = settings.get_by_label("Name of Refund")
    field.fill("Money back")
    settings.keyboard.press("Escape")
    expect(field).to_have_value("Refund")
    field.fill("Money back")
    settings.keyboard.press("Enter")
    expect(settings.get_by_label("Name of Money back")).to_be_focused()
    settings.keyboard.press("Alt+ArrowDown")
    settings.keyboard.press("Alt+ArrowDown")
    expect(names.nth(2)).to_have_value("Money back")
    expect(names.nth(2)).to_be_focused()
    settings.get_by_label("Key of Other").fill("1")
    expect(settings.get_by_role("alert")).to_have_text("Key 1 is taken by “Money back”.")
    settings.get_by_label("Key of Other").fill("9")
    expect(settings.get_by_label("Key of Other")).to_have_value("9")
    settings.get_by_label("Name of Other").fill("MONEY BACK")
    settings.keyboard.press("Enter")
    expect(settings.get_by_role("alert")).to_contain_text("Names must differ in more than capitals")
    expect(settings.get_by_label("Name of Other")).to_have_value("Other")

    rows = settings.get_by_role("list", name="Classes").get_by_role("listitem")
    handle = rows.nth(0).get_by_role("button", name=re.compile("^Move Charged twice"))
    _drag(settings, handle, rows.nth(3), part=0.95)
    expect(names.nth(3)).to_have_value("Charged twice")
    _drag(settings, rows.nth(3).get_by_role("button", name=re.compile("^Move")), rows.nth(0), 0.5)
    dialog = settings.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("Merge “Charged twice”")
    expect(dialog.get_by_label("into")).to_have_value(re.compile(r"\d+"))
    dialog.get_by_role("button", name="Merge").click()
    expect(settings.get_by_text("merged into “Card issue”", exact=True)).to_be_visible()
    settings.get_by_role("button", name="Bring back").click()
    expect(settings.get_by_label("Name of Charged twice")).to_be_visible()


def _drag(page: Page, handle, row, part: float) -> None:
    start, end = handle.bounding_box(), row.bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, (start["y"] + end["y"]) / 2, steps=3)
    page.mouse.move(start["x"] + 8, end["y"] + end["height"] * part, steps=3)
    page.mouse.up()


def test_a_setting_is_saved_when_one_leaves_it_and_can_be_undone(
    service: Service, settings: Page, project: int
) -> None:
    def stored(name: str) -> object:
        return service.http.get(f"/projects/{project}").json()[name]

    target = settings.get_by_label("Target", exact=True)
    target.fill("200")
    settings.keyboard.press("Tab")
    expect(settings.get_by_text("Enter a number between 1 and 99.9")).to_be_visible()
    target.fill("92,5")
    settings.keyboard.press("Tab")
    expect(settings.get_by_text("Saved.")).to_have_count(1)
    assert stored("target") == 0.925
    settings.get_by_role("button", name="Undo").click()
    expect(target).to_have_value("")
    expect(settings.get_by_role("button", name="Undo")).to_be_hidden()
    until(lambda: stored("target") is None, "the undone change")
    settings.get_by_label("Audit texts").select_option(index=2)
    settings.get_by_label("Reserve a text for").fill("45")
    settings.keyboard.press("Enter")
    settings.get_by_label("Name", exact=True).fill("Support desk")
    settings.keyboard.press("Enter")
    expect(settings.get_by_role("heading", level=1)).to_have_text("Support desk")
    expect(settings.get_by_text("Saved.")).to_have_count(3)
    found = stored("audits"), stored("lease_seconds"), stored("name")
    assert found == ("proof", 2700, "Support desk")


def test_columns_of_the_file_beside_a_text(service: Service, page: Page, project: int) -> None:
    service.send(project, "more.csv", ["text,from,sent", "Where is it?,mail,Monday"])
    page.goto(f"/projects/{project}/settings")
    for name in ("from", "sent"):
        page.get_by_role("button", name=f"Show {name}").click()
    page.get_by_role("button", name="Hide sent").press("Alt+ArrowUp")
    shown = page.get_by_role("list", name="Columns shown").get_by_role("listitem")
    expect(shown).to_have_text([re.compile("^sent"), re.compile("^from")])
    page.get_by_role("button", name="Hide from").click()
    expect(shown).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(shown).to_have_count(2)
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()
    at = f"/projects/{project}"
    until(lambda: service.http.get(at).json()["columns"] == ["sent", "from"], "the undone change")


def test_classes_are_named_before_their_fields_arrive(settings: Page) -> None:
    """A list without a class stood there, with a field for another."""
    settings.route("**/classes?*", lambda _: None)
    settings.reload()
    part = settings.get_by_role("region", name="Classes")
    for name in CLASSES:
        expect(part.get_by_text(name, exact=True)).to_be_visible()
    expect(settings.get_by_role("list", name="Classes")).to_be_hidden()


def test_the_sheet_of_keys_is_of_this_screen(settings: Page) -> None:
    settings.keyboard.press("?")
    sheet = settings.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("Move a class")
    expect(sheet.get_by_role("term")).to_have_count(12)
    assert look(settings, "settings-keys") == []


def test_guidelines_are_written_in_markdown(
    service: Service, settings: Page, new_page: NewPage, project: int
) -> None:
    settings.get_by_label("Guidelines", exact=True).last.fill(GUIDELINES)
    settings.get_by_role("button", name="Preview").click()
    shown = settings.get_by_role("region", name="Preview")
    expect(shown.get_by_role("heading")).to_have_text("What the customer wants first")
    link = shown.get_by_role("link", name="the handbook")
    expect(link).to_have_attribute("href", "https://example.org/handbook")
    expect(shown).to_contain_text("<script>alert(1)</script>")
    expect(shown.get_by_role("listitem")).to_have_count(2)
    expect(settings.get_by_text("Saved.")).to_be_visible()
    ann = annotator(service, new_page, project, "Cleo")
    ann.page.keyboard.press("g")
    panel = ann.page.get_by_role("complementary", name="Guidelines")
    expect(panel.get_by_role("listitem")).to_have_count(2)
    assert in_every_size(ann.page, "guidelines") == []


def test_a_template_and_the_end(service: Service, settings: Page, project: int) -> None:
    settings.get_by_label("Its name").fill("Support, second year")
    settings.get_by_role("button", name="Duplicate").click()
    expect(settings.get_by_role("heading", level=1)).to_have_text("Support, second year")
    made = int(settings.url.rsplit("/", 1)[1])
    found = service.http.get(f"/projects/{made}").json()
    assert [each["name"] for each in found["classes"]] == CLASSES
    settings.get_by_role("link", name="Settings", exact=True).click()
    delete = settings.get_by_role("button", name="Delete the project")
    expect(delete).to_be_disabled()
    settings.get_by_label("Type “Support, second year” to delete it").fill("Support, second year")
    delete.click()
    expect(settings.get_by_role("heading", name="Projects")).to_be_visible()
    assert service.http.get(f"/projects/{made}").status_code == 404
    assert service.http.get(f"/projects/{project}").status_code == 200


def test_of_many_classes_one_is_found_by_its_name(service: Service, page: Page) -> None:
    many = [f"Class {number}" for number in range(150)]
    project = service.project("Very many classes", many, TEXTS)
    page.goto(f"/projects/{project}/settings")
    rows = page.get_by_role("list", name="Classes", exact=True).get_by_role("listitem")
    expect(rows).to_have_count(20)
    find = page.get_by_role("searchbox", name="Find a class")
    find.fill("class 14")
    expect(rows).to_have_count(11)
    name = page.get_by_label("Name of Class 149")
    name.fill("The last")
    name.press("Enter")
    expect(page.get_by_text("“Class 149” renamed to “The last”.")).to_be_visible()
    expect(rows).to_have_count(10)
    expect(rows.first.get_by_role("button", name="Move")).to_have_count(0)
    find.fill("nothing like it")
    expect(page.get_by_text("No class has “nothing like it” in its name.")).to_be_visible()
    find.fill("")
    page.get_by_role("button", name="Show all 150").click()
    expect(rows).to_have_count(150)
    expect(page.get_by_label("Name of The last")).to_be_visible()


def test_how_it_looks(service: Service, page: Page) -> None:
    many = [f"Class number {number} of a long list" for number in range(40)]
    long = service.project("Many classes with a name that goes on and on", many, TEXTS)
    colours = ["red", "teal", "violet", "grey"]
    few = [{"name": name, "colour": c} for name, c in zip(CLASSES, colours, strict=True)]
    project = service.project("Support", few, TEXTS)
    service.http.patch(f"/projects/{project}", json={"guidelines": GUIDELINES, "target": 0.9})
    wrong = []
    for name, found in (("few", project), ("many", long)):
        page.goto(f"/projects/{found}/settings")
        expect(page.get_by_role("list", name="Members").get_by_role("listitem")).to_have_count(1)
        wrong += in_every_size(page, f"settings-{name}")
    page.goto(f"/projects/{project}/settings")
    menu(page, "Refund", "Merge into another")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("label")
    wrong += in_every_size(page, "settings-merge")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="More: Refund").click()
    wrong += look(page, "settings-class-menu")
    page.goto(f"/projects/{project}/label")
    expect(page.get_by_role("region", name="Text to label")).to_be_visible()
    wrong += in_every_size(page, "label-colours")
    assert wrong == []
