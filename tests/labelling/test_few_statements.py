"""What PostgreSQL is asked for an answer and what comes next: each statement is a round trip."""

from typing import Any
from uuid import uuid4

import pytest

from service.kit.vocabulary import Source
from service.rounds.queries.rounds import Rankings
from tests.db.test_plans import statements
from tests.driving import Driver
from tests.texts import texts

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]


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
    project = driver.project_with(texts(60), ["fruit", "metal"])
    lease, _ = answer_and_next(driver, project, driver.offered(project)["assignments"][0])
    _, asked = answer_and_next(driver, project, lease)
    assert asked == 7


def test_where_the_ranking_is_used_up(driver: Driver) -> None:
    """Audits are drawn at hand-outs then, each of which moves a frontier."""
    project = driver.project_with(texts(200), ["fruit", "metal"], audits="proof", round_every=100)
    with driver.app.write() as uow:
        uow[Rankings].replace(project, [])
    lease, asked = driver.offered(project)["assignments"][0], dict[Source, int]()
    for _ in range(20):  # what came back is looked for now and then
        lease, number = answer_and_next(driver, project, lease)
        source = driver.assignments(project)[-1].source
        asked[source] = min(number, asked.get(source, number))
    assert asked == {Source.SEED: 10, Source.AUDIT: 12}
