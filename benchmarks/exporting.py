"""How long does taking 100,000 labels away take, over real HTTP?

    python -m benchmarks.exporting [--rows 100000] [--processes 2]

Fills a database with rows, labels and answers, starts `postil serve` on it and downloads the export
in each format. With `--processes` it is PostgreSQL and an API of so many processes instead. The
baseline of the same run reads the same rows from the same database with Python's own sqlite3, or
psycopg, and writes each as JSON: what nobody can do without. Linux only (`/proc`).
"""

import argparse
import json
import secrets
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
from sqlalchemy import insert
from sqlmodel import Session

from benchmarks.fleet import fleet
from benchmarks.load import spent_by
from benchmarks.serving import API, service
from service.bootstrap import build
from service.exporting.export_format import EXPORT_FORMATS
from service.kit.settings import Settings
from service.kit.vocabulary import AssignmentState, LabelState, Source
from service.pool.queries.classes import Classes
from service.pool.queries.imports import Imports
from service.pool.queries.items import Items
from service.pool.tables.classes import LabelClass
from service.schema import metadata
from tests.db import rows

Row = dict[str, object]
SLICE = 5_000
BARE = """
    SELECT item_source.external_id, item_source.data, item.id, item.text, label.answer,
        label.confidence, annotation.*, "user".name, assignment.*
    FROM item_source JOIN item ON item.id = item_source.item_id
    JOIN label ON label.item_id = item.id JOIN annotation ON annotation.item_id = item.id
    JOIN "user" ON "user".id = annotation.user_id
    JOIN assignment ON assignment.id = annotation.assignment_id
    WHERE item.project_id = ? ORDER BY item_source.id
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=0, help="0: embedded, on SQLite")
    options = parser.parse_args()
    count, token = options.rows, secrets.token_urlsafe(16)
    with tempfile.TemporaryDirectory() as name:
        folder, apis = Path(name), options.processes
        start = fleet(folder, token, "hashing", apis) if apis else service(folder, token, "hashing")
        with start as served:
            project = fill(folder / "data", served.database, count)
            wall, spent = bare(served.database, project)
            print(f"bare read:  {wall:5.2f} s, {spent:5.2f} s of CPU")
            for name in EXPORT_FORMATS:
                started, before = time.perf_counter(), spent_by(served)["API"]
                size, lines = download(f"{served.url}{API}/projects/{project}/export", token, name)
                took = time.perf_counter() - started
                used = spent_by(served)["API"] - before
                wanted = {"jsonl": count, "csv": count + 1}.get(name, lines)
                assert lines == wanted, f"{lines:,} lines"
                print(
                    f"{name:10}  {size / 1e6:5.1f} MB in {took:5.2f} s ({took / wall:.1f} x), "
                    f"{used:5.2f} s of the API's CPU ({used / spent:.1f} x)"
                )


def fill(folder: Path, database: str, count: int) -> int:
    """A project with so many rows, each labelled by one person."""
    url = None if database.startswith("sqlite") else database
    app = build(Settings(data_dir=folder, encoder="hashing", database_url=url))
    with app.write() as uow:
        project = rows.project(uow)
        user = rows.user(uow)
        names = [LabelClass(project_id=project, position=n, name=f"class {n}") for n in range(77)]
        classes = [uow[Classes].add(each).id for each in names]
        [first] = rows.items(uow, project, 1)
        imported = uow[Items].get(project, first).import_id
        for start in range(1, count + 1, SLICE):
            numbers = range(start, min(start + SLICE, count + 1))
            insert_rows(uow.session, numbers, project, imported, user, classes)
        uow[Imports].count_tables()  # as an import does
    app.close()
    return project


def insert_rows(
    session: Session, numbers: range, project: int, imported: int, user: int, classes: list[int]
) -> None:
    """Item, row, assignment, annotation and label of each number, which is their id too."""
    now = datetime.now(UTC)
    whose = {"project_id": project, "user_id": user}
    made = {
        "item": [item(n, project, imported) for n in numbers],
        "item_source": [source(n, imported) for n in numbers],
        "assignment": [assignment(n, now) | whose for n in numbers],
        "annotation": [annotation(n, classes, now) | whose for n in numbers],
        "label": [label(n, classes) | {"project_id": project} for n in numbers],
    }
    for name in made:
        session.execute(insert(metadata.tables[name]), made[name])


def item(number: int, project: int, imported: int) -> Row:
    return {
        "id": number + 1,
        "project_id": project,
        "import_id": imported,
        "ordinal": number,
        "text": f"a text of {number} that is about as long as what people write to support",
        "content_hash": str(number).encode(),
        "audit_key": number / 1e9,
    }


def source(number: int, imported: int) -> Row:
    return {
        "item_id": number + 1,
        "import_id": imported,
        "line": number,
        "external_id": f"row-{number}",
        "data": {"channel": "mail", "day": number % 365},
    }


def assignment(number: int, now: datetime) -> Row:
    return {
        "id": number,
        "item_id": number + 1,
        "source": Source.STRATEGY,
        "strategy": "margin@1",
        "score": 0.5,
        "leased_at": now,
        "expires_at": now,
        "state": AssignmentState.ANSWERED,
        "came_back": False,
    }


def annotation(number: int, classes: list[int], now: datetime) -> Row:
    return {
        "id": uuid4(),
        "item_id": number + 1,
        "assignment_id": number,
        "answer": [classes[number % len(classes)]],
        "body_hash": "",
        "answered_at": now,
        "received_at": now,
        "active_seconds": 2.0,
    }


def label(number: int, classes: list[int]) -> Row:
    return {
        "item_id": number + 1,
        "ordinal": number,
        "answer": [classes[number % len(classes)]],
        "state": LabelState.SETTLED,
        "confidence": 1.0,
        "votes": 1,
    }


def bare(url: str, project: int) -> tuple[float, float]:
    """Wall and CPU seconds of reading the same rows and writing them as JSON."""
    wall, spent = time.perf_counter(), time.process_time()
    kind, _, place = url.partition("://")
    connect: Any = sqlite3.connect if kind == "sqlite" else psycopg.connect
    with closing(connect(place if kind == "sqlite" else f"postgresql://{place}")) as database:
        asked = BARE if kind == "sqlite" else BARE.replace("?", "%s")
        for row in database.execute(asked, (project,)):
            json.dumps([value for value in row if not isinstance(value, bytes)], default=str)
    return time.perf_counter() - wall, time.process_time() - spent


def download(url: str, token: str, name: str) -> tuple[int, int]:
    """How many bytes came, and how many line ends among them."""
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.stream("GET", url, params={"format": name}, headers=headers, timeout=300) as answer:
        answer.raise_for_status()
        size, lines = 0, 0
        for chunk in answer.iter_raw():
            size += len(chunk)
            lines += chunk.count(b"\n")
        return size, lines


if __name__ == "__main__":
    main()
