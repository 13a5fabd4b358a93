"""What a model predicts, beside items and as what they are looked for by."""

import numpy as np
import pytest

from service.core.acquisition.audit import HALF
from service.find.queries.item_lists import ItemLists
from service.pool.queries.blindness import Blindness
from service.pool.queries.projects import Projects
from service.pool.tables.items import Item
from service.pool.tables.labels import Label
from service.rounds.predictions import Predictions, load_predictions
from service.rounds.queries.rounds import Rankings, Rounds
from tests.driving import Driver, on_sqlite
from tests.find.test_items import look
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal"]


def stored(
    driver: Driver, project: int
) -> tuple[Predictions, dict[int, tuple[Item, Label | None]]]:
    """What the last round predicts, and every item by its id."""
    with driver.app.read() as uow:
        predicted = load_predictions(driver.app, uow[Rounds].last_measured(project))
        rows = uow[ItemLists].rows(project, range(uow[Projects].get(project).next_ordinal))
    assert predicted is not None
    return predicted, {item.id: (item, found) for item, found in rows}


def spoilt(driver: Driver, project: int) -> set[int]:
    """Items in the two windows: they show no prediction until people settle them."""
    with driver.app.read() as uow:
        found = uow[Projects].get(project)
        width = uow[Blindness].ever(found)
        rows = uow[ItemLists].rows(project, range(found.next_ordinal))
    return {
        item.id
        for item, label in rows
        if item.audit_key % HALF <= width and (label is None or not label.asked)
    }


@on_sqlite
@pytest.mark.slow
def test_predictions_are_looked_for_where_they_spoil_nothing(driver: Driver) -> None:
    project = driver.project_with(texts(300), CLASSES, strategy="margin", round_every=10)
    driver.label_at_once(project, 60, truth)
    driver.work()
    predicted, rows = stored(driver, project)
    hidden = spoilt(driver, project)
    assert len(hidden) > 20
    listed = {row["id"]: row for row in look(driver, project)}
    for item_id, row in listed.items():
        ordinal = rows[item_id][0].ordinal
        if item_id in hidden:
            assert row["prediction"] is None
        else:
            name = CLASSES[int(predicted.class_index[ordinal])]
            assert row["prediction"]["class"] == name
            assert row["prediction"]["probability"] == pytest.approx(
                float(predicted.probability[ordinal]), abs=1e-3
            )
    shown = {i: row["prediction"] for i, row in listed.items() if row["prediction"] is not None}
    for query, holds in (
        ({"predicted": "fruit"}, lambda p: p["class"] == "fruit"),
        ({"confidence_below": 0.9}, lambda p: p["probability"] <= 0.9),
        ({"confidence_above": 0.9}, lambda p: p["probability"] >= 0.9),
        (
            {"predicted": "metal", "confidence_above": 0.8, "q": "iron"},
            lambda p: p["class"] == "metal" and p["probability"] >= 0.8,
        ),
    ):
        found = [row["id"] for row in look(driver, project, **query)]
        expected = [
            i for i, p in shown.items() if holds(p) and query.get("q", "") in listed[i]["text"]
        ]
        assert found == expected, query
    for order, sign in (("confidence", 1), ("-confidence", -1)):
        found = [row["prediction"]["probability"] for row in look(driver, project, sort=order)]
        assert len(found) == len(shown)
        assert np.all(np.diff(np.array(found) * sign) >= 0)


@on_sqlite
@pytest.mark.slow
def test_one_item_shows_what_the_round_thinks_that_ranks_it(driver: Driver) -> None:
    classes = ["fruit", "metal", "bird"]
    project = driver.project_with(
        texts(300, classes), classes, audits="fewest", suggestions=True, round_every=10
    )
    driver.label_at_once(project, 60, truth)
    driver.work()
    with driver.app.read() as uow:
        ranked = {row.item_id: row for row in uow[Rankings].of(project)}
    lengths = set()
    for item_id, row in ranked.items():
        item = driver.get(f"/projects/{project}/items/{item_id}").json()
        likeliest = item["likeliest"]
        lengths.add(len(likeliest))
        if item["prediction"] is None:
            assert likeliest == []
            continue
        assert likeliest[0]["class"] == item["prediction"]["class"]
        if len(likeliest) > 1:
            assert row.suggestions_shown
            assert [each["probability"] for each in likeliest] == [p for _, p in row.suggestions]
    assert lengths >= {0, 3}
