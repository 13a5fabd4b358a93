"""What somebody practised they know the label of: they never answer or decide it."""

from uuid import uuid4

import pytest

from tests.driving import API, Driver
from tests.practice.practising import CLASSES, answer_all, finish, settle, text_of, wrong
from tests.texts import texts

pytestmark = pytest.mark.both_databases


@pytest.mark.slow
def test_whose_label_somebody_was_told_they_are_never_asked(driver: Driver) -> None:
    driver.without("embed")
    project = driver.project_with(texts(30), CLASSES, practice=50)
    every = [each["id"] for each in driver.get(f"/projects/{project}/items").json()["results"]]
    batch = settle(driver, project, every, "fruit")
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    known = {*finish(project, ann)}
    assert known
    driver.http.delete(f"{API}/projects/{project}/items:label/{batch}")
    assert known.isdisjoint(answer_all(driver, project, ann))
    assert known <= {*answer_all(driver, project, ben)}


@pytest.mark.slow
def test_nor_do_they_decide_it(driver: Driver) -> None:
    driver.without("embed")
    project = driver.project_with(texts(30), CLASSES, practice=50, overlap=2)
    people = [driver.join(project, name) for name in ("Ann", "Ben")]
    for http in people:
        answer_all(driver, project, http)
    judge = driver.join(project, "Judge")
    [item, *_] = finish(project, judge)
    judge_id = judge.get(f"{API}/me").json()["id"]
    path = f"{API}/projects/{project}/members/{judge_id}"
    assert driver.http.patch(path, json={"adjudicates": True}).is_success
    body = {"item_id": item, "answer": {"class": wrong(text_of(driver, project, item))}}
    changed = people[0].put(f"{API}/projects/{project}/annotations/{uuid4()}", json=body)
    assert changed.is_success, changed.text
    listed = f"{API}/projects/{project}/review/disagreements"
    assert [each["item_id"] for each in driver.http.get(listed).json()["results"]] == [item]
    assert judge.get(listed).json()["results"] == []
    verdict = {"batch": str(uuid4()), "answer": {"class": "fruit"}}
    decided = judge.post(f"{API}/projects/{project}/items/{item}/adjudicate", json=verdict)
    assert decided.status_code == 409
    assert "practised" in decided.json()["detail"]


@pytest.mark.slow
def test_nobody_practises_what_they_had_for_real(driver: Driver) -> None:
    driver.without("embed")
    project = driver.project_with(texts(30), CLASSES, practice=50)
    ann = driver.join(project, "Ann")
    while leases := driver.offered(project, 50, ann)["assignments"]:
        for lease in leases:
            assert driver.end(project, "skip", lease, ann).is_success
    answer_all(driver, project, driver.http)
    assert finish(project, ann) == []
    assert finish(project, driver.join(project, "Ben")) != []
