"""What counts: chosen in the settings, shown everywhere."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.campaign import animal, animal_texts, label
from tests.browser.label.test_sets_suggested import learnt
from tests.browser.label.test_several_labels import FEW
from tests.browser.looking import in_every_size
from tests.browser.screenshots import until_measured
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow


def test_another_choice_redraws_the_curve(service: Service, page: Page) -> None:
    project = learnt(service, FEW)
    service.http.patch(f"/projects/{project}", json={"audits": "proof", "target": 0.7})
    page.goto(f"/projects/{project}/settings")
    counts = page.get_by_label("What counts")
    expect(counts).to_have_value("0")
    counts.focus()
    page.keyboard.press("End")
    expect(page.get_by_text("Rare classes count as much as frequent ones")).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_text("Frequent classes count most")).to_be_visible()
    wrong = in_every_size(page, "what-counts")
    page.goto(f"/projects/{project}")
    expect(page.get_by_role("region", name="Micro-F1")).to_be_visible()
    wrong += in_every_size(page, "curve-of-micro-f1")
    assert wrong == []
    found = service.http.get(f"/projects/{project}").json()
    assert found["metric"] == "micro_f1"


def test_where_a_text_has_one_class_macro_f1_can_count(service: Service, page: Page) -> None:
    texts = animal_texts(300)
    project = service.project("Rare classes", ["cat", "dog", "bird"], texts, audits="proof")
    service.http.patch(f"/projects/{project}", json={"target": 0.7})
    for count in (60, 30):
        label(service, project, count, animal, at_once=6)
        until_measured(service, project)
    page.goto(f"/projects/{project}")
    expect(page.get_by_text("What it saved")).to_be_visible()
    page.goto(f"/projects/{project}/settings")
    counts = page.get_by_label("What counts")
    counts.focus()
    page.keyboard.press("End")
    expect(page.get_by_text("Rare classes count as much as frequent ones")).to_be_visible()
    wrong = in_every_size(page, "what-counts-of-one-class")
    page.goto(f"/projects/{project}")
    expect(page.get_by_role("region", name="Macro-F1")).to_be_visible()
    expect(page.get_by_text("What it saved")).to_have_count(0)
    wrong += in_every_size(page, "curve-of-macro-f1")
    assert wrong == []
    assert service.http.get(f"/projects/{project}").json()["metric"] == "macro_f1"
