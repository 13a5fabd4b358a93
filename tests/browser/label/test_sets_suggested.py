"""Classes that a model thinks likely, marked beside a text that may have several of them."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.campaign import label
from tests.browser.label.labelling_screen import LabellingScreen
from tests.browser.label.test_several_labels import FEW, chosen
from tests.browser.label.test_suggestions import TOPICS, row, until, until_ranked
from tests.browser.looking import in_every_size
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow


def learnt(service: Service, classes: list[str]) -> int:
    """A project whose texts name two of the classes."""
    texts = {
        f"{classes[n % len(classes)]} and {classes[n // 3 % len(classes)]}, number {n}".replace(
            "_", " "
        ): sorted({classes[n % len(classes)], classes[n // 3 % len(classes)]})
        for n in range(400)
    }
    project = service.project(
        f"Sets of {len(classes)}, suggested",
        classes,
        texts,
        answer_kind="multi_label",
        suggestions=True,
        audits="fewest",
        seed=17,
        round_every=30,
    )
    label(service, project, 90, texts.__getitem__, at_once=6)
    until_ranked(service, project, 90)
    return project


def labels(service: Service, project: int) -> dict[str, list[str]]:
    lines = service.http.get(f"/projects/{project}/export").text.splitlines()
    return {line["text"]: line["label"] for line in map(json.loads, lines)}


def test_they_are_marked_on_their_buttons(service: Service, page: Page) -> None:
    project = learnt(service, FEW)
    screen = LabellingScreen(page, project)
    marked = page.locator("#answers").get_by_text("✦")
    for _ in range(30):
        if marked.count() > 0:
            break
        screen.press("Space")
    expect(chosen(page)).to_have_count(0)
    assert in_every_size(page, "sets-suggested-4") == []
    name = page.locator("#answers button", has_text="✦").first.locator("bdi").first.inner_text()
    page.keyboard.press(str(1 + FEW.index(name)))
    expect(chosen(page)).to_contain_text(name)
    text = screen.press("Enter")
    screen.all_saved()
    assert labels(service, project)[text] == [name]


def test_with_many_classes_a_digit_chooses_one(service: Service, page: Page) -> None:
    project = learnt(service, TOPICS)
    screen = LabellingScreen(page, project)
    until(screen, shown=True)
    buttons = row(page).get_by_role("button")
    expect(buttons.first).to_contain_text(re.compile(r"\d %"))
    expect(chosen(page)).to_have_count(0)
    name = buttons.first.get_attribute("title")
    before = screen.text
    page.keyboard.press("1")
    expect(buttons.first).to_have_attribute("aria-pressed", "true")
    picked = page.get_by_role("group", name="Chosen").get_by_role("button")
    expect(picked).to_have_accessible_name(f"{name}: don’t choose it")
    assert screen.text == before
    assert in_every_size(page, "sets-suggested-12") == []
    page.keyboard.press("1")
    expect(page.get_by_role("button", name="None of them")).to_be_visible()
    page.keyboard.press("1")
    text = screen.press("Enter")
    screen.all_saved()
    assert labels(service, project)[text] == [name]
    until(screen, shown=False)
    page.keyboard.press("1")
    expect(page.get_by_text("Nothing is chosen yet.")).to_be_visible()
