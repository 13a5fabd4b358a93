"""What a model outside thinks of items: taken in whole or not at all, shown as a round's own."""

import json
from typing import Any

import pytest
from sqlmodel import select

from service.pool.queries.items import Items
from service.rounds.queries.suggestions import Suggestions
from service.rounds.tables.rounds import Suggestion
from tests.driving import API, Driver
from tests.labelling.test_suggestions import ITEMS, learnt, project_with, thought_of


def sent(driver: Driver, project: int, model: str, *rows: dict[str, Any]) -> Any:
    return driver.post(f"/projects/{project}/suggestions", model=model, suggestions=list(rows))


def of_row(number: int, label: str, probability: float = 0.8) -> dict[str, Any]:
    return {"external_id": f"row-{number}", "class": label, "probability": probability}


def stored(driver: Driver) -> list[tuple[str, int, float]]:
    with driver.app.read() as uow:
        found = uow.session.exec(select(Suggestion)).all()
        items = uow[Items].some({each.item_id for each in found})
    return sorted((each.model, items[each.item_id].ordinal, each.probability) for each in found)


@pytest.mark.slow
def test_what_a_model_outside_thinks_is_shown_in_its_place(driver: Driver) -> None:
    project = project_with(driver)
    learnt(driver, project)
    rows = [of_row(number, "bird", 0.6) for number in range(ITEMS)]
    rows += [of_row(number, "metal", 0.3) for number in range(ITEMS)]
    answer = sent(driver, project, "outside", *rows)
    assert answer.status_code == 200, answer.text
    taken = answer.json()
    assert (taken["items"], taken["suggestions"], taken["seen"]) == (ITEMS, 2 * ITEMS, ITEMS)
    driver.work()
    shown = [e["suggestions"] for e in driver.offered(project, 30)["assignments"]]
    assert {json.dumps(each) for each in shown if each} == {
        json.dumps([{"class": "bird", "probability": 0.6}, {"class": "metal", "probability": 0.3}])
    }
    kept = thought_of(driver, project)
    assert {each.suggested_by for each in kept} == {"outside"}
    assert {each.suggestions_shown for each in kept} == {True, False}


@pytest.mark.both_databases
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
        ids = uow[Items].ids_of_ordinals(project, range(5))
        assert uow[Suggestions].opinions(list(ids.values()))[ids[1]].model == "second"
        assert uow[Suggestions].opinions(list(ids.values()))[ids[2]].model == "first"


def test_a_class_may_be_called_as_before(driver: Driver) -> None:
    """A file that was written before a class was renamed, or merged, goes in as it is."""
    project = project_with(driver)
    classes = driver.get(f"/projects/{project}/classes").json()["results"]
    fruit, metal, bird = (f"/projects/{project}/classes/{each['id']}" for each in classes)
    driver.http.patch(API + bird, json={"name": "fowl"}).raise_for_status()
    driver.post(f"{metal}/merge", into=classes[0]["id"]).raise_for_status()
    answer = sent(driver, project, "outside", of_row(1, "bird"), of_row(2, "metal"))
    assert answer.status_code == 200, answer.text
    meant = suggested(driver)
    assert sent(driver, project, "outside", of_row(1, "fowl"), of_row(2, "fruit")).is_success
    assert suggested(driver) == meant
    driver.post(f"{fruit}/retire").raise_for_status()
    gone = sent(driver, project, "outside", of_row(2, "metal"))
    assert (gone.status_code, "no class 'metal'" in gone.json()["detail"]) == (422, True)


def suggested(driver: Driver) -> set[tuple[int, int]]:
    """Items and classes."""
    with driver.app.read() as uow:
        return {(each.item_id, each.class_id) for each in uow.session.exec(select(Suggestion))}


@pytest.mark.slow
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
    assert sent(driver, project, "mixture@1", good).status_code == 422
    assert sent(driver, project, "outside", good | {"probability": 1.5}).status_code == 422
    assert stored(driver) == []


@pytest.mark.slow
def test_an_item_of_another_project_cannot_be_named(driver: Driver) -> None:
    project, other = project_with(driver), project_with(driver)
    with driver.app.read() as uow:
        [theirs] = uow[Items].ids_of_ordinals(other, [0]).values()
    row = {"item_id": theirs, "class": "bird", "probability": 0.5}
    assert sent(driver, project, "outside", row).status_code == 422
    assert sent(driver, other, "outside", row).status_code == 200
