"""Vectors of somebody's own model, sent by API: a view that rounds and predictions go by."""

import json
from typing import Any

import pytest

from tests.driving import Driver
from tests.own_vectors.own import CLASSES, pictures, send, shape, shown, vectors_of

ROWS = pictures(240)


def campaign(driver: Driver, *, with_vectors: bool) -> int:
    project = driver.project(CLASSES, strategy="margin")
    driver.imported(project, ROWS)
    if with_vectors:
        assert send(driver, project, vectors_of(ROWS)).status_code == 202
        driver.work()
    driver.label_at_once(project, 30, shape)
    driver.work()
    return project


def right(driver: Driver, project: int) -> float:
    """The share of texts of which the model says what is true."""
    sent = driver.get(f"/projects/{project}/predictions", unblinded=True)
    rows = [json.loads(line) for line in sent.text.splitlines()]
    assert len(rows) == len(ROWS)
    return sum(row["class"] == shape(row["text"]) for row in rows) / len(rows)


def last_round(driver: Driver, project: int) -> dict[str, Any]:
    rounds = driver.get(f"/projects/{project}/rounds").json()["results"]
    return dict(max(rounds, key=lambda each: each["number"]))


@pytest.mark.slow
@pytest.mark.both_databases
def test_a_model_learns_from_own_vectors_what_no_text_tells(driver: Driver) -> None:
    without = campaign(driver, with_vectors=False)
    project = campaign(driver, with_vectors=True)
    assert right(driver, without) < 0.7
    assert right(driver, project) > 0.9
    own = last_round(driver, project)["views"][1]
    assert own["encoder"] == "own:images"
    assert own["weight"] > 0.5
    assert shown(driver, project) == {
        "name": "images",
        "encoder": "own:images",
        "dimensions": 12,
        "items": 240,
        "total": 240,
        "first_lacking": None,
        "is_read": True,
        "job_id": None,
        "reason": None,
    }
    views = driver.get(f"/projects/{project}").json()["views"]
    assert [(each["encoder"], each["embedded"]) for each in views] == [
        ("hashing", 240),
        ("own:images", 240),
    ]
