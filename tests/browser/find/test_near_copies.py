"""Texts that are nearly the same, labelled a group at a time, on a real service with a worker."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.find.test_hunt import embedded, texts
from tests.browser.items.items_screen import ItemsScreen
from tests.browser.looking import in_every_size
from tests.browser.service_process import Service
from tests.find.test_near_copies import BILL, PARCEL
from tests.patience import until

pytestmark = pytest.mark.slow

CLASSES = ["bill", "parcel", "other"]


@pytest.fixture
def project(service: Service) -> int:
    copies = [f"{BILL}{n}" for n in range(60)] + [f"{PARCEL}{n}" for n in range(30)]
    made = service.project("Letters", CLASSES, [*texts(), *copies])
    until(lambda: embedded(service, made), "the texts' vectors")
    return made


def labelled(service: Service, project: int) -> dict[str, int]:
    """How many texts have which label."""
    query: dict[str, str | int] = {"state": "labelled", "limit": 500}
    rows = service.http.get(f"/projects/{project}/items", params=query).json()["results"]
    names = [row["label"] for row in rows]
    return {name: names.count(name) for name in {*names}}


def test_a_group_is_labelled_with_one_key_and_undone_with_another(
    service: Service, page: Page, project: int
) -> None:
    screen = ItemsScreen(page, project)
    screen.tools.get_by_role("button", name="near copies").click()
    groups = page.get_by_role("navigation", name="Groups of near copies")
    alike, groups = groups.get_by_role("group"), groups.get_by_role("listitem")
    expect(page).to_have_url(re.compile(r"copies=\d+-95$"))
    alike.get_by_role("button", name="nearly the same").click()
    expect(groups).to_have_count(2)
    expect(groups.first).to_contain_text("customer · attached · monthly · invoice")
    size = int(re.findall(r"(\d+).texts", groups.first.inner_text())[0])
    expect(page).to_have_url(re.compile(r"copies=\d+-98$"))
    expect(screen.bar).to_contain_text(f"{size} texts marked")
    assert {text[: len(BILL)] for text in screen.texts()} == {BILL}
    wrong = in_every_size(page, "items-copies")

    # What differs is unmarked; the next group comes by itself, with all of it marked.
    screen.press("j", "x")
    expect(screen.bar).to_contain_text(f"{size - 1} texts marked")
    screen.press("1")
    expect(screen.rows.first).to_contain_text(PARCEL[:40])
    expect(screen.bar).to_contain_text(re.compile(r"\d+.texts marked"))
    screen.press("2")
    expect(page.get_by_role("main")).to_contain_text("No texts without a label are this much alike")
    screen.all_saved()
    expect(screen.rows).to_have_count(0)
    wrong += in_every_size(page, "items-copies-none")
    counts = labelled(service, project)
    assert counts["bill"] == size - 1
    assert counts["parcel"] > 1
    undo = screen.foot.get_by_role("button", name="undo")
    expect(undo).to_have_text(re.compile(r"undo parcel for \d+.texts"))
    screen.press("Backspace")
    screen.all_saved()
    assert labelled(service, project).keys() == {"bill"}
    expect(groups).to_have_count(1)
    expect(groups.first).to_contain_text("parcel")
    assert wrong == []
