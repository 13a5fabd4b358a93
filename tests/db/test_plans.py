"""Serving reads by index: nothing that grows with the pool or its labels is read whole."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import UniqueConstraint, event

from service.app import App
from service.rounds.queries.rounds import Rankings
from service.schema import metadata
from tests.driving import Driver
from tests.texts import texts, truth

GROWING = (
    "item",
    "item_source",
    "item_class",
    "annotation",
    "annotation_class",
    "assignment",
    "decision",
    "exposure",
    "label",
    "practice_text",
    "job",
    "embedding",
    "round",
)


@contextmanager
def statements(app: App) -> Iterator[list[tuple[str, Any]]]:
    """What is sent to the database meanwhile."""
    seen: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _ctx: Any, many: bool) -> None:
        if not many and statement.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
            seen.append((statement, parameters))

    event.listen(app.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(app.database.engine, "before_cursor_execute", note)


def reads(statement: str, name: str) -> bool:
    """Whether it reads a growing table by this name; checks of foreign keys are no reads."""
    aliased = re.search(rf"\b(\w+) AS {name}\b", statement)
    plain = re.search(rf"(FROM|JOIN|UPDATE|,) {name}\b(?! AS)", statement)
    return (aliased[1] if aliased else name if plain else "") in GROWING


def whole_reads(app: App, seen: list[tuple[str, Any]]) -> list[str]:
    """Steps of their plans that read a growing table from end to end."""
    found = []
    with app.database.engine.connect() as connection:
        for statement, parameters in seen:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            for *_, step in plan.all():
                scan = re.fullmatch(r"SCAN (\w+)", step)
                if scan and reads(statement, scan[1]):
                    found.append(f"{step}: {statement}")
    return found


@pytest.fixture
def database_url() -> None:
    """SQLite only: its plans don't depend on how many rows there are."""


@pytest.mark.slow
@pytest.mark.parametrize("overlap", [1, 2])
def test_no_request_of_an_annotator_reads_a_table_whole(driver: Driver, overlap: int) -> None:
    project = driver.project(["fruit", "metal"], overlap=overlap, round_every=5)
    driver.imported(project, texts(60))
    driver.label(project, 12, truth)
    with statements(driver.app) as seen:
        leases = driver.offered(project, 6)["assignments"]
        name = str(uuid4())
        driver.answer(project, leases[0], "fruit", id=name)
        driver.retract(project, name)
        driver.answer(project, leases[0], "metal")
        driver.end(project, "renew", leases[1])
        driver.end(project, "skip", leases[1])
        driver.end(project, "release", leases[2])
        with driver.app.write() as uow:
            uow[Rankings].replace(project, [])
        driver.offered(project, 10)
        driver.get(f"/projects/{project}")
        driver.get(f"/projects/{project}/items", limit=5)
        driver.get(f"/projects/{project}/items/{leases[0]['item']['id']}")
    assert len(seen) > 60
    assert whole_reads(driver.app, seen) == []


@pytest.mark.slow
def test_a_page_of_an_export_reads_no_other_rows(driver: Driver) -> None:
    project = driver.project(["fruit", "metal"])
    driver.imported(project, texts(20))
    with statements(driver.app) as seen:
        driver.get(f"/projects/{project}/export")
    [(statement, parameters), *_] = [each for each in seen if "FROM item_source" in each[0]]
    with driver.app.database.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    # In the order of an index, a row after the other: nothing is sorted, so nothing read ahead.
    assert plan[0][3] == (
        "SEARCH item_source USING INDEX ix_item_source_import_id (import_id=? AND rowid>?)"
    )
    assert not [step for *_, step in plan if "TEMP B-TREE" in step]


def test_a_whole_read_is_seen(driver: Driver) -> None:
    with statements(driver.app) as seen, driver.app.database.engine.connect() as connection:
        connection.exec_driver_sql("SELECT * FROM label WHERE confidence > ?", (0.5,))
    assert len(whole_reads(driver.app, seen)) == 1


@pytest.mark.parametrize("name", [n for n, t in metadata.tables.items() if "item_id" in t.c])
def test_rows_of_an_item_are_found_by_an_index(name: str) -> None:
    """An item that is withdrawn takes them along, also those of rooms that are absent."""
    of = metadata.tables[name]
    unique = [each for each in of.constraints if isinstance(each, UniqueConstraint)]
    sorted_by = [next(iter(each.columns)) for each in (of.primary_key, *unique, *of.indexes)]
    assert of.c.item_id in sorted_by
