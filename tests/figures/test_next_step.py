"""The next step: one thing, the first that is due, with its reason."""

from typing import Any

import pytest

from service.kit.vocabulary import Counted
from service.pool.queries.counters import Counters
from tests.driving import Driver
from tests.figures.test_stop_light import ITEMS, change, looked, measured
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal"]


def step(driver: Driver, project: int) -> tuple[str, str, int | None]:
    """What to do, why, and how much of it."""
    found = whole(driver, project)
    return found["action"], found["reason"]["code"], found["amount"]


def whole(driver: Driver, project: int) -> Any:
    answer = driver.get(f"/projects/{project}/next-step")
    assert answer.status_code == 200, answer.text
    return answer.json()


def count(driver: Driver, project: int, what: Counted, by: int, key: int = 0) -> None:
    with driver.app.write() as uow:
        uow[Counters].count(project, what, by, key=key)


def test_texts_come_first_and_a_pause_ends_before_anything_else(driver: Driver) -> None:
    project = driver.project(CLASSES)
    assert step(driver, project) == ("add_texts", "no_texts", None)
    count(driver, project, Counted.ITEMS, ITEMS)
    assert step(driver, project) == ("label", "few_audit_items", 67)
    assert whole(driver, project)["reason"]["figures"] == {"audit_items": 0, "needed": 20}
    change(driver, project, state="paused")
    assert step(driver, project) == ("resume", "paused", None)
    change(driver, project, state="archived")
    assert step(driver, project) == ("resume", "archived", None)


def test_after_the_first_figure_it_asks_for_a_target_and_then_for_labels(driver: Driver) -> None:
    project = driver.project(CLASSES)
    count(driver, project, Counted.ITEMS, ITEMS)
    count(driver, project, Counted.AUDIT_LABELS, 20)
    measured(driver, project, 20, audit_labels=20, estimate=0.7, low=0.6, high=0.88)
    assert step(driver, project) == ("set_target", "no_target", None)
    change(driver, project, target=0.9)
    looked(driver, project, 20, at_9=0.55)
    # The next test comes at 30 audit texts; three labels in ten are audits at first.
    assert step(driver, project) == ("label", "target_far", 34)
    looked(driver, project, 30, at_9=0.92)
    measured(driver, project, 30, audit_labels=30, estimate=0.95, low=0.91, high=0.99)
    assert step(driver, project) == ("take_model", "target_reached", None)


def test_a_class_that_lags_behind_is_looked_for(driver: Driver) -> None:
    project = driver.project(CLASSES, target=0.9)
    ids = {one["name"]: one["id"] for one in driver.get(f"/projects/{project}").json()["classes"]}
    count(driver, project, Counted.ITEMS, ITEMS)
    count(driver, project, Counted.AUDIT_LABELS, 20)
    measured(driver, project, 20, audit_labels=20, estimate=0.7, low=0.6, high=0.88)
    count(driver, project, Counted.OF_CLASS, 6, key=ids["fruit"])
    assert step(driver, project)[0] == "label", "too early to tell"
    count(driver, project, Counted.OF_CLASS, 30, key=ids["fruit"])
    count(driver, project, Counted.OF_CLASS, 2, key=ids["metal"])
    found = whole(driver, project)
    assert (found["action"], found["class_id"], found["class_name"]) == (
        "find_class",
        ids["metal"],
        "metal",
    )
    assert found["reason"]["figures"] == {"labels": 2, "needed": 5}
    count(driver, project, Counted.OF_CLASS, 3, key=ids["metal"])
    assert step(driver, project)[0] == "label"


@pytest.mark.slow
def test_disagreements_are_settled_before_more_is_labelled(driver: Driver) -> None:
    project = driver.project_with(texts(90), CLASSES, overlap=2)
    ben = driver.join(project, "Ben")
    opposite = {"fruit": "metal", "metal": "fruit"}
    for _ in range(5):
        assert step(driver, project)[0] == "label"
        [mine] = driver.offered(project)["assignments"]
        says = truth(mine["item"]["text"])
        driver.answer(project, mine, says)
        [theirs] = driver.offered(project, http=ben)["assignments"]
        while theirs["item"]["id"] != mine["item"]["id"]:
            driver.end(project, "skip", theirs, http=ben)
            [theirs] = driver.offered(project, http=ben)["assignments"]
        driver.answer(project, theirs, opposite[says], http=ben)
    assert step(driver, project) == ("settle", "people_disagree", 5)


@pytest.mark.slow
def test_a_small_pool_is_labelled_to_its_end_and_then_the_model_is_taken(driver: Driver) -> None:
    project = driver.project_with(texts(12), CLASSES)
    assert step(driver, project) == ("label", "few_audit_items", 12)
    driver.label(project, 12, truth)
    assert step(driver, project) == ("take_model", "done", None)
