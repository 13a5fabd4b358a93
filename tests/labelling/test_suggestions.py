"""Suggestions: which items show them, to whom, and what is kept of it."""

import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow.parquet
import pytest

from service.kit.vocabulary import AssignmentState, Source
from service.pool.queries.classes import Classes
from service.pool.queries.items import Items
from service.pool.tables.answers import Assignment
from service.rounds.queries.rounds import Rankings
from service.rounds.tables.rounds import Ranking
from tests.driving import API, Driver, on_sqlite
from tests.texts import texts, truth

pytestmark = [on_sqlite]

CLASSES = ["fruit", "metal", "bird"]
ITEMS = 600


def project_with(driver: Driver, **fields: Any) -> int:
    """Suggestions are on, and audits never come densely, unless it is said. Nothing is measured:
    they come from the ranking."""
    driver.without("measure")
    return driver.project_with(
        texts(ITEMS, CLASSES), CLASSES, **{"audits": "fewest", "suggestions": True} | fields
    )


def learnt(driver: Driver, project: int, labels: int = 20) -> None:
    driver.label_at_once(project, labels, truth)
    driver.work()


def ranking(driver: Driver, project: int) -> Sequence[Ranking]:
    with driver.app.read() as uow:
        return uow[Rankings].of(project)


def thought_of(driver: Driver, project: int) -> list[Assignment]:
    """What was handed out with something thought of it, shown or withheld."""
    return [each for each in driver.assignments(project) if each.suggestions_shown is not None]


@pytest.mark.slow
def test_an_offer_shows_the_likeliest_classes(driver: Driver) -> None:
    project = project_with(driver)
    learnt(driver, project)
    offered = driver.offered(project, 30)["assignments"]
    kept = {each.id: each for each in driver.assignments(project)}
    shown = [each for each in offered if each["suggestions"]]
    assert len(shown) > 10
    right = 0
    for each in shown:
        classes = [one["class"] for one in each["suggestions"]]
        likely = [one["probability"] for one in each["suggestions"]]
        assert sorted(classes) == sorted(CLASSES)
        assert likely == sorted(likely, reverse=True)
        assert all(0 <= p <= 1 for p in likely)
        assert kept[each["id"]].suggestions_shown is True
        assert kept[each["id"]].suggested_by == "mixture@1"
        right += classes[0] == truth(each["item"]["text"])
    assert right > 0.7 * len(shown)


@pytest.mark.slow
def test_audit_items_look_like_others_that_show_none(driver: Driver) -> None:
    project = project_with(driver)
    learnt(driver, project)
    seen: dict[int, Any] = {}
    for _ in range(6):
        for each in driver.offered(project, 10)["assignments"]:
            seen[each["id"]] = each
            driver.answer(project, each, truth(each["item"]["text"]))
        driver.work()
    kept = {each.id: each for each in driver.assignments(project)}
    bare = [kept[id_] for id_, each in seen.items() if not each["suggestions"]]
    audits = [each for each in kept.values() if each.source is Source.AUDIT]
    assert all(each.suggestions_shown is None for each in audits)
    of_seen = [each for each in bare if each.source is Source.AUDIT]
    assert len(bare) >= max(2 * len(of_seen), len(seen) / 4)
    withheld = [each for each in bare if each.suggestions_shown is False]
    assert withheld
    assert all(each.suggestions for each in withheld)


@pytest.mark.slow
def test_what_was_withheld_and_given_back_is_withheld_again(driver: Driver) -> None:
    """Whoever gives items back until they show something must not be left with the audits."""
    project = project_with(driver)
    learnt(driver, project)
    before = driver.offered(project, 30)["assignments"]
    for each in before:
        assert driver.end(project, "release", each).status_code == 200
    driver.post(f"/projects/{project}/rounds")
    driver.work()
    again = driver.offered(project, 60)["assignments"]
    shown = {each["item"]["id"]: bool(each["suggestions"]) for each in again}
    both = [each for each in before if each["item"]["id"] in shown]
    assert len(both) > 15
    bare = [each["item"]["id"] for each in both if not each["suggestions"]]
    assert len(bare) > 4
    assert not any(shown[item] for item in bare)


@pytest.mark.slow
def test_while_audits_come_densely_as_many_others_show_none(driver: Driver) -> None:
    project = project_with(driver, audits="balanced")
    learnt(driver, project)
    rows = ranking(driver, project)[:80]
    audits = sum(row.source is Source.AUDIT for row in rows)
    bare = sum(not row.suggestions_shown for row in rows)
    assert 20 <= audits <= 30
    assert 2 * audits - 6 <= bare < len(rows), "chance, of about 55"


@pytest.mark.slow
def test_before_a_head_has_learnt_there_are_none(driver: Driver) -> None:
    project = project_with(driver)
    assert {row.source for row in ranking(driver, project)} <= {Source.SEED, Source.AUDIT}
    assert all(row.suggestions_shown is None for row in ranking(driver, project))


@pytest.mark.slow
def test_few_classes_have_none_unless_the_project_says_so(driver: Driver) -> None:
    project = project_with(driver, suggestions=None)
    learnt(driver, project)
    shown = driver.get(f"/projects/{project}").json()
    assert (shown["suggestions"], shown["suggests"]) == (None, False)
    assert not any(row.suggestions for row in ranking(driver, project))
    changed = driver.http.patch(f"{API}/projects/{project}", json={"suggestions": True}).json()
    assert (changed["suggestions"], changed["suggests"]) == (True, True)
    driver.work()
    assert any(row.suggestions_shown for row in ranking(driver, project))


@pytest.mark.slow
def test_switched_off_they_go_at_once(driver: Driver) -> None:
    project = project_with(driver)
    learnt(driver, project)
    assert any(row.suggestions_shown for row in ranking(driver, project))
    driver.http.patch(f"{API}/projects/{project}", json={"suggestions": False})
    assert not any(row.suggestions for row in ranking(driver, project))
    assert not any(each["suggestions"] for each in driver.offered(project, 30)["assignments"])
    history = driver.get(f"/projects/{project}/settings-history").json()["results"]
    values = [each["value"] for each in history if each["name"] == "suggestions"]
    assert values == [True, False]


@pytest.mark.slow
def test_what_is_looked_up_anywhere_else_shows_none(driver: Driver) -> None:
    """Not what came in audit order, nor what another person has answered."""
    project = project_with(driver, overlap=2)
    learnt(driver, project)
    ann = driver.join(project, "Ann")
    [*others] = driver.offered(project, 20, ann)["assignments"]
    kept = {each.id: each for each in driver.assignments(project)}
    second = [each for each in others if kept[each["id"]].source is Source.OVERLAP]
    assert second
    assert not any(each["suggestions"] for each in second)


@pytest.mark.slow
def test_an_audit_is_not_asked_of_whoever_saw_what_a_model_thinks(driver: Driver) -> None:
    project = project_with(driver)
    learnt(driver, project)
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    offered = driver.offered(project, 5, ann)["assignments"]
    [lease, *_] = [each for each in offered if each["suggestions"]]
    assert driver.end(project, "release", lease, ann).status_code == 200
    with driver.app.write() as uow:
        [row] = [r for r in uow[Rankings].of(project) if r.item_id == lease["item"]["id"]]
        audit = row.model_dump(exclude={"project_id", "position"}) | {"source": Source.AUDIT}
        uow[Rankings].replace(project, [audit])
        found = uow.session.get_one(Assignment, lease["id"])
        found.came_back = False  # it had gone out to somebody else meanwhile, who lost the answer
    item = lease["item"]["id"]
    assert item not in [
        each["item"]["id"] for each in driver.offered(project, 9, ann)["assignments"]
    ]
    assert [each["item"]["id"] for each in driver.offered(project, 1, ben)["assignments"]] == [item]


@pytest.mark.slow
def test_an_answer_taken_back_is_asked_as_it_was_shown(driver: Driver) -> None:
    project = project_with(driver)
    learnt(driver, project)
    offered = driver.offered(project, 10)["assignments"]
    [lease, *_] = [each for each in offered if each["suggestions"]]
    given = driver.answer(project, lease, "fruit").json()
    driver.retract(project, given["id"])
    [again] = [e for e in driver.offered(project, 20)["assignments"] if e["id"] == lease["id"]]
    assert again["suggestions"] == lease["suggestions"]
    [kept] = [each for each in driver.assignments(project) if each.id == lease["id"]]
    assert kept.state is AssignmentState.LEASED


@pytest.mark.slow
def test_an_export_says_what_was_shown(driver: Driver) -> None:
    project = project_with(driver)
    learnt(driver, project)
    offered = driver.offered(project, 20)["assignments"]
    for each in offered:
        driver.answer(project, each, truth(each["item"]["text"]))
    lines = map(json.loads, driver.get(f"/projects/{project}/export").text.splitlines())
    given = {line["id"]: line["annotations"][0] for line in lines}
    kept = {each.item_id: each for each in driver.assignments(project)}
    for each in offered:
        item = each["item"]["id"]
        assert given[item]["suggestions_shown"] is kept[item].suggestions_shown
        if each["suggestions"]:
            assert given[item]["suggestions"] == each["suggestions"]
            assert given[item]["suggested_by"] == "mixture@1"
    of_audits = [given[e.item_id] for e in kept.values() if e.source is Source.AUDIT]
    assert {each["suggestions_shown"] for each in of_audits} == {None}
    assert {line["suggestions"] is None for line in of_audits} == {True}
    columns = pyarrow.parquet.read_table(
        io.BytesIO(driver.get(f"/projects/{project}/export", format="parquet").content)
    ).to_pylist()
    assert {row["id"]: row["annotations"][0]["suggestions"] for row in columns} == {
        item: each["suggestions"] for item, each in given.items()
    }


@pytest.mark.slow
def test_stats_tell_what_suggestions_did(driver: Driver) -> None:
    project = project_with(driver)
    learnt(driver, project)
    assert driver.get(f"/projects/{project}/stats").json()["suggestions"] == []
    shown, withheld = [], []
    for _ in range(4):
        for each in driver.offered(project, 15)["assignments"]:
            at = datetime.now(UTC)
            times = {"shown_at": at.isoformat(), "answered_at": at.isoformat()}
            driver.answer(project, each, truth(each["item"]["text"]), **times)
        driver.work()
    kept = thought_of(driver, project)
    with driver.app.read() as uow:
        ids = uow[Classes].ids(project)
        for each in kept:
            if each.state is AssignmentState.ANSWERED:
                item = uow[Items].get(project, each.item_id)
                right = each.suggestions[0][0] == ids[truth(item.text)]
                (shown if each.suggestions_shown else withheld).append(right)
    [found] = driver.get(f"/projects/{project}/stats").json()["suggestions"]
    assert found["model"] == "mixture@1"
    for arm, right in (("shown", shown), ("withheld", withheld)):
        assert len(right) > 5
        assert found[arm]["answers"] == len(right)
        agreement = found[arm]["agreement"]
        assert agreement["value"] == sum(right) / len(right)
        assert agreement["low"] <= agreement["value"] <= agreement["high"]
        assert found[arm]["among_suggested"]["value"] == 1.0
        assert found[arm]["median_seconds"]["value"] >= 0
    [admin] = found["people"]
    assert admin["user_id"] == driver.get("/me").json()["id"]
    assert {arm: admin[arm] for arm in ("shown", "withheld")} == {
        arm: found[arm] for arm in ("shown", "withheld")
    }
    ann = driver.join(project, "Ann")
    assert ann.get(f"{API}/projects/{project}/stats").json()["suggestions"] == []
