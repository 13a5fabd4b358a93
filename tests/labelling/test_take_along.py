"""Texts are leased for hours to who has no network, and go back at once or at the end."""

from itertools import pairwise
from typing import Any

import pytest

from service.core.acquisition.audit import PROOF
from service.db.clock import FrozenClock
from tests.driving import API, Driver, on_sqlite
from tests.labelling.test_assignments import ids, ranked, ready

pytestmark = pytest.mark.both_databases

HOUR = 3600


def taken(driver: Driver, project: int, items: int, hours: int, http: Any = None) -> Any:
    path = f"{API}/projects/{project}/assignments:take-along"
    return (http or driver.http).post(path, json={"items": items, "hours": hours})


def given_back(driver: Driver, project: int, leases: list[Any], http: Any = None) -> int:
    path = f"{API}/projects/{project}/assignments:release"
    answer = (http or driver.http).post(path, json={"assignments": [each["id"] for each in leases]})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["assignments"])


@pytest.mark.slow
def test_texts_are_kept_for_hours_with_those_on_lease(driver: Driver, clock: FrozenClock) -> None:
    project = ready(driver, 8, lease_seconds=60)
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    held = driver.offered(project, 2, ann)["assignments"]
    along = taken(driver, project, 6, 2, ann).json()["assignments"]
    assert [each["id"] for each in along[:2]] == [each["id"] for each in held]
    assert len({each["expires_at"] for each in along}) == 1
    assert (
        driver.end(project, "renew", along[0], ann).json()["expires_at"] == along[0]["expires_at"]
    )
    clock.advance(2 * HOUR - 1)
    assert len(ids(driver.offered(project, 8, ben))) == 2
    clock.advance(1)
    assert len(ids(driver.offered(project, 8, ben))) == 8


def test_what_is_left_goes_back_at_once(driver: Driver) -> None:
    project = ready(driver, 6)
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    along = taken(driver, project, 6, 8, ann).json()["assignments"]
    driver.answer(project, along[0], "fruit", http=ann)
    assert given_back(driver, project, along, ben) == 0
    assert driver.offered(project, 6, ben)["reason"]["code"] == "all_leased"
    assert given_back(driver, project, along[:4], ann) == 3
    assert set(ids(driver.offered(project, 6, ben))) == {each["item"]["id"] for each in along[1:4]}
    assert given_back(driver, project, along[:4], ann) == 0


def test_an_answer_that_comes_late_counts_beside_those_of_others(
    driver: Driver, clock: FrozenClock
) -> None:
    project = ready(driver, 2)
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    alone, both = taken(driver, project, 2, 1, ann).json()["assignments"]
    clock.advance(HOUR)
    [again] = [
        each
        for each in driver.offered(project, 2, ben)["assignments"]
        if each["item"]["id"] == both["item"]["id"]
    ]
    driver.answer(project, again, "metal", http=ben)
    for lease in (alone, both):
        late = driver.answer(project, lease, "fruit", http=ann).json()
        assert (late["live"], late["late"]) == (True, True)
    states = {
        each["id"]: (each["label"], each["state"])
        for each in driver.get(f"/projects/{project}/items").json()["results"]
    }
    assert states[alone["item"]["id"]] == ("fruit", "settled")
    assert states[both["item"]["id"]][1] == "provisional"
    cem = driver.join(project, "Cem")
    assert ids(driver.offered(project, 2, cem)) == [both["item"]["id"]]


@on_sqlite
def test_audits_stand_where_they_stand_one_by_one(driver: Driver) -> None:
    """In a batch that outlasts the ranking too: nobody can tell them apart, nor avoids them."""
    project = ready(driver, 40, audits="proof")
    taken(driver, project, 30, 24)
    audits = [row.source == "audit" for row in driver.assignments(project)]
    assert audits[:20] == PROOF.slots(17, 0, 20).tolist()


@on_sqlite
@pytest.mark.slow
def test_a_batch_is_the_ranking_in_its_order(driver: Driver) -> None:
    project, other = ranked(driver), ranked(driver)
    along = taken(driver, project, 20, 2).json()["assignments"]
    assert all(a["id"] < b["id"] for a, b in pairwise(along))
    one_by_one = driver.offered(other, 20)["assignments"]
    assert [a["item"]["text"] for a in along] == [a["item"]["text"] for a in one_by_one]
    assert {*along[0]} == {*one_by_one[0]}


@on_sqlite
def test_a_project_says_for_how_long(driver: Driver) -> None:
    project = ready(driver, take_along_hours=4)
    refused = taken(driver, project, 5, 5)
    assert (refused.status_code, refused.json()["field"]) == (422, "hours")
    assert "4 hours at most" in refused.json()["detail"]
    for field, body in {"items": (201, 1), "hours": (1, 0)}.items():
        wrong = taken(driver, project, *body)
        assert (wrong.status_code, wrong.json()["field"]) == (422, field)
    assert driver.assignments(project) == []
    driver.http.patch(f"{API}/projects/{project}", json={"take_along_hours": 0})
    assert taken(driver, project, 5, 1).status_code == 409
    driver.http.patch(f"{API}/projects/{project}", json={"take_along_hours": 1, "state": "paused"})
    assert taken(driver, project, 5, 1).json()["reason"]["code"] == "paused"
