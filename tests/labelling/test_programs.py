"""A program labels, but its answers are no person's, unless the owner says so."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from service.kit.vocabulary import Source
from service.pool.queries.labels import LabelRows
from service.pool.tables.answers import Annotation
from tests.driving import API, Driver
from tests.labelling.test_pushed_suggestions import answer, pass_everything
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal"]
ITEMS = 60


def labelled(driver: Driver, project: int, count: int, http: TestClient) -> None:
    for _ in range(count):
        [lease] = driver.offered(project, 1, http)["assignments"]
        answer = driver.answer(project, lease, truth(lease["item"]["text"]), http=http)
        assert answer.status_code == 201, answer.text


def program(driver: Driver, project: int) -> TestClient:
    made = driver.post(f"/projects/{project}/programs", name="gpt").json()
    http = driver.browser()
    http.headers["Authorization"] = f"Bearer {made['token']}"
    return http


def audit_labels(driver: Driver, project: int) -> int:
    """By the counter, and by what heads are measured on."""
    counted = int(driver.get(f"/projects/{project}/stats").json()["audit_labels"])
    with driver.app.read() as uow:
        labels = uow[LabelRows].to_learn(project)
    assert counted == sum(label.audit and label.settled for label in labels)
    return counted


def test_no_audit_is_handed_to_them(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(ITEMS), CLASSES, audits="proof")
    http = program(driver, project)
    labelled(driver, project, 25, http)
    assert {row.source for row in driver.assignments(project)}.isdisjoint({Source.AUDIT})
    assert audit_labels(driver, project) == 0


def test_nor_becomes_what_they_answered_one_when_the_audits_pass_it(driver: Driver) -> None:
    """Then somebody who has seen nothing is asked."""
    project = driver.without("embed").project_with(texts(ITEMS), CLASSES, audits="proof")
    http = program(driver, project)
    labelled(driver, project, 20, http)
    theirs = {row.item_id for row in driver.assignments(project)}
    pass_everything(driver, project)
    assert audit_labels(driver, project) == 0
    answer(driver, project, ITEMS, driver.join(project, "Ann"))
    asked = {row.item_id for row in driver.assignments(project) if row.source is Source.AUDIT}
    assert theirs <= asked
    assert audit_labels(driver, project) >= len(theirs)


def test_unless_the_owner_says_that_programs_count(driver: Driver) -> None:
    project = driver.without("embed").project_with(
        texts(ITEMS), CLASSES, audits="proof", programs_count=True
    )
    labelled(driver, project, 25, program(driver, project))
    assert audit_labels(driver, project) >= 8


def test_a_program_is_no_second_person(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(ITEMS), CLASSES, overlap=2)
    driver.serve_no_audits(project)
    labelled(driver, project, 4, program(driver, project))
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    for http in (ann, ben):
        labelled(driver, project, 8, http)
    with driver.app.read() as uow:
        rows = uow.session.exec(select(Annotation)).all()
    by_item: dict[int, int] = {}
    for row in rows:
        by_item[row.item_id] = by_item.get(row.item_id, 0) + (not row.unasked)
    with driver.app.read() as uow:
        settled = [label for label in uow[LabelRows].to_learn(project) if label.settled]
    assert len(settled) == sum(count == 2 for count in by_item.values())


def test_what_they_answered_can_be_taken_back(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(ITEMS), CLASSES)
    http = program(driver, project)
    [lease] = driver.offered(project, 1, http)["assignments"]
    annotation = driver.answer(project, lease, "fruit", http=http).json()["id"]
    assert driver.retract(project, annotation, http).is_success
    [again] = driver.offered(project, 1, http)["assignments"]
    assert again["item"]["id"] == lease["item"]["id"]


def test_an_account_that_is_there_is_marked_and_so_are_its_answers(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(ITEMS), CLASSES, audits="proof")
    ann = driver.join(project, "Ann")
    labelled(driver, project, 25, ann)
    before = audit_labels(driver, project)
    assert before > 0
    user = ann.get(f"{API}/me").json()["id"]
    path = f"{API}/projects/{project}/members/{user}/program"
    assert driver.http.put(path).status_code == 204
    assert audit_labels(driver, project) == 0
    [member] = [each for each in members(driver, project) if each["user_id"] == user]
    assert member["is_program"]
    assert driver.http.delete(path).status_code == 204
    assert audit_labels(driver, project) == before
    assert ann.put(path).status_code == 403


def test_its_answers_stand_beside_those_of_people(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(ITEMS), CLASSES, audits="proof")
    http = program(driver, project)
    labelled(driver, project, 20, http)
    pass_everything(driver, project)
    answer(driver, project, ITEMS, driver.join(project, "Ann"))
    people = driver.get(f"/projects/{project}/stats").json()["people"]
    [own] = [each for each in people if each["is_program"]]
    assert own["name"] == "gpt"
    assert own["beside_people"]["texts"] == 20
    assert own["beside_people"]["value"] == 1.0
    assert own["beside_people"]["low"] < 1.0
    bill = driver.get(f"/projects/{project}/bill").json()
    assert (bill["people"]["people"], bill["people"]["programs"]) == (1, 1)


def test_set_aside_and_brought_back_they_hold_no_place(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(ITEMS), CLASSES, audits="proof")
    http = program(driver, project)
    labelled(driver, project, 10, http)
    user = http.get(f"{API}/me").json()["id"]
    path = f"{API}/projects/{project}/members/{user}/set-aside"
    assert driver.http.post(path).json()["answers"] == 10
    assert driver.http.delete(path).json()["answers"] == 10
    theirs = {row.item_id for row in driver.assignments(project)}
    pass_everything(driver, project)
    asked = answer(driver, project, ITEMS, driver.join(project, "Ann"))
    assert theirs <= {*asked}


def test_a_program_is_offered_no_text_that_waits_for_a_second_person(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(ITEMS), CLASSES, overlap=2)
    driver.serve_no_audits(project)
    first = answer(driver, project, 8, driver.join(project, "Ann"))
    offered = driver.offered(project, 20, program(driver, project))["assignments"]
    of_first = {lease["item"]["id"] for lease in offered} & {*first}
    given = [row for row in driver.assignments(project) if row.item_id in of_first]
    assert Source.OVERLAP not in {row.source for row in given}


def members(driver: Driver, project: int) -> list[dict[str, Any]]:
    return list(driver.get(f"/projects/{project}/members").json()["results"])
