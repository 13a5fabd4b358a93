"""The tab "Model" where a text may have several classes."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.campaign import label
from tests.browser.items.items_screen import ItemsScreen
from tests.browser.looking import in_every_size
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

CLASSES = ["refund", "card", "delay", "thanks"]


@pytest.fixture(scope="module")
def project(service: Service) -> int:
    texts = {
        " and ".join(["It is about", *named, f"case {n}"]): sorted(named)
        for n in range(120)
        for named in [[name for bit, name in enumerate(CLASSES) if n >> bit & 1]]
    }
    made = service.project("Cases", CLASSES, texts, answer_kind="multi_label", seed=5)
    label(service, made, 60, texts.__getitem__, at_once=10)
    service.expect_curve(made)
    return made


def test_a_text_is_tried_and_all_are_taken_away(page: Page, project: int) -> None:
    page.goto(f"/projects/{project}/model")
    box = page.get_by_role("textbox", name="A text of your own")
    answer = page.get_by_role("region", name="What the model says")
    box.fill("a refund and a card")
    expect(answer.get_by_role("heading").first).to_have_text("Predicted")
    expect(answer.get_by_role("listitem").filter(has_text="refund").first).to_be_visible()
    expect(page.get_by_role("region", name="Label the rest")).to_have_count(0)
    wrong = in_every_size(page, "sets-model")
    with page.expect_download() as plain:
        page.get_by_role("link", name="JSON lines").press("Enter")
    rows = [json.loads(line) for line in plain.value.path().read_text().splitlines()]
    known = [row["classes"] for row in rows if row["classes"] is not None]
    assert {*known[0]} <= {*CLASSES}
    assert wrong == []


def test_an_item_says_how_likely_it_has_each_class(page: Page, project: int) -> None:
    screen = ItemsScreen(page, project, "?predicted=refund&state=settled")
    screen.press("j", "Enter")
    model = screen.panel.locator("section").filter(has_text="The model")
    expect(model).to_contain_text("Together:")
    expect(model.get_by_text(re.compile(r"^\d+\s%$"))).to_have_count(3)
    assert in_every_size(page, "sets-item") == []
