"""Rounds that are measured more than once."""

import hashlib

import pytest

from tests.driving import Driver
from tests.texts import texts


def by_chance(text: str) -> str:
    """A class that no head can learn, so that each deal of audits gets others right."""
    return "ab"[hashlib.sha256(text.encode()).digest()[0] % 2]


@pytest.mark.slow
def test_rounds_of_the_same_labels_have_the_same_figure(driver: Driver) -> None:
    project = driver.project_with(texts(120), strategy="random")
    driver.serve_audits(project, 30)
    driver.label_at_once(project, 30, by_chance)
    for _ in range(3):
        driver.post(f"/projects/{project}/rounds")
        driver.work()
    points = driver.get(f"/projects/{project}/curve").json()["points"]
    labels = points[-1]["labels"]
    figures = [(p["estimate"], p["low"], p["high"]) for p in points if p["labels"] == labels]
    assert len(figures) >= 2
    assert len({*figures}) == 1
