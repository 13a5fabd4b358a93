"""Answers: kept once, kept late, taken back, put right."""

from datetime import timedelta
from statistics import median
from typing import Any
from uuid import uuid4

import pytest

from service.db.clock import FrozenClock
from service.labelling.queries.annotations import Annotations
from tests.driving import API, Driver
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal"]


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.without("embed").project_with(texts(12), CLASSES, lease_seconds=60)


def offered(driver: Driver, project: int) -> Any:
    [lease] = driver.offered(project)["assignments"]
    return lease


def item(driver: Driver, project: int, lease: Any) -> Any:
    return driver.get(f"/projects/{project}/items/{lease['item']['id']}").json()


def label_count(driver: Driver, project: int) -> int:
    return int(driver.get(f"/projects/{project}").json()["label_count"])


def test_the_same_answer_again_changes_nothing(driver: Driver, project: int) -> None:
    lease, name = offered(driver, project), uuid4()
    first = driver.answer(project, lease, "fruit", id=name)
    again = driver.answer(project, lease, "fruit", id=name)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["id"] == str(name)
    assert label_count(driver, project) == 1
    assert len(item(driver, project, lease)["history"]) == 1


def test_an_id_is_for_one_answer(driver: Driver, project: int) -> None:
    lease, name = offered(driver, project), uuid4()
    driver.answer(project, lease, "fruit", id=name)
    for other in (
        {"label": "metal"},
        {"label": "fruit", "shown_at": "2030-01-01T12:00:00Z"},
        {"label": "fruit", "assignment_id": None},
    ):
        refused = driver.answer(project, lease, id=name, **other)
        assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    ann = driver.join(project, "Ann")
    assert driver.answer(project, lease, "fruit", id=name, http=ann).status_code == 409
    assert item(driver, project, lease)["label"] == "fruit"


def test_a_late_answer_is_kept(driver: Driver, project: int, clock: FrozenClock) -> None:
    lease = offered(driver, project)
    clock.advance(61)
    late = driver.answer(project, lease, "fruit")
    assert (late.status_code, late.json()["late"]) == (201, True)
    found = item(driver, project, lease)
    assert (found["label"], found["state"]) == ("fruit", "settled")
    assert lease["item"] not in [a["item"] for a in driver.offered(project, 12)["assignments"]]


def test_a_late_answer_is_kept_beside_anothers(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    [lease] = driver.offered(project, 1, ann)["assignments"]
    clock.advance(61)
    [other] = driver.offered(project, 1, ben)["assignments"]
    assert other["item"] == lease["item"]
    assert driver.answer(project, other, "fruit", http=ben).json()["late"] is False
    late = driver.answer(project, lease, "fruit", http=ann)
    assert (late.status_code, late.json()["late"]) == (201, True)
    found = item(driver, project, lease)
    assert [(h["annotator"], h["live"], h["late"]) for h in found["history"]] == [
        ("Ben", True, False),
        ("Ann", True, True),
    ]
    assert label_count(driver, project) == 1


def test_a_late_answer_that_disagrees_asks_a_third(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    people = [driver.join(project, name) for name in ("Ann", "Ben", "Cem")]
    [lease] = driver.offered(project, 1, people[0])["assignments"]
    clock.advance(61)
    [other] = driver.offered(project, 1, people[1])["assignments"]
    driver.answer(project, other, "fruit", http=people[1])
    driver.answer(project, lease, "metal", http=people[0])
    assert item(driver, project, lease)["state"] == "provisional"
    [third] = driver.offered(project, 1, people[2])["assignments"]
    assert third["item"] == lease["item"]
    driver.answer(project, third, "metal", http=people[2])
    found = item(driver, project, lease)
    assert (found["label"], found["state"]) == ("metal", "settled")


def test_an_old_lease_answers_for_a_newer_one(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    """The same person got the item again meanwhile: one answer, no lease left open."""
    ann = driver.join(project, "Ann")
    [old] = driver.offered(project, 1, ann)["assignments"]
    clock.advance(61)
    [new] = driver.offered(project, 1, ann)["assignments"]
    assert new["item"] == old["item"]
    assert new["id"] != old["id"]
    assert driver.answer(project, old, "fruit", http=ann).status_code == 201
    [following] = driver.offered(project, 1, ann)["assignments"]
    assert following["item"] != old["item"]


def test_an_answer_after_a_skip_counts(driver: Driver, project: int, clock: FrozenClock) -> None:
    """Expired, offered again, skipped: then the first answer comes out of an outbox."""
    ann = driver.join(project, "Ann")
    [old] = driver.offered(project, 1, ann)["assignments"]
    clock.advance(61)
    [new] = driver.offered(project, 1, ann)["assignments"]
    driver.end(project, "skip", new, ann)
    assert driver.answer(project, old, "fruit", http=ann).json()["late"] is True
    assert item(driver, project, old)["state"] == "settled"


def test_taking_back_brings_the_item_back(driver: Driver, project: int) -> None:
    lease, name = offered(driver, project), str(uuid4())
    driver.answer(project, lease, "fruit", id=name)
    taken = driver.retract(project, name)
    assert (taken.status_code, taken.json()["live"]) == (200, False)
    assert taken.json()["retracted_at"] is not None
    assert driver.retract(project, name).json() == taken.json()
    assert (item(driver, project, lease)["label"], label_count(driver, project)) == (None, 0)
    assert offered(driver, project)["item"] == lease["item"]
    again = driver.answer(project, lease, "metal")
    assert (again.status_code, again.json()["late"]) == (201, False)
    found = item(driver, project, lease)
    assert found["label"] == "metal"
    assert [(h["label"], h["live"]) for h in found["history"]] == [
        ("fruit", False),
        ("metal", True),
    ]
    # An outbox may send the first one once more: it stays taken back.
    assert driver.answer(project, lease, "fruit", id=name).json()["live"] is False
    assert item(driver, project, lease)["label"] == "metal"


def test_taking_back_after_an_old_lease_brings_the_item_back(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    ann = driver.join(project, "Ann")
    [old] = driver.offered(project, 1, ann)["assignments"]
    clock.advance(61)
    driver.offered(project, 1, ann)
    name = str(uuid4())
    driver.answer(project, old, "fruit", id=name, http=ann)
    driver.retract(project, name, ann)
    [again] = driver.offered(project, 1, ann)["assignments"]
    assert again["item"] == old["item"]


def test_a_changed_mind_replaces_the_answer(driver: Driver, project: int) -> None:
    lease, first, second = offered(driver, project), str(uuid4()), str(uuid4())
    driver.answer(project, lease, "fruit", id=first)
    assert driver.answer(project, lease, "metal", id=second).json()["late"] is False
    found = item(driver, project, lease)
    assert (found["label"], label_count(driver, project)) == ("metal", 1)
    assert [h["live"] for h in found["history"]] == [False, True]
    driver.retract(project, first)
    assert item(driver, project, lease)["label"] == "metal"
    driver.retract(project, second)
    assert item(driver, project, lease)["label"] is None


def test_nobody_takes_back_anothers_answer(driver: Driver, project: int) -> None:
    lease, name = offered(driver, project), str(uuid4())
    driver.answer(project, lease, "fruit", id=name)
    ann = driver.join(project, "Ann")
    assert driver.retract(project, name, ann).status_code == 404
    assert driver.retract(project, str(uuid4())).status_code == 404
    other = driver.project(CLASSES)
    assert driver.retract(other, name).status_code == 404
    assert item(driver, project, lease)["label"] == "fruit"


def test_times_are_clamped_to_the_lease_and_our_clock(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    lease, start = offered(driver, project), clock.now
    clock.advance(30)
    cases = {
        "plausible": (5.0, 6.0, 10.0, 5.0),
        "before the lease": (-3600.0, -1.0, 10.0, 10.0),
        "in the future": (20.0, 25.0, 3600.0, 10.0),
        "shown after the answer": (20.0, 5.0, 10.0, 0.0),
    }
    for name, (shown, first, answered, seconds) in cases.items():
        times = {
            field: (start + timedelta(seconds=after)).isoformat()
            for field, after in (
                ("shown_at", shown),
                ("first_input_at", first),
                ("answered_at", answered),
            )
        }
        sent = driver.answer(project, lease, "fruit", **times)
        assert sent.status_code == 201, sent.text
        with driver.app.read() as uow:
            kept = uow[Annotations].live(lease["item"]["id"])[0]
        assert kept.active_seconds == seconds, name
        assert kept.shown_at is not None
        assert kept.first_input_at is not None
        assert start <= kept.shown_at <= kept.first_input_at <= kept.answered_at <= clock.now


def test_a_time_without_a_zone_is_utc(driver: Driver, project: int, clock: FrozenClock) -> None:
    lease = offered(driver, project)
    clock.advance(10)
    shown = (clock.now - timedelta(seconds=4)).replace(tzinfo=None).isoformat()
    sent = driver.answer(project, lease, "fruit", shown_at=shown)
    assert sent.status_code == 201
    with driver.app.read() as uow:
        assert uow[Annotations].live(lease["item"]["id"])[0].active_seconds == 4.0


WRONG_ANSWERS = {
    "another class": ({"class": "bird"}, "answer.class"),
    "another case": ({"class": "Fruit"}, "answer.class"),
    "no class": ({}, "answer"),
    "too much": ({"class": "fruit", "sure": True}, "answer"),
    "another kind": ({"classes": ["fruit"]}, "answer"),
    "a number": ({"class": 1}, "answer"),
}


@pytest.mark.parametrize("name", WRONG_ANSWERS)
def test_a_wrong_answer_names_its_field(driver: Driver, project: int, name: str) -> None:
    answer, field = WRONG_ANSWERS[name]
    lease = offered(driver, project)
    body = {"item_id": lease["item"]["id"], "assignment_id": lease["id"], "answer": answer}
    refused = driver.http.put(f"{API}/projects/{project}/annotations/{uuid4()}", json=body)
    assert refused.status_code == 422
    assert refused.json()["field"] == field
    assert label_count(driver, project) == 0


def test_half_a_character_is_no_class(driver: Driver, project: int) -> None:
    lease = offered(driver, project)
    body = f'{{"item_id": {lease["item"]["id"]}, "answer": {{"class": "\\ud83d"}}}}'
    refused = driver.http.put(
        f"{API}/projects/{project}/annotations/{uuid4()}",
        content=body,
        headers={"Content-Type": "application/json"},
    )
    assert (refused.status_code, refused.json()["field"]) == (422, "answer.class")


def test_ids_of_another_project_are_not_found(driver: Driver, project: int) -> None:
    other = driver.project_with(texts(3), CLASSES)
    lease, foreign = offered(driver, project), offered(driver, other)
    assert driver.answer(project, foreign, "fruit").status_code == 404
    assert driver.answer(project, foreign, "fruit", assignment_id=None).status_code == 404
    mixed = driver.answer(project, lease, "fruit", assignment_id=foreign["id"])
    assert mixed.status_code == 404
    [_, second] = driver.offered(project, 2)["assignments"]
    assert driver.answer(project, lease, "fruit", assignment_id=second["id"]).status_code == 409


@pytest.mark.parametrize("taken", [[3.0], [1.0, 4.0], [8.0, 1.0, 2.0], [9.0, 2.0, 2.0, 5.0]])
@pytest.mark.slow
def test_what_each_person_gave(
    driver: Driver, project: int, clock: FrozenClock, taken: list[float]
) -> None:
    ann = driver.join(project, "Ann")
    driver.label_at_once(project, 1, truth)  # how long that took nobody knows
    clock.advance(600)
    for seconds in taken:
        [lease] = driver.offered(project, http=ann)["assignments"]
        shown = clock.now
        clock.advance(seconds)
        driver.answer(project, lease, "fruit", shown_at=shown.isoformat(), http=ann)
    admin, hers = driver.get(f"/projects/{project}/stats").json()["people"]
    assert (admin["name"], admin["answers"], admin["median_seconds"]) == ("admin", 1, None)
    assert admin["per_minute"] == 0.0
    assert (hers["name"], hers["answers"], hers["today"]) == ("Ann", len(taken), len(taken))
    assert hers["median_seconds"] == median(taken)
    assert hers["per_minute"] == len(taken) / 5
    assert hers["last_seen"] > admin["last_seen"]
