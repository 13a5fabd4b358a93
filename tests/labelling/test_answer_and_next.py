"""An answer and the next items in one call."""

from typing import Any
from uuid import uuid4

import pytest

from tests.driving import API, Driver
from tests.recounting import kept, recounted
from tests.texts import texts


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.project_with(texts(12), ["fruit", "metal"])


def sent(driver: Driver, project: int, lease: Any, **fields: Any) -> Any:
    body = {
        "id": str(uuid4()),
        "item_id": lease["item"]["id"],
        "assignment_id": lease["id"],
        "answer": {"class": "fruit"},
        **fields,
    }
    return driver.post(f"/projects/{project}/answer-and-next", **body)


@pytest.mark.both_databases
def test_it_answers_and_offers(driver: Driver, project: int) -> None:
    first, second = driver.offered(project, 2)["assignments"]
    gave = sent(driver, project, first, limit=3).json()
    assert gave["answered"]["status"] == 201
    assert gave["answered"]["annotation"]["assignment_id"] == first["id"]
    offered = [lease["item"]["id"] for lease in gave["next"]["assignments"]]
    assert (len({*offered}), offered[0]) == (3, second["item"]["id"])
    assert first["item"]["id"] not in offered
    assert driver.offered(project, 3) == gave["next"]
    with driver.app.read() as uow:
        assert kept(uow, project) == recounted(uow, project)


def test_leases_that_are_held_are_not_told_again(driver: Driver, project: int) -> None:
    first, *held = driver.offered(project, 3)["assignments"]
    known = [lease["id"] for lease in held]
    following = sent(driver, project, first, limit=3, holding=known).json()["next"]
    [new] = following["assignments"]
    assert new["id"] not in [first["id"], *known]
    path, holding = f"/projects/{project}/assignments", [*known, new["id"]]
    none = driver.post(path, limit=3, holding=holding).json()
    assert (none["assignments"], none["reason"]) == ([], None), "there is enough to do"
    assert len(driver.offered(project, 3)["assignments"]) == 3


@pytest.mark.both_databases
def test_sent_again_it_is_the_same_answer(driver: Driver, project: int) -> None:
    [lease] = driver.offered(project)["assignments"]
    name = str(uuid4())
    one, two = (sent(driver, project, lease, id=name).json() for _ in range(2))
    assert [one["answered"]["status"], two["answered"]["status"]] == [201, 200]
    assert one["answered"]["annotation"] == two["answered"]["annotation"]
    assert one["next"] == two["next"]
    other = sent(driver, project, lease, id=name, answer={"class": "metal"}).json()
    assert (other["answered"]["status"], other["next"]) == (409, one["next"])


def test_a_refused_answer_gets_its_next(driver: Driver, project: int) -> None:
    [lease] = driver.offered(project)["assignments"]
    gave = sent(driver, project, lease, answer={"class": "bird"}).json()
    assert gave["answered"]["status"] == 422
    assert gave["answered"]["annotation"] is None
    assert "bird" in gave["answered"]["refusal"]["detail"]
    assert gave["next"]["assignments"] == [lease]


def test_nothing_is_next_where_nobody_labels(driver: Driver, project: int) -> None:
    [lease] = driver.offered(project)["assignments"]
    driver.http.patch(f"{API}/projects/{project}", json={"state": "paused"})
    gave = sent(driver, project, lease).json()
    assert gave["answered"]["status"] == 201
    assert (gave["next"]["assignments"], gave["next"]["reason"]["code"]) == ([], "paused")
