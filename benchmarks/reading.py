"""What do a tab's heartbeat, the project's screen and the curve cost, with few labels and many?

    python -m benchmarks.reading --labels 1000,10000,50000 --rounds 200,1000,4000

On SQLite, and on a PostgreSQL server that it starts. Sixteen people have labelled a project of 77
classes, one answer every two seconds, with a round for every five whose jobs are still on record.
Each figure is the median of many readings in one process: milliseconds of the thread's CPU, which
on PostgreSQL are without the server's, and of the clock.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from service.app import App
from service.bootstrap import build
from service.db.hot import insert_columns
from service.db.unit_of_work import UnitOfWork
from service.figures.show_curve import show_curve
from service.figures.show_progress import show_progress
from service.figures.show_stats import show_stats
from service.importing.queries.import_rows import ImportRows
from service.kit.settings import Settings
from service.kit.vocabulary import Counted, Role
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.items import Items
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.pool.tables.classes import LabelClass
from tests import databases, servers
from tests.db import rows

PEOPLE = 16
CLASSES = 77
READINGS = 30


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--labels", default="1000,10000,50000")
    parser.add_argument("--rounds", default="200,1000,4000")
    parser.add_argument("--databases", default="sqlite,postgresql")
    options = parser.parse_args()
    for name in options.databases.split(","):
        with service(name) as app:
            print(f"\n{name:24}{'CPU ms':>10}{'wall ms':>10}")
            for count in map(int, options.labels.split(",")):
                project, person = labelled(app, count)
                read(
                    app, f"/progress, {count:,}", of(show_progress, project, person, Role.ENGINEER)
                )
                read(app, f"/stats, {count:,}", of(show_stats, project, person, Role.ENGINEER))
            for count in map(int, options.rounds.split(",")):
                project = measured(app, count)
                shown = of(show_curve, app.settings, project, Role.ENGINEER)
                read(app, f"/curve, {count:,}", shown)


@contextmanager
def service(name: str) -> Iterator[App]:
    with ExitStack() as until_the_end:
        place = Path(until_the_end.enter_context(tempfile.TemporaryDirectory()))
        url = None
        if name == "postgresql":
            server = until_the_end.enter_context(servers.postgresql())
            url = until_the_end.enter_context(databases.database(server, "reading"))
        app = build(Settings(data_dir=place, database_url=url, encoder="hashing"))
        until_the_end.callback(app.close)
        app.migrate()
        yield app


def of(show: Callable[..., Any], *arguments: Any) -> Callable[[UnitOfWork], Any]:
    return lambda uow: show(uow, *arguments)


def read(app: App, name: str, look: Callable[[UnitOfWork], Any]) -> None:
    taken: list[tuple[float, float]] = []
    for _ in range(READINGS):
        cpu, wall = time.thread_time(), time.perf_counter()
        with app.read() as uow:
            look(uow)
        taken.append((time.thread_time() - cpu, time.perf_counter() - wall))
    cpu, wall = (1_000 * statistics.median(each) for each in zip(*taken, strict=True))
    print(f"{name:24}{cpu:>10.1f}{wall:>10.1f}", flush=True)


def labelled(app: App, count: int) -> tuple[int, int]:
    """A project with so many labels, one an item, and one of its people."""
    with app.write() as uow:
        project = rows.project(uow)
        people = [rows.user(uow, f"person {number}") for number in range(PEOPLE)]
        names = enumerate(f"class {number}" for number in range(CLASSES))
        classes = [LabelClass(project_id=project, position=n, name=name) for n, name in names]
        uow[Classes].add_all(classes)
        [first, *_] = rows.items(uow, project, 1)
        import_id = uow[Items].get(project, first).import_id
        items = list(uow[ImportRows].new_ids("item", count))
        put_items(uow, project, import_id, items)
        uow[Imports].move_frontier(import_id, 0.1)
        put_answers(uow, project, items, people, [each.id for each in classes])
        put_jobs(uow, project, 2 * count // 5)
    with app.write() as uow:
        uow[Counters].count_all(project, uow[LabelRows].tally_of_import(import_id))
        uow[Counters].count(project, Counted.ITEMS, count + 1)
        for person in people:
            given = sum(1 for number in range(count) if people[number % PEOPLE] == person)
            for day in (0, uow.now.toordinal()):
                uow[Counters].count(project, Counted.ANSWERS, given, key=person, day=day, by=person)
            uow[Counters].count(project, Counted.MICROSECONDS, given, key=person, by=person)
    if not app.database.is_sqlite:
        with app.database.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
    return project, people[0]


def put_items(uow: UnitOfWork, project: int, import_id: int, ids: Sequence[int]) -> None:
    first = uow[Projects].reserve_ordinals(project, len(ids))
    columns: dict[str, Sequence[Any]] = {
        "id": ids,
        "ordinal": [first + place for place in range(len(ids))],
        "text": [f"text {number}" for number in ids],
        "content_hash": [f"{number}".encode() for number in ids],
        "audit_key": [place / len(ids) for place in range(len(ids))],
    }
    shared = {"project_id": project, "import_id": import_id, "role": "pool"}
    insert_columns(uow.session, "item", columns, shared)


def put_answers(
    uow: UnitOfWork,
    project: int,
    items: Sequence[int],
    people: Sequence[int],
    classes: Sequence[int],
) -> None:
    """An answer and the settled label that it makes for each item."""
    named = [classes[item % CLASSES] for item in items]
    times = [uow.now - timedelta(seconds=2 * (len(items) - n)) for n in range(len(items))]
    columns: dict[str, Sequence[Any]] = {
        "id": [uuid4() for _ in items],
        "item_id": items,
        "user_id": [people[place % PEOPLE] for place in range(len(items))],
        "answer": [[class_id] for class_id in named],
        "answered_at": times,
        "received_at": times,
        "active_seconds": [1.0 + place % 9 for place in range(len(items))],
    }
    shared: dict[str, Any] = {"project_id": project, "live": True, "late": False, "unasked": False}
    insert_columns(uow.session, "annotation", columns, shared | {"body_hash": ""})
    columns = {
        "item_id": items,
        "ordinal": items,
        "answer": [[class_id] for class_id in named],
        "votes": [{f"[{class_id}]": 1} for class_id in named],
    }
    shared = {"project_id": project, "state": "settled", "asked": True, "confidence": 1.0}
    shared |= {"people": 1, "disputed": False, "labelled_at": uow.now}
    insert_columns(uow.session, "label", columns, shared)
    insert_columns(uow.session, "item_class", {"item_id": items, "class_id": named})


def put_jobs(uow: UnitOfWork, project: int, count: int) -> None:
    """Those that are done, of rounds."""
    ids = uow[ImportRows].new_ids("job", count)
    kinds = [("rank", "measure")[number % 2] for number in range(count)]
    shared = {"project_id": project, "payload": {"labels": 5, "trigger": "labels"}, "state": "done"}
    shared |= dict.fromkeys(("created_at", "run_after", "finished_at"), uow.now)
    shared |= {"priority": 1, "done": 0, "attempts": 1, "stopped": 0, "cpu_seconds": 0.4}
    insert_columns(uow.session, "job", {"id": ids, "kind": kinds}, shared)


def measured(app: App, rounds: int) -> int:
    """A project with the figures of so many rounds."""
    with app.write() as uow:
        project = rows.project(uow)
        columns: dict[str, Sequence[Any]] = {
            "round": [*range(1, rounds + 1)],
            "labels": [5 * number for number in range(1, rounds + 1)],
            "audit_labels": [number // 2 for number in range(1, rounds + 1)],
            "estimate": [None if number < 40 else 0.8 for number in range(1, rounds + 1)],
        }
        shared = {
            "project_id": project,
            "strategy": "auto@1",
            "known_answers": 0,
            "low": 0.7,
            "high": 0.9,
        }
        shared |= {"annotator_seconds": 99.0, "compute_seconds": 9.0, "macro_f1": 0.7}
        insert_columns(uow.session, "figure", columns, shared)
    return project


if __name__ == "__main__":
    main()
