"""Items to which people gave different answers, side by side."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.driving import API, Driver, texts

CLASSES = ["fruit", "metal"]


@pytest.fixture
def project(driver: Driver) -> int:
    made = driver.project(CLASSES, overlap=2, strategy="random")
    driver.without("embed").imported(made, texts(12))
    return made


def answer(driver: Driver, project: int, name: str, said: list[str]) -> TestClient:
    """Somebody joins and answers so many items."""
    http = driver.join(project, name)
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
    assert driver.answer(project, lease, "fruit", http=ann).status_code == 201
    [found] = listed(driver.http, project)
    assert [(one["annotator"], one["from_file"]) for one in found["answers"]] == [
        (None, True),
        ("Ann", False),
    ]
