"""Labels that the out-of-fold heads contradict: listed, kept, changed."""

from typing import Any
from uuid import uuid4

import pytest

from tests.beginnings import once
from tests.driving import API, Driver
from tests.texts import texts, truth

CLASSES = ["fruit", "metal"]
WRONG = 3


@pytest.fixture
def project(driver: Driver) -> int:
    """Measured after 40 labels, of which three are wrong."""
    return once(driver.app, ("wrong", WRONG), lambda: measured(driver))


def measured(driver: Driver) -> int:
    made = driver.project_with(texts(80), CLASSES, strategy="random")
    left = WRONG

    def mostly(text: str) -> str:
        nonlocal left
        right = truth(text)
        if left == 0:
            return right
        left -= 1
        return CLASSES[1 - CLASSES.index(right)]

    driver.label_at_once(made, 40, mostly)
    driver.work()
    return made


def listed(driver: Driver, project: int, **query: Any) -> Any:
    answer = driver.get(f"/projects/{project}/review/errors", **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def decide(driver: Driver, project: int, item: int, chosen: str, batch: str) -> None:
    path = f"/projects/{project}/review/errors/{item}"
    answer = driver.post(path, batch=batch, answer={"class": chosen})
    assert answer.status_code == 204, answer.text


@pytest.mark.both_databases
def test_wrong_labels_come_first(driver: Driver, project: int) -> None:
    found = listed(driver, project)
    assert found["total"] == len(found["results"]) >= WRONG
    first = found["results"][:WRONG]
    assert all(one["predicted"] == truth(one["text"]) != one["label"] for one in first)
    assert all(one["predicted_probability"] > one["label_probability"] for one in first)
    wrong = [one["wrong"] for one in found["results"]]
    assert wrong == sorted(wrong, reverse=True)
    assert found["expected_wrong"] == pytest.approx(sum(wrong))
    assert WRONG - 1.5 < found["expected_wrong"] < WRONG + 1.5
    page = listed(driver, project, limit=2)
    rest = listed(driver, project, limit=500, cursor=page["next"])
    assert page["results"] + rest["results"] == found["results"]
    assert page["expected_wrong"] == rest["expected_wrong"] == found["expected_wrong"], "of all"


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_kept_label_does_not_come_back_unless_it_changes(driver: Driver, project: int) -> None:
    first = listed(driver, project)["results"][0]
    item, kept = first["item_id"], str(uuid4())

    def is_listed() -> bool:
        return item in [one["item_id"] for one in listed(driver, project)["results"]]

    decide(driver, project, item, first["label"], kept)
    assert not is_listed()
    driver.post(f"/projects/{project}/rounds")
    driver.work()
    assert not is_listed()
    undone = driver.http.delete(f"{API}/projects/{project}/review/decisions/{kept}")
    assert undone.status_code == 204
    assert is_listed()
    for chosen in (first["predicted"], first["label"]):  # changed, and changed back, elsewhere
        body = {"batch": str(uuid4()), "items": [item], "answer": {"class": chosen}}
        assert driver.http.post(f"{API}/projects/{project}/items:label", json=body).is_success
        assert is_listed() == (chosen == first["label"])


@pytest.mark.slow
def test_what_is_changed_is_a_decision_and_what_was_answered_stays(
    driver: Driver, project: int
) -> None:
    first = listed(driver, project)["results"][0]
    decide(driver, project, first["item_id"], first["predicted"], str(uuid4()))
    shown = driver.get(f"/projects/{project}/items/{first['item_id']}").json()
    assert shown["label"] == first["predicted"]
    assert [one["label"] for one in shown["history"] if one["live"]] == [first["label"]]
    assert first["item_id"] not in [one["item_id"] for one in listed(driver, project)["results"]]


@pytest.mark.both_databases
@pytest.mark.slow
def test_who_keeps_a_label_means_the_one_that_was_shown(driver: Driver, project: int) -> None:
    """Two engineers have the same list open; the first changes the label, the second keeps it."""
    first = listed(driver, project)["results"][0]
    eve = driver.join(project, "Eve", "engineer")
    batch = str(uuid4())
    for _ in range(2):
        decide(driver, project, first["item_id"], first["predicted"], batch)
    path = f"{API}/projects/{project}/review/errors/{first['item_id']}"
    kept = {"batch": str(uuid4()), "answer": {"class": first["label"]}}
    refused = eve.post(path, json=kept)
    assert refused.status_code == 409
    assert "Somebody else" in refused.json()["detail"]
    item = f"/projects/{project}/items/{first['item_id']}"
    assert driver.get(item).json()["label"] == first["predicted"]
    decide(driver, project, first["item_id"], first["label"], str(uuid4()))
    assert driver.get(item).json()["label"] == first["label"], "their own mind may change"


def test_before_a_round_is_measured_nothing_is_suspected(driver: Driver) -> None:
    assert listed(driver, driver.project(CLASSES)) == {
        "results": [],
        "next": None,
        "total": 0,
        "expected_wrong": 0,
    }


@pytest.mark.slow
def test_only_what_was_decided_in_a_review_is_undone_there(driver: Driver, project: int) -> None:
    item, batch = listed(driver, project)["results"][0]["item_id"], str(uuid4())
    body = {"batch": batch, "items": [item], "answer": {"class": "fruit"}}
    assert driver.http.post(f"{API}/projects/{project}/items:label", json=body).is_success
    for unknown in (batch, str(uuid4())):
        path = f"{API}/projects/{project}/review/decisions/{unknown}"
        assert driver.http.delete(path).status_code == 404


@pytest.mark.slow
def test_what_has_no_label_is_neither_kept_nor_changed(driver: Driver, project: int) -> None:
    """Else it would tell apart, and label, what people are asked about as a check."""
    [item] = driver.get(f"/projects/{project}/items", state="unlabelled", limit=1).json()["results"]
    body = {"batch": str(uuid4()), "answer": {"class": "fruit"}}
    path = f"/projects/{project}/review/errors/{item['id']}"
    assert driver.post(path, **body).status_code == 409
    assert driver.post(f"/projects/{project}/review/errors/10000000", **body).status_code == 404
    assert driver.get(f"/projects/{project}/items/{item['id']}").json()["label"] is None


@pytest.mark.slow
def test_what_nobody_was_asked_for_is_not_shown_with_what_a_model_thinks(
    driver: Driver, project: int
) -> None:
    """It is asked about as an audit yet, perhaps of whoever looks."""
    rows = driver.get(f"/projects/{project}/items", state="unlabelled", limit=500).json()["results"]
    for row in rows[:4]:
        wrong = CLASSES[1 - CLASSES.index(truth(row["text"]))]
        body = {"batch": str(uuid4()), "items": [row["id"]], "answer": {"class": wrong}}
        assert driver.http.post(f"{API}/projects/{project}/items:label", json=body).is_success
    driver.post(f"/projects/{project}/rounds")
    driver.work()
    suspected = {one["item_id"] for one in listed(driver, project)["results"]}
    assert suspected
    assert not suspected & {row["id"] for row in rows[:4]}


@pytest.mark.slow
def test_classes_that_were_merged_or_retired_contradict_nothing(
    driver: Driver, project: int
) -> None:
    classes = driver.get(f"/projects/{project}/classes").json()["results"]
    fruit, metal = (each["id"] for each in classes)
    place = f"/projects/{project}/classes/{fruit}"
    assert listed(driver, project)["total"] >= WRONG
    driver.post(f"{place}/merge", into=metal)
    assert listed(driver, project)["total"] == 0
    driver.post(f"{place}/restore")
    assert listed(driver, project)["total"] >= WRONG
    driver.post(f"{place}/retire")
    predicted = {each["predicted"] for each in listed(driver, project)["results"]}
    assert "fruit" not in predicted
