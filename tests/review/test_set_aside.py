"""All that somebody answered counts no longer, or again."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.kit.vocabulary import Source
from tests.driving import API, Driver, on_sqlite
from tests.recounting import kept, recounted
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal"]


def wrong(text: str) -> str:
    return "metal" if truth(text) == "fruit" else "fruit"


def answer(driver: Driver, project: int, http: TestClient, count: int, say: Any) -> list[int]:
    given = []
    for lease in driver.offered(project, count, http)["assignments"]:
        assert driver.answer(project, lease, say(lease["item"]["text"]), http=http).is_success
        given.append(lease["item"]["id"])
    return given


def user_of(http: TestClient) -> int:
    return int(http.get(f"{API}/me").json()["id"])


def aside(driver: Driver, project: int, user: int, *, back: bool = False) -> int:
    path = f"{API}/projects/{project}/members/{user}/set-aside"
    answer = driver.http.delete(path) if back else driver.http.post(path)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["answers"])


def labels(driver: Driver, project: int) -> dict[int, str]:
    rows = driver.get(f"/projects/{project}/items", state="labelled").json()["results"]
    return {row["id"]: row["label"] for row in rows}


def check_counts(driver: Driver, project: int) -> None:
    with driver.app.read() as uow:
        assert kept(uow, project) == recounted(uow, project)


@pytest.mark.slow
def test_labels_and_counts_follow_and_come_back(driver: Driver) -> None:
    project = driver.project_with(texts(60), CLASSES)
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    hers, his = answer(driver, project, ann, 12, wrong), answer(driver, project, ben, 5, truth)
    before = labels(driver, project)
    assert aside(driver, project, user_of(ann)) == 12
    assert set(labels(driver, project)) == {*his}
    driver.work()
    stats = driver.get(f"/projects/{project}/stats").json()
    assert (stats["labels"], [one["answers"] for one in stats["people"]]) == (5, [5])
    assert driver.get(f"/projects/{project}/rounds").json()["results"][-1]["label_count"] == 5
    check_counts(driver, project)
    [shown] = driver.get(f"/projects/{project}/set-aside").json()["results"]
    assert (shown["name"], shown["answers"]) == ("Ann", 12)
    item = driver.get(f"/projects/{project}/items/{hers[0]}").json()
    assert item["history"][0]["set_aside_at"]
    assert aside(driver, project, user_of(ann)) == 0

    assert aside(driver, project, user_of(ann), back=True) == 12
    assert labels(driver, project) == before
    assert driver.get(f"/projects/{project}/set-aside").json()["results"] == []
    check_counts(driver, project)
    assert not {*answer(driver, project, ben, 10, truth)} & {*hers}, "they are answered"


def test_others_are_asked_instead_whatever_it_was(driver: Driver) -> None:
    project = driver.project_with(texts(60), CLASSES)
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    hers = answer(driver, project, ann, 12, wrong)
    assert Source.AUDIT in {row.source for row in driver.assignments(project)}
    aside(driver, project, user_of(ann))
    assert not {*answer(driver, project, ann, 6, truth)} & {*hers}, "not of her again"
    assert answer(driver, project, ben, 12, truth) == hers
    assert aside(driver, project, user_of(ann), back=True) == 12
    item = driver.get(f"/projects/{project}/items/{hers[0]}").json()
    assert len([one for one in item["history"] if one["live"]]) == 2
    check_counts(driver, project)


@pytest.mark.slow
def test_of_who_was_removed_too(driver: Driver) -> None:
    project = driver.project_with(texts(30), CLASSES)
    ann = driver.join(project, "Ann")
    answer(driver, project, ann, 8, wrong)
    path = f"{API}/projects/{project}/members/{user_of(ann)}"
    assert driver.http.delete(path).status_code == 204
    assert aside(driver, project, user_of(ann)) == 8
    assert labels(driver, project) == {}


def test_it_is_for_engineers_and_of_people_who_answered(driver: Driver) -> None:
    project = driver.project_with(texts(30), CLASSES)
    ann = driver.join(project, "Ann")
    path = f"{API}/projects/{project}/members"
    assert ann.post(f"{path}/{user_of(ann)}/set-aside").status_code == 403
    assert ann.get(f"{API}/projects/{project}/set-aside").status_code == 403
    assert driver.http.post(f"{path}/99999/set-aside").status_code == 404


@on_sqlite
def test_what_she_took_back_or_answered_anew_stays_as_it_is(driver: Driver) -> None:
    project = driver.project_with(texts(30), CLASSES)
    ann = driver.join(project, "Ann")
    first, second, third = driver.offered(project, 3, ann)["assignments"]
    names = {
        lease["id"]: driver.answer(project, lease, "fruit", http=ann).json()["id"]
        for lease in (first, second, third)
    }
    aside(driver, project, user_of(ann))
    driver.retract(project, names[first["id"]], ann)
    driver.answer(project, second, "metal", http=ann)
    assert aside(driver, project, user_of(ann), back=True) == 1
    assert labels(driver, project) == {second["item"]["id"]: "metal", third["item"]["id"]: "fruit"}
    check_counts(driver, project)


@pytest.mark.slow
def test_of_an_item_that_was_set_aside_twice_the_later_answer_comes_back(driver: Driver) -> None:
    project = driver.project_with(texts(20), CLASSES)
    eve = driver.join(project, "Eve", "engineer")  # who may answer an item again
    [item] = answer(driver, project, eve, 1, truth)
    before = labels(driver, project)[item]
    aside(driver, project, user_of(eve))
    driver.wait(1)
    again = {"id": None, "item": {"id": item}}
    other = CLASSES[1 - CLASSES.index(before)]
    assert driver.answer(project, again, other, http=eve).is_success
    assert aside(driver, project, user_of(eve)) == 1
    assert labels(driver, project) == {}
    assert aside(driver, project, user_of(eve), back=True) == 1
    assert labels(driver, project) == {item: other}
    check_counts(driver, project)
