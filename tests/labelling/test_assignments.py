"""Who gets which item, for how long, and why there is none."""

from typing import Any

import pytest

from service.core.acquisition.audit import PROOF
from service.db.clock import FrozenClock
from service.pool.tables.projects import Project
from service.rounds.queries.rounds import Rankings
from tests.driving import API, Driver, on_sqlite
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal"]


def ready(driver: Driver, count: int = 30, **fields: Any) -> int:
    """A project whose items can be handed out."""
    return driver.without("embed").project_with(texts(count), CLASSES, **fields)


def ranked(driver: Driver, count: int = 30, **fields: Any) -> int:
    """A project with a ranking."""
    return driver.without("measure").project_with(
        texts(count), CLASSES, strategy="random", **fields
    )


def ids(offer: Any) -> list[int]:
    return [assignment["item"]["id"] for assignment in offer["assignments"]]


def test_open_leases_come_first_and_stay_the_same(driver: Driver) -> None:
    project = ready(driver)
    first = driver.offered(project, 3)
    assert driver.offered(project, 3) == first
    assert driver.offered(project, 1)["assignments"] == first["assignments"][:1]
    more = driver.offered(project, 5)
    assert more["assignments"][:3] == first["assignments"]
    assert len(set(ids(more))) == 5
    driver.answer(project, first["assignments"][1], "fruit")
    left = driver.offered(project, 4)
    assert ids(left) == [*ids(first)[:1], *ids(more)[2:]]


def test_people_get_different_items(driver: Driver) -> None:
    project = ready(driver, 10)
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    mine, yours = driver.offered(project, 6, ann), driver.offered(project, 6, ben)
    assert len(ids(mine)) == 6
    assert len(ids(yours)) == 4
    assert not set(ids(mine)) & set(ids(yours))


def test_a_lease_runs_out_and_its_item_goes_to_someone_else(
    driver: Driver, clock: FrozenClock
) -> None:
    project = ready(driver, 1, lease_seconds=60)
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    [lease] = driver.offered(project, 1, ann)["assignments"]
    clock.advance(59)
    assert driver.offered(project, 1, ben)["reason"]["code"] == "all_leased"
    clock.advance(1)
    [other] = driver.offered(project, 1, ben)["assignments"]
    assert other["item"] == lease["item"]
    assert driver.offered(project, 1, ann)["reason"]["code"] == "all_leased"
    clock.advance(60)
    assert ids(driver.offered(project, 1, ann)) == [lease["item"]["id"]]


def test_renewing_prolongs_a_lease(driver: Driver, clock: FrozenClock) -> None:
    project = ready(driver, 1, lease_seconds=60)
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    [lease] = driver.offered(project, 1, ann)["assignments"]
    clock.advance(50)
    renewed = driver.end(project, "renew", lease, ann)
    assert renewed.status_code == 200
    assert renewed.json()["expires_at"] > lease["expires_at"]
    clock.advance(50)
    assert driver.offered(project, 1, ben)["reason"]["code"] == "all_leased"
    assert driver.offered(project, 1, ann)["assignments"][0]["id"] == lease["id"]


@on_sqlite
@pytest.mark.parametrize("how", ["renew", "skip", "release"])
def test_an_ended_lease_is_a_conflict(driver: Driver, clock: FrozenClock, how: str) -> None:
    project = ready(driver, lease_seconds=60)
    expired, answered, skipped, released = driver.offered(project, 4)["assignments"]
    driver.answer(project, answered, "fruit")
    assert driver.end(project, "skip", skipped).status_code == 200
    assert driver.end(project, "release", released).status_code == 200
    clock.advance(61)
    kept = [expired, skipped] if how == "skip" else []
    for ended in (expired, answered, skipped, released):
        refused = driver.end(project, how, ended)
        if ended in kept:
            assert (refused.status_code, refused.json()["state"]) == (200, "skipped")
            continue
        assert (refused.status_code, refused.json()["code"]) == (409, "lease_ended")


@pytest.mark.parametrize("how", ["renew", "skip", "release"])
@pytest.mark.slow
def test_nobody_ends_the_lease_of_another(driver: Driver, how: str) -> None:
    project = ready(driver)
    ann = driver.join(project, "Ann")
    [lease] = driver.offered(project)["assignments"]
    assert driver.end(project, how, lease, ann).status_code == 404
    assert driver.end(ready(driver, 1), how, lease).status_code == 404
    assert driver.offered(project)["assignments"] == [lease]


def test_a_released_item_is_anybodys(driver: Driver) -> None:
    project = ready(driver, 1)
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    for http in (ann, ben, ann):
        [lease] = driver.offered(project, 1, http)["assignments"]
        assert driver.end(project, "release", lease, http).status_code == 200


def test_a_skipped_item_goes_to_one_other_person(driver: Driver) -> None:
    project = ready(driver, 1)
    people = [driver.join(project, name) for name in ("Ann", "Ben", "Cem")]
    for http in people[:2]:
        [lease] = driver.offered(project, 1, http)["assignments"]
        assert driver.end(project, "skip", lease, http).json()["state"] == "skipped"
        assert driver.offered(project, 1, http)["reason"]["code"] == "done"
    assert driver.offered(project, 1, people[2])["reason"]["code"] == "done"


def test_a_skip_counts_though_its_lease_ran_out(driver: Driver, clock: FrozenClock) -> None:
    project = ready(driver, 1, lease_seconds=60)
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    [lease] = driver.offered(project, 1, ann)["assignments"]
    clock.advance(61)
    [other] = driver.offered(project, 1, ben)["assignments"]
    path = f"{API}/projects/{project}/assignments/{lease['id']}/skip"
    assert ann.post(path, json={"reason": "Broken"}).json()["state"] == "skipped"
    assert driver.end(project, "release", other, ben).status_code == 200
    assert driver.offered(project, 1, ann)["reason"]["code"] == "done"
    [again] = driver.offered(project, 1, ben)["assignments"]
    clock.advance(61)
    assert driver.offered(project, 1, ann)["reason"]["code"] == "done"
    [newer] = driver.offered(project, 1, ben)["assignments"]
    assert driver.end(project, "skip", again, ben).status_code == 409, "it is out with him again"
    assert driver.end(project, "skip", newer, ben).status_code == 200
    item = driver.get(f"/projects/{project}/items/{lease['item']['id']}").json()
    assert {each["annotator"]: each["message"] for each in item["skips"]} == {
        "Ann": "Broken",
        "Ben": None,
    }


def test_a_skip_says_why_at_once_or_later(driver: Driver) -> None:
    project = ready(driver, 2)
    skipped = driver.offered(project, 2)["assignments"]
    path = f"/projects/{project}/assignments"
    driver.post(f"{path}/{skipped[0]['id']}/skip", reason="No class fits")
    for reason in (None, "A slip", "Broken"):
        again = driver.post(f"{path}/{skipped[1]['id']}/skip", reason=reason)
        assert (again.status_code, again.json()["state"]) == (200, "skipped")
    items = [driver.get(f"/projects/{project}/items/{each['item']['id']}") for each in skipped]
    [[first], [second]] = [item.json()["skips"] for item in items]
    assert (first["annotator"], first["message"]) == ("admin", "No class fits")
    assert second["message"] == "Broken"
    ann = driver.join(project, "Ann")
    others = f"/api/v1{path}/{skipped[1]['id']}/skip"
    assert ann.post(others, json={"reason": "not mine"}).status_code == 404


def test_what_is_not_imported_yet_is_worth_waiting_for(driver: Driver) -> None:
    project = driver.project(CLASSES)
    assert driver.offered(project)["reason"]["code"] == "done"
    driver.upload(project, '{"text": "a plum"}')
    offer = driver.offered(project)
    assert (offer["reason"]["code"], offer["retry_after"]) == ("embedding", 2)
    driver.work()
    assert driver.offered(project)["reason"] is None


def test_why_there_is_nothing(driver: Driver) -> None:
    project = ready(driver, 1)
    ann = driver.join(project, "Ann")
    assert driver.offered(project, 1, ann)["reason"] is None
    offer = driver.offered(project)
    assert (offer["reason"]["code"], offer["retry_after"]) == ("all_leased", 10)
    driver.http.patch(f"/api/v1/projects/{project}", json={"state": "paused"})
    offer = driver.offered(project, 1, ann)
    assert (offer["assignments"], offer["reason"]["code"]) == ([], "paused")
    driver.http.patch(f"/api/v1/projects/{project}", json={"state": "active"})
    [lease] = driver.offered(project, 1, ann)["assignments"]
    driver.answer(project, lease, "fruit", http=ann)
    offer = driver.offered(project)
    assert (offer["reason"]["code"], offer["retry_after"]) == ("done", None)


@pytest.mark.slow
@on_sqlite
def test_labelling_starts_before_there_are_vectors(driver: Driver) -> None:
    """With random items, the audit items where they always stand, up to a third of the pool."""
    project = ready(driver, 30, audits="proof")
    driver.label(project, 30, truth)
    out = driver.assignments(project)
    audits = [row.source == "audit" for row in out]
    assert [sum(audits[block : block + 10]) for block in (0, 10, 20)] == [4, 4, 2]
    assert audits[:20] == PROOF.slots(17, 0, 20).tolist()
    assert {row.strategy for row in out} == {"random@1", "audit@1"}
    stats = driver.get(f"/projects/{project}/stats").json()
    assert (stats["handed_out"], stats["ran_dry"]) == (30, 0)
    assert driver.offered(project)["reason"]["code"] == "done"


@pytest.mark.slow
@on_sqlite
def test_a_dry_ranking_never_means_empty_hands(driver: Driver) -> None:
    project = ranked(driver, 30)
    with driver.app.write() as uow:
        uow[Rankings].replace(project, [])
    assert len(driver.label(project, 30, truth)) == 30
    assert driver.get(f"/projects/{project}/stats").json()["ran_dry"] == 30


@pytest.mark.slow
def test_two_answers_settle_an_item_where_two_are_wanted(driver: Driver) -> None:
    project = ranked(driver, 30, overlap=2, round_every=1)
    ann, ben, cem = (driver.join(project, name) for name in ("Ann", "Ben", "Cem"))
    first = driver.offered(project, 3, ann)["assignments"]
    for lease in first:
        driver.answer(project, lease, truth(lease["item"]["text"]), http=ann)
    driver.work()  # a new ranking doesn't send Ben elsewhere
    second = driver.offered(project, 3, ben)["assignments"]
    assert {a["item"]["id"] for a in second} == {a["item"]["id"] for a in first}
    assert not {a["item"]["id"] for a in first} & set(ids(driver.offered(project, 3, cem)))
    labels = []
    for lease in second:
        driver.answer(project, lease, truth(lease["item"]["text"]), http=ben)
        item = driver.get(f"/projects/{project}/items/{lease['item']['id']}").json()
        labels.append((item["label"], item["state"], item["confidence"]))
    assert labels == [(truth(a["item"]["text"]), "settled", 1.0) for a in second]


def test_nobody_waits_for_a_text_that_they_have_answered(driver: Driver) -> None:
    project = ready(driver, 2, overlap=2)
    ann, ben, cem = (driver.join(project, name) for name in ("Ann", "Ben", "Cem"))
    driver.offered(project, 2, ben)
    for lease in driver.offered(project, 2, ann)["assignments"]:
        driver.answer(project, lease, "fruit", http=ann)
    offers = [driver.offered(project, 1, person)["reason"]["code"] for person in (ann, cem)]
    assert offers == ["done", "all_leased"]


@pytest.mark.slow
def test_a_tie_goes_to_one_more_person(driver: Driver) -> None:
    project = ready(driver, 1, overlap=2)
    people = [driver.join(project, name) for name in ("Ann", "Ben", "Cem", "Dan")]
    for http, answer in zip(people[:2], ("fruit", "metal"), strict=True):
        [lease] = driver.offered(project, 1, http)["assignments"]
        driver.answer(project, lease, answer, http=http)
    item = driver.get(f"/projects/{project}/items/{lease['item']['id']}").json()
    assert (item["state"], item["confidence"]) == ("provisional", 0.5)
    [lease] = driver.offered(project, 1, people[2])["assignments"]
    assert driver.offered(project, 1, people[3])["reason"]["code"] == "all_leased"
    driver.answer(project, lease, "metal", http=people[2])
    item = driver.get(f"/projects/{project}/items/{lease['item']['id']}").json()
    assert (item["label"], item["state"]) == ("metal", "settled")
    assert driver.offered(project, 1, people[3])["reason"]["code"] == "done"
    assert [row.slot for row in driver.assignments(project)] == [0, 1, 2]


def test_an_item_ones_own_answer_reached_otherwise_is_not_offered(driver: Driver) -> None:
    """By search, say: there is no assignment, but there is an answer."""
    project = ready(driver, 1, overlap=2)
    item = driver.get(f"/projects/{project}/items").json()["results"][0]
    found = {"id": None, "item": item}
    assert driver.answer(project, found, "fruit").status_code == 201
    assert driver.offered(project)["reason"]["code"] == "done"
    ann = driver.join(project, "Ann")
    assert ids(driver.offered(project, 1, ann)) == [item["id"]]


def test_a_deleted_project_offers_nothing(driver: Driver) -> None:
    project = ready(driver, 3)
    ann = driver.join(project, "Ann")
    driver.http.delete(f"/api/v1/projects/{project}")
    for http in (ann, driver.http):
        asked = http.post(f"/api/v1/projects/{project}/assignments", json={})
        assert asked.status_code == 404
    with driver.app.read() as uow:
        assert uow.session.get(Project, project) is not None
