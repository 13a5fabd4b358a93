"""The items screen in light and dark, every width: what it shows of texts, and when there are none;
and the columns of a text's row beside it where it is labelled."""

import re

import pytest
from playwright.sync_api import Locator, Page, StorageState, expect

from tests.browser.campaign import animal, animal_texts, label
from tests.browser.conftest import NewPage
from tests.browser.items.items_screen import ItemsScreen
from tests.browser.label.labelling_screen import LabellingScreen
from tests.browser.looking import in_every_size, look
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow

CLASSES = ["bird", "cat", "dog"]
LONG = "a_very_long_word_that_somebody_wrote_without_a_single_space_in_it_" * 8
LINK = "https://tickets.example.org/42?from=mail"


@pytest.fixture(scope="module")
def project(service: Service) -> int:
    """Labels, notes, a disagreement, predictions, and columns beside the texts."""
    made = service.project(
        "Animals and where they are from", CLASSES, [], audits="proof", overlap=2
    )
    rows = [
        f'{text},{LINK},"<b>Zoo</b> of {n}",{"" if n % 2 else LONG},herd {n}'
        for n, text in enumerate(animal_texts(150))
    ]
    service.send(made, "animals.csv", ["text,ticket,place,remark,group", *rows])
    shown = {"columns": ["ticket", "place", "remark"]}
    service.http.patch(f"/projects/{made}", json=shown).raise_for_status()
    label(service, made, 50, animal)
    service.expect_curve(made)
    found = service.http.get(f"/projects/{made}/items", params={"state": "labelled"})
    first, second = (row["id"] for row in found.raise_for_status().json()["results"][:2])
    for item, note in ((first, {"kind": "flag"}), (first, {"kind": "comment", "text": LONG})):
        service.http.post(f"/projects/{made}/items/{item}/notes", json=note).raise_for_status()
    decided = {"batch": "11111111-1111-4111-8111-111111111111", "items": [first, second]}
    service.http.post(
        f"/projects/{made}/items:label", json=decided | {"answer": {"class": "dog"}}
    ).raise_for_status()
    return made


def test_a_list_with_all_that_is_known(page: Page, project: int) -> None:
    screen = ItemsScreen(page, project)
    expect(screen.rows.first).to_be_visible()
    assert in_every_size(page, "items") == []
    screen.press("j", "x", "Shift+J", "Shift+J")
    expect(screen.bar).to_be_visible()
    assert in_every_size(page, "items-marked") == []
    screen.press("l")
    expect(page.get_by_role("combobox", name="Label as")).to_be_visible()
    assert in_every_size(page, "items-label-as") == []
    screen.press("Escape", "Escape", "?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert in_every_size(page, "items-keys") == []


def test_a_text_with_its_row_and_its_history(page: Page, project: int) -> None:
    screen = ItemsScreen(page, project, "?source=search")
    screen.press("j", "Enter")
    panel = screen.panel
    expect(panel).to_contain_text("labelled in this list")
    expect(panel).to_contain_text("<b>Zoo</b>")
    expect(panel).to_contain_text(re.compile(r"group\s*herd \d+"))  # people aren't shown that one
    link = panel.get_by_role("link")
    expect(link).to_have_attribute("href", LINK)
    expect(link).to_have_attribute("rel", re.compile("noopener noreferrer"))
    assert in_every_size(page, "items-panel") == []
    screen.press("3")
    expect(screen.bar).to_be_hidden()


def test_filters(page: Page, project: int) -> None:
    searched = "?q=all+about&class=cat&state=labelled&confidence_above=0.1&sort=confidence"
    screen = ItemsScreen(page, project, searched)
    expect(screen.tools.get_by_role("listitem")).not_to_have_count(0)
    wrong = in_every_size(page, "items-filtered")
    for menu in ("class", "model", "more"):
        screen.tools.get_by_role("button", name=re.compile(f"^{menu}")).click()
        expect(page.get_by_role("listbox")).to_be_visible()
        wrong += look(page, f"items-{menu}")
        screen.press("Escape")
    screen.tools.get_by_role("button", name=re.compile("^Order")).click()
    expect(page.get_by_role("menu")).to_be_visible()
    wrong += look(page, "items-order")
    assert wrong == []


def test_nothing_to_show(service: Service, page: Page, project: int) -> None:
    screen = ItemsScreen(page, project, "?q=nothing+of+the+kind&class=cat")
    expect(page.get_by_role("button", name=re.compile("^Without “"))).to_be_visible()
    wrong = in_every_size(page, "items-none")
    ItemsScreen(page, service.project("Nothing but a name", ["a", "b"], []))
    expect(page.get_by_text("No texts yet")).to_be_visible()
    wrong += in_every_size(page, "items-empty")
    few = service.project("Three texts", ["a", "b"], [f"A text of {LONG}", "b", "שלום"])
    expect(ItemsScreen(page, few).rows).to_have_count(3)
    wrong += in_every_size(page, "items-three")
    page.route("**/items?*", lambda route: route.abort())
    ItemsScreen(page, few)
    expect(page.get_by_role("alert")).to_be_visible()
    wrong += in_every_size(page, "items-error")
    assert wrong == []
    assert screen


def test_columns_stand_under_the_text_that_is_labelled(page: Page, project: int) -> None:
    screen = LabellingScreen(page, project)
    expect(screen.shown).to_contain_text("<b>Zoo</b>")
    link = screen.shown.get_by_role("link")
    expect(link).to_have_attribute("href", LINK)
    expect(screen.shown).not_to_contain_text("herd")
    assert in_every_size(page, "label-columns") == []
    # A text with a long column scrolls, the answers stay on the screen.
    for _ in range(20):
        if LONG in screen.shown.inner_text():
            break
        screen.press("1")
        expect(screen.shown).to_contain_text("<b>Zoo</b>")
    expect(screen.shown).to_contain_text(LONG)
    expect(screen.answers.get_by_role("button").last).to_be_in_viewport(ratio=1)


INSIDE = """rows => rows.filter(row => {
  const { top, bottom } = row.getBoundingClientRect();
  const over = document.elementFromPoint(300, (top + bottom) / 2);
  return top >= 0 && bottom <= innerHeight && row.contains(over);
}).length"""


def test_texts_begin_high_and_under_the_tabs_that_lead_to_them(page: Page, project: int) -> None:
    """They began at 348 of 900 px, and 156 px to the left of the tabs."""
    page.goto(f"/projects/{project}")
    tab = page.get_by_role("link", name="Items", exact=True)
    before = tab.bounding_box()
    screen = ItemsScreen(page, project)
    row = screen.rows.first.bounding_box()
    tabs = page.get_by_role("navigation", name="Project").bounding_box()
    assert row
    assert tabs
    assert row["y"] <= 250
    assert row["x"] == tabs["x"]
    place = tab.bounding_box()
    assert before
    assert place
    assert (place["y"], place["height"]) == (before["y"], before["height"])
    assert abs(place["x"] - before["x"]) < 8, "the name of the current tab is a little wider"


def test_a_text_has_the_room_that_nothing_else_takes(service: Service, page: Page) -> None:
    """Beside it there is nothing to say; and a window at 200 % shows texts, too."""
    long = [f"{n} texts that are far longer than their row " * 9 for n in range(60)]
    made = service.project("Nothing said", CLASSES, long)
    page.set_viewport_size({"width": 1280, "height": 800})
    screen = ItemsScreen(page, made)
    expect(screen.rows.first).to_be_visible()
    row = screen.rows.first.bounding_box()
    text = screen.rows.first.get_by_role("gridcell").nth(1).bounding_box()
    assert row
    assert text
    assert row["x"] + row["width"] - (text["x"] + text["width"]) < 8
    page.set_viewport_size({"width": 640, "height": 400})
    until(lambda: screen.rows.evaluate_all(INSIDE) >= 2, "two rows inside")
    page.evaluate("scrollTo(0, 1000)")
    until(lambda: screen.rows.evaluate_all(INSIDE) >= 8, "eight rows inside")


def test_columns_are_chosen_sorted_by_and_kept(page: Page, project: int) -> None:
    """Imported ones too; a list that one comes back to has a name; arrows move beside the panel."""
    screen = ItemsScreen(page, project)
    tools = screen.tools
    page.get_by_role("button", name="columns").click()
    for name in ("ticket", "State", "People"):
        page.get_by_role("menuitemcheckbox", name=name).click()
    page.keyboard.press("Escape")
    heads = page.get_by_role("group", name="columns")
    expect(heads).to_contain_text("ticket")
    expect(heads).not_to_contain_text("People")
    expect(screen.rows.first).to_contain_text(LINK)
    expect(heads).to_contain_text("State")
    links = [
        each.bounding_box() for each in page.get_by_role("gridcell").filter(has_text=LINK).all()
    ]
    assert len({box["x"] for box in links if box is not None}) == 1, "a column is one below another"
    assert in_every_size(page, "items-columns") == []
    expect(heads).not_to_contain_text(re.compile("[↑↓]"))
    heads.get_by_role("button", name="Model: sort, least confident first").click()
    page.wait_for_url("**sort=confidence**")
    heads.get_by_role("button", name="Model: sort, most confident first").click()
    page.wait_for_url("**sort=-confidence**")
    tools.get_by_role("button", name="saved").click()
    page.get_by_role("menuitem", name="Save these filters").click()
    page.get_by_label("Name", exact=True).fill("Surest first")
    page.keyboard.press("Enter")
    page.goto(f"/projects/{project}/items")
    expect(heads).to_contain_text("ticket")
    tools.get_by_role("button", name="saved").click()
    page.get_by_role("menuitem", name="Surest first").click()
    page.wait_for_url("**sort=-confidence**")
    screen.rows.first.click()
    expect(heads).not_to_contain_text("ticket")
    expect(screen.panel).to_contain_text("Text ")
    first = screen.panel.inner_text()
    assert look(page, "items-peek") == []
    screen.press("ArrowDown")
    expect(screen.panel).not_to_have_text(first, use_inner_text=True)
    tools.get_by_role("button", name="Surest first").click()
    page.get_by_role("menuitem", name="Forget Surest first").click()
    expect(tools.get_by_role("button", name="saved")).to_be_visible()


def test_columns_are_made_wider_and_a_link_shows_them(
    page: Page, project: int, new_page: NewPage, signed_in: StorageState
) -> None:
    screen = ItemsScreen(page, project, "?state=labelled")
    page.get_by_role("button", name="columns").click()
    for name in ("ticket", "People"):
        page.get_by_role("menuitemcheckbox", name=name).click()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"columns=data%3Aticket"))

    # Pulled to the left a column grows; so it does by keys, and the list stays where it is.
    edge = page.get_by_role("separator", name="Width of Label")
    before = edge.bounding_box()
    assert before
    middle = before["y"] + before["height"] / 2
    page.mouse.move(before["x"] - 5, middle)
    page.mouse.down()
    page.mouse.move(before["x"] - 65, middle, steps=3)
    page.mouse.up()
    until(lambda: abs(width(edge) - before["width"] - 60) <= 2, "wider by 60 px")
    pulled = width(edge)
    screen.rows.first.click()
    expect(screen.panel).to_be_visible()
    screen.press("Escape")
    expect(screen.panel).to_have_count(0)
    edge.focus()
    screen.press("ArrowLeft", "ArrowLeft", "ArrowRight")
    until(lambda: abs(width(edge) - pulled - 16) <= 1, "wider by one step")
    expect(edge).to_have_attribute("aria-valuenow", str(round(width(edge))))
    expect(screen.rows.first).to_have_attribute("data-current", "true")
    cell = screen.row("dogs").first.get_by_text("dog", exact=True).bounding_box()
    box = edge.bounding_box()
    assert cell
    assert box
    assert cell["x"] >= box["x"]
    expect(page).to_have_url(re.compile(rf"columns=label%7E{round(width(edge))}&"))
    assert in_every_size(page, "items-widths") == []

    colleague = new_page(storage_state=signed_in)
    colleague.set_viewport_size(page.viewport_size or {"width": 1280, "height": 800})
    colleague.goto(page.url)
    theirs = colleague.get_by_role("separator", name="Width of Label")
    expect(theirs).to_be_visible()
    assert width(theirs) == width(edge)
    expect(colleague.get_by_role("separator", name="Width of ticket")).to_be_visible()
    expect(colleague.get_by_role("separator", name="Width of People")).to_have_count(0)

    edge.focus()
    screen.press("Home")
    until(lambda: abs(width(edge) - before["width"]) <= 1, "as wide as it was")


def width(edge: Locator) -> float:
    box = edge.bounding_box()
    assert box
    return box["width"]
