"""One sitting, from a file to labels: what Postil is for. Against `postil serve`."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.campaign import animal, animal_texts
from tests.browser.label.labelling_screen import LabellingScreen
from tests.browser.looking import TWO_FRAMES
from tests.browser.new_project.new_project_screen import NewProjectScreen
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

KEYS = {"bird": "1", "cat": "2", "dog": "3"}


def test_from_a_file_to_labels(service: Service, page: Page) -> None:
    rows = [f'{number},"{text}",{animal(text)}' for number, text in enumerate(animal_texts(150))]
    new = NewProjectScreen(page)
    new.drop("pets.csv", "\n".join(["nr,body,kind", *rows, "too,few"]).encode())
    expect(new.data.get_by_role("status")).to_contain_text("151 rows")
    expect(new.data).to_contain_text("Keeping 150 of 151")
    new.take_classes_from("kind")
    new.expect_names("bird", "cat", "dog")
    page.get_by_text("Settings").click()
    page.get_by_label("Proof").check()
    page.get_by_label("Price of an hour").fill("30")
    project = new.start()
    expect(page.get_by_role("region", name="Text to label")).to_contain_text("is all about")
    assert service.http.get(f"/projects/{project}").json()["name"] == "Pets"

    screen = LabellingScreen(page, project)
    given = {}
    for _ in range(58):
        text = screen.text
        if not given:
            page.evaluate(TWO_FRAMES)  # a text counts as read from when it was painted
        given[screen.press(KEYS[animal(text)])] = animal(text)
        if len(given) == 20:
            service.expect_curve(project)
    skipped = screen.press("Space")
    slip = screen.press("1")
    page.keyboard.press("Backspace")
    screen.expect_text(slip)
    page.context.set_offline(True)
    for _ in range(3):
        text = screen.text
        given[screen.press(KEYS[animal(text)])] = animal(text)
    expect(screen.saved).to_contain_text("Offline")
    page.context.set_offline(False)
    screen.all_saved()
    service.expect_labels(project, given)
    assert skipped not in given

    page.get_by_role("banner").get_by_role("link", name="Pets").click()
    sentence = page.get_by_role("heading", level=2)
    # Four of ten were audit items, so there are enough for an estimate.
    reached = re.compile(r"^\d+\s% accurate \(\d+–\d+\) after 61\slabels")
    expect(sentence).to_have_text(reached)
    expect(page.get_by_text("at a cost of")).to_be_visible()
    points = page.get_by_role("slider")
    latest = re.compile("^After 61")
    expect(points).to_have_attribute("aria-valuetext", latest)
    points.press("ArrowLeft")
    expect(points).not_to_have_attribute("aria-valuetext", latest)

    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    exported = [json.loads(line) for line in Path(download.value.path()).read_text().splitlines()]
    assert {line["text"]: line["label"] for line in exported} == given
    assert exported[0]["data"].keys() == {"nr", "kind"}
