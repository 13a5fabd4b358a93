"""The map of a project's texts: drawn, pointed at, a part of it marked and labelled."""

import re
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.find.test_hunt import embedded, texts
from tests.browser.items.items_screen import ItemsScreen
from tests.browser.looking import in_every_size
from tests.browser.service_process import Service
from tests.find.test_near_copies import BILL, PARCEL
from tests.patience import until

pytestmark = pytest.mark.slow

CLASSES = ["bill", "parcel", "other"]
EDGE = 65_535
MARGIN = 0.92
"""Of the narrower side of its field the whole map takes so much."""


@pytest.fixture
def project(service: Service) -> int:
    copies = [f"{BILL}{n}" for n in range(60)] + [f"{PARCEL}{n}" for n in range(30)]
    made = service.project("Letters", CLASSES, [*texts(), *copies])
    until(lambda: embedded(service, made), "the texts' vectors")
    return made


def points(service: Service, project: int) -> dict[str, Any]:
    found: dict[str, Any] = service.http.get(f"/projects/{project}/map/points").json()
    return found


def on_screen(box: FloatRect, x: float, y: float) -> tuple[float, float]:
    """Where a place of the whole map is drawn."""
    scale = MARGIN * min(box["width"], box["height"]) / EDGE
    across, down = (x - EDGE / 2) * scale, (y - EDGE / 2) * scale
    return box["x"] + box["width"] / 2 + across, box["y"] + box["height"] / 2 + down


def test_a_part_of_the_map_is_marked_and_labelled(
    service: Service, page: Page, project: int
) -> None:
    screen = ItemsScreen(page, project)
    screen.tools.get_by_role("button", name="map", exact=True).click()
    expect(page).to_have_url(re.compile(r"map=all$"))
    draw = page.get_by_role("button", name="Draw the map")
    expect(draw).to_be_enabled()
    wrong = in_every_size(page, "map-none")
    draw.click()
    canvas = page.get_by_role("img", name=re.compile(r"Map of \d+ texts, coloured by class"))
    expect(canvas).to_be_visible(timeout=120_000)
    wrong += in_every_size(page, "map")

    # A text is read where it lies.
    drawn = points(service, project)
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(*on_screen(box, drawn["x"][0], drawn["y"][0]))
    expect(page.get_by_text(re.compile(r"(number|Dear|parcel).*\d")).first).to_be_visible()

    size = draw_around_an_invoice(service, screen, project, box)
    wrong += in_every_size(page, "map-marked")
    label_what_is_marked(service, screen, project, size)
    mark_what_is_in_view(screen)
    exclude_what_is_marked(service, screen, project)
    look_for_more_like_it(screen, project)
    assert wrong == []


def draw_around_an_invoice(
    service: Service, screen: ItemsScreen, project: int, box: FloatRect
) -> int:
    """With Shift: it is listed, and all of it marked. How many texts that are."""
    page, drawn = screen.page, points(service, project)
    row = service.http.get(f"/projects/{project}/items", params={"q": "invoice", "limit": 1})
    at = drawn["ids"].index(row.json()["results"][0]["id"])
    x, y = drawn["x"][at], drawn["y"][at]
    page.keyboard.down("Shift")
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    spots = [on_screen(box, x + 3_000 * i, y + 3_000 * j) for i, j in corners]
    page.mouse.move(*spots[0])
    page.mouse.down()
    for spot in spots[1:]:
        page.mouse.move(*spot, steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(page).to_have_url(re.compile(r"map=\d+(-\d+)+$"))
    expect(screen.bar).to_contain_text(re.compile(r"\d+.texts? marked"))
    [size] = re.findall(r"(\d+).texts? marked", screen.bar.inner_text())
    assert int(size) > 5
    return int(size)


def label_what_is_marked(service: Service, screen: ItemsScreen, project: int, size: int) -> None:
    """By one key, and the legend counts it."""
    screen.press("1")
    screen.all_saved()
    labelled = service.http.get(
        f"/projects/{project}/items", params={"class": "bill", "total": True}
    ).json()
    assert labelled["total"] == size
    assert "invoice" in labelled["results"][0]["text"]
    legend = screen.page.get_by_role("list", name=re.compile("Legend"))
    expect(legend.get_by_role("button", name=re.compile(rf"bill\s*{size}"))).to_be_visible()


def mark_what_is_in_view(screen: ItemsScreen) -> None:
    """By keyboard, and save it, after nothing was marked again."""
    page = screen.page
    page.get_by_role("button", name="Mark nothing").click()
    expect(page).to_have_url(re.compile(r"map=all$"))
    page.get_by_role("group", name=re.compile("Map of the texts")).focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    page.get_by_role("button", name="Mark what is in view").press("Enter")
    expect(screen.bar).to_contain_text(re.compile(r"\d+.texts? marked"))
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save as CSV").click()
    lines = saving.value.path().read_text("utf-8").splitlines()
    assert lines[0] == "id,label,predicted,confidence"
    assert len(lines) > 2


def exclude_what_is_marked(service: Service, screen: ItemsScreen, project: int) -> None:
    """It leaves the map and the list; undo and a list of its own bring it back."""
    drawn = points(service, project)["ids"]
    screen.bar.get_by_role("button", name="exclude").click()
    expect(screen.foot).to_contain_text(re.compile(r"\d+.texts? excluded"))
    until(lambda: excluded(service, project), "what is excluded")
    out = excluded(service, project)
    left = [*{*drawn} - {*out}]
    assert sorted(points(service, project)["ids"]) == sorted(left)
    expect(canvas_of(screen.page, len(left))).to_be_visible()
    screen.press("Backspace")
    expect(canvas_of(screen.page, len(drawn))).to_be_visible()
    assert excluded(service, project) == []

    out = out[:5]
    service.http.post(f"/projects/{project}/items:exclude", json={"items": out})
    listed = ItemsScreen(screen.page, project, "?state=excluded")
    expect(listed.rows).to_have_count(len(out))
    listed.press("j", "x", "Shift+X")
    expect(listed.foot).to_contain_text("1\u00a0text brought back")
    expect(listed.rows).to_have_count(len(out) - 1)


def excluded(service: Service, project: int) -> list[int]:
    query: dict[str, Any] = {"state": "excluded", "limit": 200}
    pages = [service.http.get(f"/projects/{project}/items", params=query).json()]
    while cursor := pages[-1]["next"]:
        more = service.http.get(f"/projects/{project}/items", params=query | {"cursor": cursor})
        pages.append(more.json())
    return [row["id"] for page in pages for row in page["results"]]


def canvas_of(page: Page, texts: int) -> Locator:
    return page.get_by_role("img", name=re.compile(rf"Map of {texts}\stexts"))


def look_for_more_like_it(screen: ItemsScreen, project: int) -> None:
    """A class is looked for by the texts that were marked."""
    page = screen.page
    listed = ItemsScreen(page, project, "?q=parcel&state=unlabelled")
    listed.press("j", "x", "Shift+J", "Shift+J")
    listed.bar.get_by_role("button", name="look for more like these").click()
    page.get_by_role("option", name="parcel").click()
    page.wait_for_url(re.compile(r"/hunt/\d+\?like=\d+,\d+,\d+$"))
    expect(page.get_by_role("region", name="Candidate")).to_contain_text("parcel")
