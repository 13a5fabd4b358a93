"""What a round took, and how much its model goes by each encoder, where there is little room."""

from math import nan
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.campaign import animal, animal_texts, label
from tests.browser.looking import in_every_size
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow

BROKEN = """card => {
  const broken = [];
  const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  while (walker.nextNode())
    for (const { 0: word, index } of walker.currentNode.data.matchAll(/[^ ]+/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, index);
      range.setEnd(walker.currentNode, index + word.length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => top));
      if (lines.size > 1) broken.push(word);
    }
  return broken;
}"""
"""The words of an element that are on more than one line."""
TUNES = {
    "id": 1,
    "kind": "tune",
    "encoder": "tuned",
    "state": "running",
    "error": None,
    "done": 3,
    "total": 12,
    "pace": None,
    "attempts": 1,
    "cpu_seconds": 0,
    "gpu_seconds": 0,
    "peak_bytes": 0,
    "advanced_at": None,
    "created_at": "2026-05-01T10:00:00Z",
    "started_at": "2026-05-01T10:00:00Z",
    "finished_at": None,
}
"""The job in which an encoder learns."""


def test_no_word_is_broken(service: Service, page: Page) -> None:
    fields = {"audits": "proof", "views": ["lexical"]}
    project = service.project("Work", ["bird", "cat", "dog"], animal_texts(60), **fields)
    label(service, project, 30, animal, at_once=10)

    def stats() -> dict[str, Any]:
        found = service.http.get(f"/projects/{project}/stats").raise_for_status()
        return dict(found.json())

    until(lambda: len((stats()["last_round"] or {"views": []})["views"]) > 1, "a round of two")
    long = stats()
    long["last_round"]["views"][0]["encoder"] = "sentence_transformer"
    long["tuning"] = {
        "gain": {"value": 0.052, "low": -0.011, "high": 0.107},
        "seconds": 187.0,
        "next_labels": 68,
        "next_seconds": 55.0,
        "within_limit": False,
    }
    page.route(f"**/projects/{project}/stats", lambda route: route.fulfill(json=long))
    page.goto(f"/projects/{project}")
    work = page.get_by_role("region", name="Work")
    work.get_by_role("button", name="Details").click()
    expect(work).to_contain_text("Weight of sentence transformer")
    expect(work).to_contain_text("brings +5.2 points (−1.1 to +10.7).")
    expect(work).to_contain_text("Next: after 68\u00a0labels (about 60")
    for width in (1440, 1100, 1024, 901, 360):
        page.set_viewport_size({"width": width, "height": 900})
        until(lambda: work.evaluate(BROKEN) == [], f"no broken words at {width}")
    page.set_viewport_size({"width": 1440, "height": 900})
    figures, line = work.get_by_role("table"), work.get_by_role("button", name="Hide details")
    until(lambda: abs(right(figures) - right(line)) <= 1, "figures end where the line above does")
    assert in_every_size(page, "work") == []
    long["jobs"] = [TUNES | {"project_id": project}]
    page.reload()
    expect(work).to_contain_text("Teaching an encoder the labels")
    expect(work).to_contain_text("brings +5.2 points")
    expect(work).not_to_contain_text("Next:")


def right(of: Locator) -> float:
    box = of.bounding_box()
    return box["x"] + box["width"] if box else nan
