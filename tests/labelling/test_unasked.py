"""Answers by people who were never offered the item: kept and marked, and never an audit."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from service.db.clock import FrozenClock
from service.kit.vocabulary import Source
from service.pool.queries.audit import AuditOrder
from service.pool.queries.labels import LabelRows
from tests.driving import API, Driver, on_sqlite
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal"]


def pick(
    driver: Driver, project: int, item_id: int, label: str, http: TestClient | None = None
) -> Any:
    """Answers an item by its id alone."""
    path = f"{API}/projects/{project}/annotations/{uuid4()}"
    body = {"item_id": item_id, "answer": {"class": label}}
    answer = (http or driver.http).put(path, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def item(driver: Driver, project: int, item_id: int) -> Any:
    return driver.get(f"/projects/{project}/items/{item_id}").json()


def ids(driver: Driver, project: int) -> dict[int, str]:
    """Every item's id and text."""
    found = driver.get(f"/projects/{project}/export", everything=True).text.splitlines()
    return {each["id"]: each["text"] for each in map(json.loads, found)}


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.without("embed").project_with(texts(12), CLASSES, lease_seconds=60)


def test_it_is_kept_and_marked(driver: Driver, project: int) -> None:
    ann = driver.join(project, "Ann", "engineer")
    [lease] = driver.offered(project)["assignments"]
    asked = driver.answer(project, lease, "fruit").json()
    other = next(item_id for item_id in ids(driver, project) if item_id != lease["item"]["id"])
    assert (asked["unasked"], pick(driver, project, other, "metal", ann)["unasked"]) == (
        False,
        True,
    )
    found = item(driver, project, other)
    assert (found["label"], found["state"]) == ("metal", "settled")
    assert [entry["unasked"] for entry in found["history"]] == [True]
    lines = driver.get(f"/projects/{project}/export").text.splitlines()
    marks = {line["id"]: line["annotations"][0]["unasked"] for line in map(json.loads, lines)}
    assert marks == {lease["item"]["id"]: False, other: True}


@pytest.mark.parametrize("ending", ["expired", "skip", "release"])
def test_who_once_had_the_item_was_asked(
    driver: Driver, project: int, clock: FrozenClock, ending: str
) -> None:
    """Also where the outbox no longer knows by which lease."""
    ann = driver.join(project, "Ann", "engineer")
    [lease] = driver.offered(project, 1, ann)["assignments"]
    if ending == "expired":
        clock.now += timedelta(seconds=61)
    else:
        driver.end(project, ending, lease, ann)
    late = pick(driver, project, lease["item"]["id"], "fruit", ann)
    assert (late["late"], late["unasked"]) == (True, False)


def test_it_counts_as_long_as_nobody_was_asked(driver: Driver, project: int) -> None:
    """Who picks what they answer changes nothing that people who were asked have said."""
    ann, ben = (driver.join(project, name, "engineer") for name in ("Ann", "Ben"))
    [lease] = driver.offered(project)["assignments"]
    item_id = lease["item"]["id"]
    pick(driver, project, item_id, "metal", ann)
    pick(driver, project, item_id, "metal", ben)
    assert (item(driver, project, item_id)["label"]) == "metal"
    mine = driver.answer(project, lease, "fruit").json()
    for _ in range(2):
        found = item(driver, project, item_id)
        assert (found["label"], found["state"], found["confidence"]) == ("fruit", "settled", 1.0)
        pick(driver, project, item_id, "metal", ann)
    assert len(found["history"]) == 4
    driver.retract(project, mine["id"])
    assert item(driver, project, item_id)["label"] == "metal"


def test_with_two_wanted_it_is_not_one_of_them(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(12), CLASSES, overlap=2)
    ann, ben = (driver.join(project, name, "engineer") for name in ("Ann", "Ben"))
    [lease] = driver.offered(project, 1, ann)["assignments"]
    item_id = lease["item"]["id"]
    driver.answer(project, lease, "fruit", http=ann)
    pick(driver, project, item_id, "fruit")
    assert item(driver, project, item_id)["state"] == "provisional"
    [second] = driver.offered(project, 1, ben)["assignments"]
    assert second["item"]["id"] == item_id
    driver.answer(project, second, "fruit", http=ben)
    assert item(driver, project, item_id)["state"] == "settled"


def test_a_known_answer_stands(driver: Driver) -> None:
    project = driver.project(CLASSES)
    driver.without("embed").imported(project, texts(3), labels="import")
    [(item_id, text), *_] = ids(driver, project).items()
    ann = driver.join(project, "Ann", "engineer")
    pick(driver, project, item_id, "metal" if truth(text) == "fruit" else "fruit", ann)
    found = item(driver, project, item_id)
    assert (found["label"], found["state"]) == (truth(text), "settled")


@on_sqlite
@pytest.mark.slow
def test_audit_items_are_asked_of_others_whoever_picked_them(driver: Driver) -> None:
    """Ann answers all that there is, wrongly; what is measured is what Ben says when asked."""
    project = driver.project_with(texts(60), CLASSES, strategy="random", round_every=10)
    ann, ben = (driver.join(project, name, "engineer") for name in ("Ann", "Ben"))
    for item_id, text in ids(driver, project).items():
        pick(driver, project, item_id, "metal" if truth(text) == "fruit" else "fruit", ann)
    driver.work()
    stats = driver.get(f"/projects/{project}/stats").json()
    assert (stats["labels"], stats["audit_labels"]) == (60, 0)
    asked: list[int] = []
    while leases := driver.offered(project, 1, ben)["assignments"]:
        [lease] = leases
        asked.append(lease["item"]["id"])
        response = driver.answer(project, lease, truth(lease["item"]["text"]), http=ben)
        assert response.status_code == 201
        driver.work(until_idle=False)
    driver.work()
    given = driver.assignments(project)
    assert {row.source for row in given} == {Source.AUDIT}
    assert len(asked) == len(set(asked)) == 20, "a third of the pool"
    assert driver.get(f"/projects/{project}/stats").json()["audit_labels"] == 20
    last = driver.get(f"/projects/{project}/rounds").json()["results"][-1]
    assert last["audit_count"] == last["figure"]["audit_labels"] == 20
    labels = {item_id: item(driver, project, item_id)["label"] for item_id in asked}
    known = ids(driver, project)
    assert labels == {item_id: truth(known[item_id]) for item_id in asked}


@on_sqlite
@pytest.mark.slow
def test_an_audit_item_answered_unasked_counts_as_unanswered_until_it_is_asked(
    driver: Driver,
) -> None:
    """Neither right nor wrong, and the head that ranks doesn't learn from it."""
    project = driver.without("measure").project_with(
        texts(60), CLASSES, strategy="random", round_every=5
    )
    ann = driver.join(project, "Ann", "engineer")
    driver.serve_audits(project, 4)
    leases = driver.offered(project, 4)["assignments"]
    for lease in leases:
        pick(driver, project, lease["item"]["id"], "fruit", ann)
        driver.end(project, "release", lease)
    driver.label_at_once(project, 0, truth)
    with driver.app.read() as uow:
        assert uow[AuditOrder].unanswered(project) == 4
        assert list(uow[LabelRows].to_learn(project)) == []
    driver.serve_audits(project, 4)
    again = driver.offered(project, 4)["assignments"]
    assert {a["item"]["id"] for a in again} == {a["item"]["id"] for a in leases}
    for lease in again:
        driver.answer(project, lease, truth(lease["item"]["text"]))
    with driver.app.read() as uow:
        assert uow[AuditOrder].unanswered(project) == 0
        assert [label.audit for label in uow[LabelRows].to_learn(project)] == [True] * 4


@pytest.mark.slow
def test_an_annotator_answers_only_what_they_were_offered(driver: Driver, project: int) -> None:
    """Ids are numbers in a row: else whoever tries them labels all that there is, unseen."""
    ann = driver.join(project, "Ann")
    driver.offered(project, 3)
    [mine] = driver.offered(project, 1, ann)["assignments"]
    path = f"{API}/projects/{project}"
    known, missing = sorted(ids(driver, project)), 10**6
    told: dict[int, set[str]] = {}
    for item_id in (*known, missing):
        body = {"item_id": item_id, "answer": {"class": "fruit"}}
        for answer in (
            ann.put(f"{path}/annotations/{uuid4()}", json=body),
            ann.post(f"{path}/items/{item_id}/notes", json={"kind": "flag"}),
            ann.delete(f"{path}/items/{item_id}/flag"),
            ann.get(f"{path}/own-answers/{item_id}"),
        ):
            told.setdefault(item_id, set()).add(answer.text.replace(f"item {item_id}", "item N"))
    assert told.pop(mine["item"]["id"]) != told[missing]
    assert all(said == told[missing] for said in told.values()), "which exist isn't told either"
    stats = driver.get(f"/projects/{project}/stats").json()
    assert stats["labels"] == 1


def test_leases_of_others_look_as_if_there_were_none(driver: Driver, project: int) -> None:
    ann = driver.join(project, "Ann")
    [lease] = driver.offered(project)["assignments"]
    [mine] = driver.offered(project, 1, ann)["assignments"]

    def told(assignment: int) -> set[str]:
        theirs = {"id": assignment, "item": mine["item"]}
        answers = [driver.end(project, how, theirs, ann) for how in ("renew", "skip", "release")]
        answers.append(driver.answer(project, theirs, "fruit", http=ann))
        return {answer.text.replace(f" {assignment} ", " N ") for answer in answers}

    assert told(lease["id"]) == told(10**6)


@on_sqlite
@pytest.mark.slow
def test_who_picked_all_of_it_is_asked_for_the_audits_all_the_same(driver: Driver) -> None:
    project = driver.project_with(texts(60), CLASSES, strategy="random", round_every=10)
    for item_id, text in ids(driver, project).items():
        pick(driver, project, item_id, truth(text))
    driver.work()
    for _ in range(20):
        [lease] = driver.offered(project)["assignments"]
        assert driver.answer(project, lease, truth(lease["item"]["text"])).status_code == 201
        driver.work(until_idle=False)
    assert {row.source for row in driver.assignments(project)} == {Source.AUDIT}
    assert driver.get(f"/projects/{project}/stats").json()["audit_labels"] == 20
