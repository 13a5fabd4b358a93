"""What PostgreSQL is asked for an answer and what comes next: each statement is a round trip."""

from typing import Any
from uuid import uuid4

import pytest

from tests.driving import Driver, texts
from tests.store.test_plans import statements

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def answer_and_next(driver: Driver, project: int, lease: Any) -> tuple[Any, int]:
    """The lease that comes next, and how many statements that took."""
    body = {
        "id": str(uuid4()),
        "item_id": lease["item"]["id"],
        "assignment_id": lease["id"],
        "answer": {"class": "fruit"},
    }
    with statements(driver.app) as seen:
        gave = driver.post(f"/projects/{project}/answer-and-next", **body).json()
    assert gave["answered"]["status"] == 201
    return gave["next"]["assignments"][0], len(seen)


def test_an_answer_and_what_comes_next(driver: Driver) -> None:
    project = driver.project(["fruit", "metal"])
    driver.imported(project, texts(60))
    lease, _ = answer_and_next(driver, project, driver.offered(project)["assignments"][0])
    _, asked = answer_and_next(driver, project, lease)
    assert asked == 8
