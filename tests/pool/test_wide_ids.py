"""Ids of more than 32 bits, of which a large installation runs out: the whole way of an item."""

import json
from typing import Any

import pytest
from sqlalchemy import BigInteger, ForeignKeyConstraint, Integer, PrimaryKeyConstraint

from service.app import App
from service.schema import metadata
from tests.driving import Driver
from tests.review.test_decisions import decide
from tests.texts import texts, truth

FIRST = 2**31 + 1_000_000
STEP = 10_000_000
"""Between the first ids of two tables, so that none passes for another's."""


def begin_high(app: App) -> int:
    """Lets every table's ids begin beyond 32 bits; how many tables have ids."""
    with app.database.engine.begin() as connection:
        asked = "SELECT sequencename FROM pg_sequences ORDER BY sequencename"
        names = connection.exec_driver_sql(asked).scalars().all()
        for number, name in enumerate(names):
            begin = FIRST + number * STEP
            connection.exec_driver_sql(f"SELECT setval('\"{name}\"'::regclass, {begin})")
    return len(names)


def ids_in(found: Any) -> list[int]:
    """All numbers under names of ids, however deep."""
    if isinstance(found, list):
        return [number for each in found for number in ids_in(each)]
    if not isinstance(found, dict):
        return []
    own = [v for k, v in found.items() if k == "id" or k.endswith("_id")]
    return [*(v for v in own if isinstance(v, int)), *ids_in(list(found.values()))]


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_ids_beyond_32_bits_go_all_the_way(app: App) -> None:
    assert begin_high(app) >= 15
    driver = Driver(app)
    project = driver.project(["fruit", "metal"], batch_size=2)
    rows = texts(80)
    for row in rows[10:]:
        del row["label"]
    report = driver.imported(project, rows, labels="import")
    assert (report["received"], report["labelled"]) == (80, 10)
    ann = driver.join(project, "Ann")

    given = driver.label(project, 12, truth)
    [skipped] = driver.offered(project, http=ann)["assignments"]
    assert driver.end(project, "skip", skipped, ann).status_code == 200
    [offered] = driver.offered(project, http=ann)["assignments"]
    answered = driver.answer(project, offered, truth(offered["item"]["text"]), http=ann)
    assert driver.retract(project, answered.json()["id"], ann).status_code == 200
    flag = driver.post(f"/projects/{project}/items/{given[0]}/notes", kind="flag", text="odd")
    assert flag.status_code == 201
    assert "rank" in driver.work()
    decided = [row["id"] for row in driver.get(f"/projects/{project}/items").json()["results"][:3]]
    decide(driver, project, decided, "metal")

    shown = [
        driver.get(path).json()
        for path in (
            f"/projects/{project}",
            f"/projects/{project}/items",
            f"/projects/{project}/items/{given[0]}",
            f"/projects/{project}/rounds",
            f"/projects/{project}/imports",
            f"/projects/{project}/members",
            f"/jobs?project={project}&cursor={FIRST}",
            "/me",
        )
    ]
    assert len(ids_in(shown)) > 90
    assert min(ids_in([shown, skipped, answered.json()])) > 2**31
    rounds = shown[3]["results"]
    assert max(each["label_count"] for each in rounds) >= 12 + 10
    assert driver.get(f"/projects/{project}/items", **{"class": "fruit"}).json()["results"]

    exported = driver.get(f"/projects/{project}/export", format="jsonl").text.splitlines()
    labels = {row["id"]: row["label"] for row in map(json.loads, exported)}
    assert {*given} <= {*labels}
    assert {labels[item_id] for item_id in decided} == {"metal"}
    assert len([label for label in labels.values() if label is not None]) >= 22
    taken_back = driver.http.delete(
        f"/api/v1/projects/{project}/imports/{report['import_id']}", params={"with_answers": True}
    )
    assert taken_back.status_code == 202
    driver.work()
    assert driver.get(f"/projects/{project}/items").json()["results"] == []


def test_every_key_is_as_wide() -> None:
    """Keys that are ids, and what refers to them; a place in a project is a number like others."""
    narrow = [
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, PrimaryKeyConstraint | ForeignKeyConstraint)
        for column in constraint.columns
        if isinstance(column.type, Integer) and not isinstance(column.type, BigInteger)
    ]
    assert sorted(narrow) == [
        "class_example.position",
        "day_of_use.day",
        "day_of_use.round",
        "figure.round",
        "look.round",
        "ranking.position",
    ]
