"""Items to which people gave different answers, side by side."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from tests.driving import API, Driver
from tests.texts import texts

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal"]


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.without("embed").project_with(texts(12), CLASSES, overlap=2, strategy="random")


def answer(driver: Driver, project: int, name: str, said: list[str]) -> TestClient:
    """Somebody joins and answers so many items."""
    http = driver.join(project, name)
    driver.wait(1)  # whoever answers first stands first
    offered = driver.offered(project, len(said), http)["assignments"]
    for lease, chosen in zip(offered, said, strict=True):
        assert driver.answer(project, lease, chosen, http=http).status_code == 201
    return http


def listed(http: TestClient, project: int) -> list[Any]:
    answer = http.get(f"{API}/projects/{project}/review/disagreements")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["results"])


def adjudicator(driver: Driver, project: int, http: TestClient) -> TestClient:
    path = f"{API}/projects/{project}/members/{http.get(f'{API}/me').json()['id']}"
    assert driver.http.patch(path, json={"adjudicates": True}).status_code == 200
    return http


def test_an_engineer_sees_who_answered_what(driver: Driver, project: int) -> None:
    answer(driver, project, "Ann", ["fruit", "fruit", "metal"])
    answer(driver, project, "Ben", ["fruit", "metal", "metal"])
    [found] = listed(driver.http, project)
    assert not found["own"]
    assert [(one["annotator"], one["answer"]) for one in found["answers"]] == [
        ("Ann", "fruit"),
        ("Ben", "metal"),
    ]


def test_one_answer_is_no_disagreement_and_agreeing_ends_one(driver: Driver, project: int) -> None:
    answer(driver, project, "Ann", ["fruit"])
    assert listed(driver.http, project) == []
    ben = answer(driver, project, "Ben", ["metal"])
    [found] = listed(driver.http, project)
    body = {"item_id": found["item_id"], "answer": {"class": "fruit"}}
    path = f"{API}/projects/{project}/annotations/6f1e9c2e-52f6-4d38-9d86-2b7c5b3c8e11"
    assert ben.put(path, json=body).status_code == 201
    assert listed(driver.http, project) == []


def test_a_member_who_decides_sees_no_names_and_nothing_of_their_own(
    driver: Driver, project: int
) -> None:
    cat = driver.join(project, "Cat")
    assert cat.get(f"{API}/projects/{project}/review/disagreements").status_code == 403
    ann = answer(driver, project, "Ann", ["metal", "fruit"])
    answer(driver, project, "Ben", ["fruit", "metal"])
    found = listed(adjudicator(driver, project, cat), project)
    shown = [[(one["annotator"], one["answer"]) for one in each["answers"]] for each in found]
    assert shown == 2 * [[(None, "fruit"), (None, "metal")]], "in no order of people"
    assert listed(adjudicator(driver, project, ann), project) == []


def test_engineers_see_which_they_answered_themselves(driver: Driver, project: int) -> None:
    answer(driver, project, "Ann", ["metal"])
    [lease] = driver.offered(project)["assignments"]
    assert driver.answer(project, lease, "fruit").status_code == 201
    [found] = listed(driver.http, project)
    assert found["own"]


def test_a_file_that_says_something_else_is_shown_as_one(driver: Driver) -> None:
    project = driver.project(CLASSES, overlap=2, strategy="random")
    rows = [{**each, "label": "metal"} for each in texts(1)]
    driver.without("embed").imported(project, texts(1))
    ann = driver.join(project, "Ann")
    [lease] = driver.offered(project, 1, ann)["assignments"]
    driver.imported(project, rows, labels="import")
    driver.wait(1)
    assert driver.answer(project, lease, "fruit", http=ann).status_code == 201
    [found] = listed(driver.http, project)
    assert [(one["annotator"], one["from_file"]) for one in found["answers"]] == [
        (None, True),
        ("Ann", False),
    ]


def decide(http: TestClient, project: int, item: int, chosen: str, batch: str = "") -> Any:
    path = f"{API}/projects/{project}/items/{item}/adjudicate"
    return http.post(path, json={"batch": batch or str(uuid4()), "answer": {"class": chosen}})


def test_what_is_decided_is_the_label_and_can_be_undone(driver: Driver, project: int) -> None:
    answer(driver, project, "Ann", ["fruit", "fruit"])
    answer(driver, project, "Ben", ["metal", "metal"])
    cat = adjudicator(driver, project, driver.join(project, "Cat"))
    first, second = (one["item_id"] for one in listed(cat, project))
    batch = str(uuid4())
    for _ in range(2):
        assert decide(cat, project, first, "metal", batch).status_code == 204
    shown = driver.get(f"/projects/{project}/items/{first}").json()
    assert (shown["label"], shown["state"]) == ("metal", "settled")
    assert [one["live"] for one in shown["history"]] == [True, True], "answers stay on record"
    assert [one["item_id"] for one in listed(cat, project)] == [second]
    undo = f"{API}/projects/{project}/review/decisions/{batch}"
    dan = adjudicator(driver, project, driver.join(project, "Dan"))
    assert dan.delete(undo).status_code == 404, "somebody else's"
    assert cat.delete(undo).status_code == 204
    assert [one["item_id"] for one in listed(cat, project)] == [first, second]
    assert driver.get(f"/projects/{project}/items/{first}").json()["state"] == "provisional"


def test_of_two_who_decide_the_first_has_their_way(driver: Driver, project: int) -> None:
    answer(driver, project, "Ann", ["fruit"])
    answer(driver, project, "Ben", ["metal"])
    cat, dan = (adjudicator(driver, project, driver.join(project, name)) for name in ("Cat", "Dan"))
    [shown], [same] = listed(cat, project), listed(dan, project)
    assert decide(cat, project, shown["item_id"], "metal").status_code == 204
    refused = decide(dan, project, same["item_id"], "fruit")
    assert refused.status_code == 409
    assert "Somebody else" in refused.json()["detail"]
    assert driver.get(f"/projects/{project}/items/{shown['item_id']}").json()["label"] == "metal"
    assert decide(cat, project, shown["item_id"], "fruit").status_code == 204, "their own mind"


def test_nobody_decides_what_they_answered_even_if_they_took_it_back(
    driver: Driver, project: int
) -> None:
    answer(driver, project, "Ann", ["fruit"])
    answer(driver, project, "Ben", ["metal"])
    eve = driver.join(project, "Eve", "engineer")
    [item] = (one["item_id"] for one in listed(eve, project))
    path = f"{API}/projects/{project}/annotations/{uuid4()}"
    mine = {"item_id": item, "answer": {"class": "metal"}}
    assert eve.put(path, json=mine).status_code == 201
    assert eve.post(f"{path}/retract").status_code == 200
    refused = decide(eve, project, item, "metal")
    assert refused.status_code == 409
    assert "yourself" in refused.json()["detail"]
    assert listed(eve, project)[0]["own"]
    assert decide(driver.http, project, item, "metal").status_code == 204


def test_where_people_agree_there_is_nothing_to_decide(driver: Driver, project: int) -> None:
    for name in ("Ann", "Ben"):
        answer(driver, project, name, ["fruit"])
    item = driver.assignments(project)[0].item_id
    assert decide(driver.http, project, item, "metal").status_code == 409
    assert decide(driver.http, project, item, "bird").status_code == 409
    assert decide(driver.http, project, 10_000, "metal").status_code == 404


def test_a_decision_names_a_class_of_the_project(driver: Driver, project: int) -> None:
    answer(driver, project, "Ann", ["fruit"])
    answer(driver, project, "Ben", ["metal"])
    [item] = (one["item_id"] for one in listed(driver.http, project))
    refused = decide(driver.http, project, item, "bird")
    assert (refused.status_code, refused.json()["field"]) == (422, "answer.class")
    assert len(listed(driver.http, project)) == 1
