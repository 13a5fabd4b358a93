"""Suggestions: which items show them, to whom, and what is kept of it."""

import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow.parquet
from sqlmodel import select

from service.models import Assignment, Ranking, Suggestion
from service.vocabulary import AssignmentState, Source
from tests.driving import API, Driver, on_sqlite, texts, truth

pytestmark = [on_sqlite]

CLASSES = ["fruit", "metal", "bird"]
ITEMS = 600


def project_with(driver: Driver, **fields: Any) -> int:
    """Suggestions are on, and audits never come densely, unless it is said."""
    project = driver.project(CLASSES, **{"audits": "fewest", "suggestions": True} | fields)
    driver.imported(project, texts(ITEMS, CLASSES))
    return project


def learnt(driver: Driver, project: int, labels: int = 20) -> None:
    driver.label_at_once(project, labels, truth)
    driver.work()


def ranking(driver: Driver, project: int) -> Sequence[Ranking]:
    with driver.app.read() as uow:
        return uow.rankings.of(project)


def thought_of(driver: Driver, project: int) -> list[Assignment]:
    """What was handed out with something thought of it, shown or withheld."""
    return [each for each in driver.assignments(project) if each.suggestions_shown is not None]


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
        assert kept[each["id"]].suggested_by == "mixture@2"
        right += classes[0] == truth(each["item"]["text"])
    assert right > 0.7 * len(shown)


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


def test_nobody_sees_any_while_audits_come_densely(driver: Driver) -> None:
    project = project_with(driver, audits="balanced")
    learnt(driver, project, 60)
    assert thought_of(driver, project) == []
    rows = ranking(driver, project)
    assert all(row.suggestions is None for row in rows[:40])
    assert any(row.suggestions_shown for row in rows[40:])
    learnt(driver, project, 60)
    numbers = [each.id for each in driver.assignments(project)]
    assert all(numbers.index(each.id) >= 100 for each in thought_of(driver, project))
    assert thought_of(driver, project)


def test_before_a_head_has_learnt_there_are_none(driver: Driver) -> None:
    project = project_with(driver)
    assert {row.source for row in ranking(driver, project)} <= {Source.SEED, Source.AUDIT}
    assert all(row.suggestions_shown is None for row in ranking(driver, project))


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


def test_an_audit_is_not_asked_of_whoever_saw_what_a_model_thinks(driver: Driver) -> None:
    project = project_with(driver)
    learnt(driver, project)
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    offered = driver.offered(project, 5, ann)["assignments"]
    [lease, *_] = [each for each in offered if each["suggestions"]]
    assert driver.end(project, "release", lease, ann).status_code == 200
    with driver.app.write() as uow:
        [row] = [r for r in uow.rankings.of(project) if r.item_id == lease["item"]["id"]]
        audit = row.model_dump(exclude={"project_id", "position"}) | {"source": Source.AUDIT}
        uow.rankings.replace(project, [audit])
    item = lease["item"]["id"]
    assert item not in [
        each["item"]["id"] for each in driver.offered(project, 9, ann)["assignments"]
    ]
    assert [each["item"]["id"] for each in driver.offered(project, 1, ben)["assignments"]] == [item]


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
            assert given[item]["suggested_by"] == "mixture@2"
    of_audits = [given[e.item_id] for e in kept.values() if e.source is Source.AUDIT]
    assert {each["suggestions_shown"] for each in of_audits} == {None}
    assert {line["suggestions"] is None for line in of_audits} == {True}
    columns = pyarrow.parquet.read_table(
        io.BytesIO(driver.get(f"/projects/{project}/export", format="parquet").content)
    ).to_pylist()
    assert {row["id"]: row["annotations"][0]["suggestions"] for row in columns} == {
        item: each["suggestions"] for item, each in given.items()
    }


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
        ids = uow.classes.ids(project)
        for each in kept:
            if each.state is AssignmentState.ANSWERED:
                item = uow.items.get(project, each.item_id)
                right = each.suggestions[0][0] == ids[truth(item.text)]
                (shown if each.suggestions_shown else withheld).append(right)
    [found] = driver.get(f"/projects/{project}/stats").json()["suggestions"]
    assert found["model"] == "mixture@2"
    for arm, right in (("shown", shown), ("withheld", withheld)):
        assert len(right) > 5
        assert found[arm]["answers"] == len(right)
        agreement = found[arm]["agreement"]
        assert agreement["value"] == sum(right) / len(right)
        assert agreement["low"] <= agreement["value"] <= agreement["high"]
        assert found[arm]["among_three"]["value"] == 1.0
        assert found[arm]["median_seconds"]["value"] >= 0
    ann = driver.join(project, "Ann")
    assert ann.get(f"{API}/projects/{project}/stats").json()["suggestions"] == []


def sent(driver: Driver, project: int, model: str, *rows: dict[str, Any]) -> Any:
    return driver.post(f"/projects/{project}/suggestions", model=model, suggestions=list(rows))


def of_row(number: int, label: str, probability: float = 0.8) -> dict[str, Any]:
    return {"external_id": f"row-{number}", "class": label, "probability": probability}


def stored(driver: Driver) -> list[tuple[str, int, float]]:
    with driver.app.read() as uow:
        found = uow.session.exec(select(Suggestion)).all()
        items = uow.items.some({each.item_id for each in found})
    return sorted((each.model, items[each.item_id].ordinal, each.probability) for each in found)


def test_what_a_model_outside_thinks_is_shown_in_its_place(driver: Driver) -> None:
    project = project_with(driver)
    learnt(driver, project)
    rows = [of_row(number, "bird", 0.6) for number in range(ITEMS)]
    rows += [of_row(number, "metal", 0.3) for number in range(ITEMS)]
    answer = sent(driver, project, "outside", *rows)
    assert (answer.status_code, answer.json()) == (200, {"items": ITEMS, "suggestions": 2 * ITEMS})
    driver.work()
    shown = [e["suggestions"] for e in driver.offered(project, 30)["assignments"]]
    assert {json.dumps(each) for each in shown if each} == {
        json.dumps([{"class": "bird", "probability": 0.6}, {"class": "metal", "probability": 0.3}])
    }
    kept = thought_of(driver, project)
    assert {each.suggested_by for each in kept} == {"outside"}
    assert {each.suggestions_shown for each in kept} == {True, False}


def test_the_model_that_spoke_last_is_heard_and_replaces_only_itself(driver: Driver) -> None:
    project = project_with(driver)
    sent(driver, project, "first", of_row(1, "bird"), of_row(2, "bird"))
    driver.wait(1)
    sent(driver, project, "second", of_row(1, "metal"))
    before = stored(driver)
    assert sent(driver, project, "second", of_row(1, "metal")).status_code == 200
    assert stored(driver) == before
    assert [model for model, _, _ in before] == ["first", "first", "second"]
    sent(driver, project, "second", of_row(1, "fruit", 0.5))
    assert [p for model, _, p in stored(driver) if model == "second"] == [0.5]
    with driver.app.read() as uow:
        ids = uow.items.ids_of_ordinals(project, range(5))
        assert uow.suggestions.opinions(list(ids.values()))[ids[1]].model == "second"
        assert uow.suggestions.opinions(list(ids.values()))[ids[2]].model == "first"


def test_a_bad_row_is_named_by_its_line_and_nothing_is_stored(driver: Driver) -> None:
    project = project_with(driver)
    good = of_row(1, "bird")
    test_set = [{"text": "an apple of the test set", "id": "kept", "label": "fruit"}]
    driver.imported(project, test_set, role="evaluation", labels="import")
    driver.imported(project, [{"text": "twice, one", "id": "two"}, {"text": "other", "id": "two"}])
    for bad, field, words in (
        (of_row(2, "fish"), "class", "no class 'fish'"),
        (of_row(99_999, "bird"), "external_id", "'row-99999'"),
        ({"external_id": "two", "class": "bird", "probability": 1}, "external_id", "2 texts have"),
        ({"external_id": "kept", "class": "bird", "probability": 1}, "external_id", "no text"),
        ({"item_id": 9_999_999, "class": "bird", "probability": 1}, "item_id", "9999999"),
        ({"class": "bird", "probability": 1}, "item_id", "one of them"),
        (good, "class", "in an earlier row"),
    ):
        answer = sent(driver, project, "outside", good, bad)
        assert answer.status_code == 422, bad
        found = answer.json()
        assert found["field"] == f"suggestions.1.{field}"
        assert found["detail"].startswith("Row 2: ")
        assert words in found["detail"]
        assert "Nothing was stored." in found["detail"]
    answer = sent(driver, project, "outside", of_row(1, "fish"), good, of_row(2, "fish"))
    assert [each["field"] for each in answer.json()["errors"]] == [
        "suggestions.0.class", "suggestions.2.class",
    ]  # fmt: skip
    assert sent(driver, project, "mixture@2", good).status_code == 422
    assert sent(driver, project, "outside", good | {"probability": 1.5}).status_code == 422
    assert stored(driver) == []


def test_an_item_of_another_project_cannot_be_named(driver: Driver) -> None:
    project, other = project_with(driver), project_with(driver)
    with driver.app.read() as uow:
        [theirs] = uow.items.ids_of_ordinals(other, [0]).values()
    row = {"item_id": theirs, "class": "bird", "probability": 0.5}
    assert sent(driver, project, "outside", row).status_code == 422
    assert sent(driver, other, "outside", row).status_code == 200
