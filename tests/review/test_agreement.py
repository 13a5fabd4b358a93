"""How far people agree, as the service tells it."""

from typing import Any

import pytest

from service.review.show_agreement import show_agreement
from tests.driving import API, Driver
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal"]


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.without("embed").project_with(texts(40), CLASSES, overlap=2, strategy="random")


def label(driver: Driver, project: int, name: str, count: int, wrong: int = 0) -> None:
    """Somebody joins and answers so many items, some of the first of them wrong."""
    http = driver.join(project, name)
    for place, lease in enumerate(driver.offered(project, count, http)["assignments"]):
        driver.wait(1)
        right = truth(lease["item"]["text"])
        said = CLASSES[1 - CLASSES.index(right)] if place < wrong else right
        assert driver.answer(project, lease, said, http=http).status_code == 201


def agreement(driver: Driver, project: int) -> Any:
    answer = driver.get(f"/projects/{project}/review/agreement")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.slow
def test_people_who_answered_the_same_items_are_compared(driver: Driver, project: int) -> None:
    label(driver, project, "Ann", 20)
    label(driver, project, "Ben", 20, wrong=4)
    found = agreement(driver, project)
    assert (found["items"], found["sampled"]) == (20, False)
    assert found["alpha"]["low"] < found["alpha"]["value"] < found["alpha"]["high"]
    assert [one["name"] for one in found["people"]] == ["Ann", "Ben"]
    assert {one["agreement"]["items"] for one in found["people"]} == {20}
    # Ben was wrong at first, so Ann differs from him there; who answered when is known of each.
    for change in (one["change"] for one in found["people"]):
        assert change["items"] == 10
        assert change["low"] < change["value"] < change["high"]
    assert found["people"][1]["change"]["value"] == pytest.approx(0.8, abs=0.1)
    [pair] = found["pairs"]
    assert [pair["one"], pair["other"]] == [one["user_id"] for one in found["people"]]
    assert pair["kappa"]["value"] == pytest.approx(found["alpha"]["value"], abs=0.05)
    assert [one["name"] for one in found["classes"]] == CLASSES
    [mixed] = found["mixed"]
    assert mixed["items"] == 4
    items = f"/projects/{project}/items"
    assert driver.get(items, mixed=CLASSES, total=True).json()["total"] == 4
    assert driver.get(items, mixed="wood").status_code == 422
    assert sum(one["agreed"] for one in found["classes"]) == 16
    # Of two who agree neither says anything about the other.
    assert [one["with_labels"]["value"] for one in found["people"]] == [None, None]
    reasons = {one["with_labels"]["reason"]["code"] for one in found["people"]}
    assert reasons == {"few_people_a_text"}
    label(driver, project, "Cleo", 4)  # is asked where they differ, and agrees with Ann
    people = agreement(driver, project)["people"]
    assert {one["name"]: one["with_labels"]["value"] for one in people} == dict.fromkeys(
        ("Ann", "Ben", "Cleo")
    )


@pytest.mark.slow
def test_a_person_is_measured_by_what_the_others_settle(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(20), CLASSES, overlap=3, strategy="random")
    label(driver, project, "Ann", 20)
    label(driver, project, "Ben", 20)
    label(driver, project, "Cleo", 20, wrong=5)
    people = {one["name"]: one["with_labels"] for one in agreement(driver, project)["people"]}
    assert (people["Cleo"]["value"], people["Cleo"]["items"]) == (0.75, 20)
    # On the 5 texts on which Cleo differs from Ben, nothing is settled without Ann.
    assert (people["Ann"]["value"], people["Ann"]["items"]) == (1.0, 15)
    assert people["Ben"] == people["Ann"]


def test_few_shared_items_are_a_reason_and_no_figure(driver: Driver, project: int) -> None:
    assert agreement(driver, project)["alpha"]["reason"]["code"] == "few_shared_items"
    label(driver, project, "Ann", 9)
    label(driver, project, "Ben", 9)
    found = agreement(driver, project)
    assert {one["change"]["value"] for one in found["people"]} == {None}
    assert found["alpha"]["value"] is None
    assert found["alpha"]["reason"]["figures"] == {"items": 9, "needed": 10}


def test_what_nobody_was_asked_for_says_nothing_of_agreement(driver: Driver, project: int) -> None:
    label(driver, project, "Ann", 12)
    label(driver, project, "Ben", 12)
    item = driver.get(f"/projects/{project}/items").json()["results"][0]["id"]
    path = f"{API}/projects/{project}/annotations/6f1e9c2e-52f6-4d38-9d86-2b7c5b3c8e11"
    said = {"item_id": item, "answer": {"class": "metal"}}
    assert driver.http.put(path, json=said).json()["unasked"]
    assert [one["name"] for one in agreement(driver, project)["people"]] == ["Ann", "Ben"]


@pytest.mark.slow
def test_a_retracted_answer_is_none(driver: Driver, project: int) -> None:
    label(driver, project, "Ann", 12)
    ben = driver.join(project, "Ben")
    leases = driver.offered(project, 12, ben)["assignments"]
    given = [driver.answer(project, each, "fruit", http=ben).json()["id"] for each in leases]
    assert agreement(driver, project)["items"] == 12
    assert driver.retract(project, given[0], ben).status_code == 200
    assert agreement(driver, project)["items"] == 11


@pytest.mark.slow
def test_many_items_are_a_sample(driver: Driver, project: int) -> None:
    for name in ("Ann", "Ben"):
        label(driver, project, name, 30)
    with driver.app.read() as uow:
        found = show_agreement(uow, project, most=20)
    assert (found.items, found.sampled) == (20, True)
