"""Whoever pushed suggestions has seen them: others are asked for the audit answers."""

import pytest
from fastapi.testclient import TestClient

from service.kit.vocabulary import Counted, Source
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.labels import LabelRows
from service.rounds.audit_sample import move_frontier
from tests.driving import API, Driver
from tests.texts import texts, truth

CLASSES = ["fruit", "metal"]
ITEMS = 60
pytestmark = pytest.mark.both_databases


def push(driver: Driver, project: int, numbers: range = range(ITEMS)) -> None:
    rows = [{"external_id": f"row-{n}", "class": "fruit", "probability": 0.8} for n in numbers]
    sent = driver.post(f"/projects/{project}/suggestions", model="outside", suggestions=rows)
    assert sent.status_code == 200, sent.text
    told = sent.json()
    assert told["seen"] == len(numbers)
    assert (told["others_must_audit"] is not None) == (len(numbers) == ITEMS)


def answer(driver: Driver, project: int, count: int, http: TestClient | None = None) -> list[int]:
    """Answers one after the other, as long as any come; their items."""
    items: list[int] = []
    for _ in range(count):
        for lease in driver.offered(project, 1, http)["assignments"]:
            label = truth(lease["item"]["text"])
            given = driver.answer(project, lease, label, http=http or driver.http)
            assert given.status_code == 201, given.text
            items.append(lease["item"]["id"])
    return items


def sources(driver: Driver, project: int, items: list[int]) -> set[Source]:
    return {each.source for each in driver.assignments(project) if each.item_id in {*items}}


def audit_labels(driver: Driver, project: int) -> int:
    with driver.app.read() as uow:
        return uow[Counters].value(project, Counted.AUDIT_LABELS)


@pytest.fixture(params=["ranked", "in audit order"])
def project(driver: Driver, request: pytest.FixtureRequest) -> int:
    driver.without("measure", *(() if request.param == "ranked" else ("embed",)))
    return driver.project_with(texts(ITEMS, CLASSES), CLASSES, audits="proof")


def pass_everything(driver: Driver, project: int) -> None:
    with driver.app.write() as uow:
        [pool] = uow[Imports].ready_pools(project)
        move_frontier(uow, project, pool.id, 1.0)


def test_none_of_their_answers_is_an_audit_answer(driver: Driver, project: int) -> None:
    push(driver, project)
    driver.work()
    mine = answer(driver, project, ITEMS // 2)
    assert len(mine) == ITEMS // 2, "labelling goes on"
    assert Source.AUDIT not in sources(driver, project, mine)
    assert audit_labels(driver, project) == 0


def test_an_audit_that_was_out_when_they_pushed_is_asked_of_another(
    driver: Driver, project: int
) -> None:
    out = driver.offered(project, 30)["assignments"]
    audits = {each.item_id for each in driver.assignments(project) if each.source is Source.AUDIT}
    assert audits
    push(driver, project)
    for lease in out:
        assert driver.answer(project, lease, truth(lease["item"]["text"])).status_code == 201
    assert audit_labels(driver, project) == 0
    ann = driver.join(project, "Ann")
    theirs = answer(driver, project, ITEMS, ann)
    assert audits <= {*theirs}
    assert audit_labels(driver, project) >= len(audits)


def test_a_text_that_the_sample_takes_in_later_is_asked_of_another(
    driver: Driver, project: int
) -> None:
    push(driver, project)
    driver.work()
    mine = answer(driver, project, ITEMS // 3)
    pass_everything(driver, project)
    assert audit_labels(driver, project) == 0
    assert not {*answer(driver, project, 5)} & {*mine}
    ann = driver.join(project, "Ann")
    asked = answer(driver, project, ITEMS, ann)
    assert {*mine} <= {*asked}
    assert audit_labels(driver, project) >= len(mine)


def test_what_they_answered_before_they_pushed_counts(driver: Driver, project: int) -> None:
    mine = answer(driver, project, 10)
    audits = audit_labels(driver, project)
    assert audits
    push(driver, project)
    with driver.app.read() as uow:
        labels = [uow[LabelRows].get(item) for item in mine]
    assert all(label and label.asked for label in labels)
    assert audit_labels(driver, project) == audits


def test_an_answer_changed_after_it_is_asked_of_another(driver: Driver, project: int) -> None:
    out = driver.offered(project, 30)["assignments"]
    [audit, *_] = (e.item_id for e in driver.assignments(project) if e.source is Source.AUDIT)
    lease = next(each for each in out if each["item"]["id"] == audit)
    driver.answer(project, lease, "fruit")
    assert audit_labels(driver, project) == 1
    push(driver, project)
    changed = driver.answer(project, lease, "metal").json()
    assert (changed["unasked"], changed["late"], audit_labels(driver, project)) == (True, False, 0)
    ann = driver.join(project, "Ann")
    assert audit in answer(driver, project, ITEMS, ann)


def test_taken_back_it_is_theirs_again(driver: Driver, project: int) -> None:
    push(driver, project)
    [lease] = driver.offered(project)["assignments"]
    given = driver.answer(project, lease, "fruit").json()
    assert driver.retract(project, given["id"]).status_code == 200
    [again] = driver.offered(project)["assignments"]
    assert again["id"] == lease["id"]


def test_who_has_labelled_all_is_told_that_others_must_audit(driver: Driver, project: int) -> None:
    push(driver, project)
    assert len(answer(driver, project, ITEMS)) >= ITEMS - 1, "one may be in the sample already"
    why = driver.offered(project)["reason"]
    assert (why["code"], "Others must answer the audit texts" in why["detail"]) == ("done", True)


def test_progress_tells_it_to_whoever_pushed_for_all_and_to_nobody_else(
    driver: Driver, project: int
) -> None:
    ann = driver.join(project, "Ann")

    def told(http: TestClient) -> bool:
        answer = http.get(f"{API}/projects/{project}/progress").raise_for_status()
        return bool(answer.json()["others_must_audit"])

    push(driver, project, range(ITEMS - 1))
    assert not told(driver.http)
    push(driver, project)
    assert (told(driver.http), told(ann)) == (True, False)


def test_the_others_texts_are_asked_as_before(driver: Driver, project: int) -> None:
    push(driver, project, range(3))
    answer(driver, project, ITEMS // 2)
    assert audit_labels(driver, project) > 0
    assert driver.get(f"/projects/{project}/stats").status_code == 200
