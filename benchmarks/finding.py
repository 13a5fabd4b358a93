"""How long does it take to look for items, and to label many at once?

    python -m benchmarks.finding --items 100000 --labels 20000

On SQLite, and on a PostgreSQL server that it starts. Texts are a dozen words; of 77 classes; every
item has a prediction. Each figure is the median of some readings in one process, in milliseconds,
without HTTP: a page of 100 with all that is shown of each item, where said with the number of all
that are found. CPU is that of the thread, which on PostgreSQL is without the server's. Labelling is
a transaction: on SQLite it holds the write lock all that time.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import numpy as np

from benchmarks.reading import CLASSES, PEOPLE, put_answers, service
from service.app import App
from service.core.evaluation.pool_predictions import PoolPredictions
from service.core.evaluation.recalibration import Recalibration
from service.core.evaluation.suspected_errors import LikelyErrors
from service.core.targets.labels import Labels
from service.db.hot import insert_columns
from service.db.repository import slices
from service.db.unit_of_work import UnitOfWork
from service.find.find_items import label_items
from service.find.shapes.items import ItemFilters, ItemPaging, LabelItems
from service.find.show_items import list_items
from service.importing.queries.import_rows import ImportRows
from service.kit.vocabulary import Counted, LabellingState, Noted, Order, Source
from service.labelling.decide_items import decide_items, undo_decisions
from service.pool.queries.blindness import Blindness
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.items import Items
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.pool.tables.classes import LabelClass
from service.rounds.predictions import ARTEFACT, keep_predictions
from service.rounds.queries.rounds import Rounds
from tests.db import rows

READINGS = 7
MOST = 500
WORDS = [f"{start}{end}" for start in "bdfgklmnprst" for end in ("ale", "oin", "urt", "ast", "ing")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--labels", type=int, default=20_000)
    parser.add_argument("--databases", default="sqlite,postgresql")
    options = parser.parse_args()
    for name in options.databases.split(","):
        with service(name) as app:
            project, person = filled(app, options.items, options.labels)
            title = f"{name}, {options.items:,} items, {options.labels:,} labels"
            print(f"\n{title:44}{'CPU ms':>8}{'wall ms':>9}")
            look(app, project, person)
            label(app, project, person)


def look(app: App, project: int, person: int) -> None:
    counted = ItemPaging(is_counted=True)
    for name, query, paging in (
        ("first page", ItemFilters(), ItemPaging()),
        ("first page, counted", ItemFilters(), counted),
        ("page in the middle", ItemFilters(), ItemPaging(after=50_000)),
        ("page after 99,000", ItemFilters(), ItemPaging(skip=99_000)),
        (
            "unlabelled, after 79,000",
            ItemFilters(states=[LabellingState.UNLABELLED]),
            ItemPaging(skip=79_000),
        ),
        ("labelled last, after 19,000", ItemFilters(), ItemPaging(order=Order.LATEST, skip=19_000)),
        ("a class, counted", ItemFilters.model_validate({"class": "class 7"}), counted),
        ("unlabelled, counted", ItemFilters(states=[LabellingState.UNLABELLED]), counted),
        ("skipped, counted", ItemFilters(states=[LabellingState.SKIPPED]), counted),
        ("a person, counted", ItemFilters(annotators=[person]), counted),
        ("a source, counted", ItemFilters(sources=[Source.SEARCH]), counted),
        ("notes, counted", ItemFilters(note=Noted.ANY), counted),
        ("disagreements, counted", ItemFilters(disagreement=True), counted),
        ("a word, counted", ItemFilters(q="bale"), counted),
        ("words of no text, counted", ItemFilters(q="bale qqq"), counted),
        (
            "words of a class, counted",
            ItemFilters.model_validate({"q": "bale", "class": "class 7"}),
            counted,
        ),
        ("labelled last", ItemFilters(), ItemPaging(order=Order.LATEST)),
        ("predicted, counted", ItemFilters(predicted=["class 7"]), counted),
        ("least confident, counted", ItemFilters(), ItemPaging(order=Order.LEAST_CONFIDENT)),
        ("unsure of a word", ItemFilters(q="bale", confidence_below=0.5), counted),
    ):
        timed(name, partial(_list, app, project, query, paging))
    timed("what is passed over", partial(_withheld, app, project))


def _list(app: App, project: int, query: ItemFilters, paging: ItemPaging) -> None:
    with app.read() as uow:
        list_items(app, uow, project, query, paging)


def _withheld(app: App, project: int) -> None:
    with app.read() as uow:
        uow[Blindness].withheld(uow[Projects].get(project))


def label(app: App, project: int, person: int) -> None:
    """500 others each time by their ids, in a transaction; all that match, looked for before it."""
    with app.read() as uow:
        chosen = range(60_000 % uow[Projects].get(project).next_ordinal, 10**9)[: READINGS * MOST]
        ids = list(uow[Items].ids_of_ordinals(project, chosen).values())
    batches = [uuid4() for _ in range(READINGS)]
    parts = slices(ids, MOST)
    timed("label 500", partial(_decide, app, project, person, iter(batches), parts))
    timed("undo 500", partial(_undo, app, project, person, reversed(batches)))
    query = ItemFilters(q="bale doin", states=[LabellingState.UNLABELLED], predicted="class 7")
    timed("try to label all that match", partial(_try, app, project, person, query))


def _decide(
    app: App, project: int, person: int, batches: Iterator[UUID], parts: Iterator[Sequence[int]]
) -> None:
    batch, ids = next(batches), next(parts)
    answer = {"class": f"class {batch.int % CLASSES}"}
    with app.write() as uow:
        decide_items(uow, project, person, batch, ids, answer, Source.SEARCH)


def _undo(app: App, project: int, person: int, batches: Iterator[UUID]) -> None:
    with app.write() as uow:
        undo_decisions(uow, project, person, next(batches))


def _try(app: App, project: int, person: int, query: ItemFilters) -> None:
    answer = {"class": "class 3"}
    tried = LabelItems(batch=uuid4(), answer=answer, matching=query, dry_run=True)
    label_items(app, project, person, tried)


def timed(name: str, does: Callable[[], Any]) -> None:
    taken = []
    for _ in range(READINGS):
        cpu, wall = time.thread_time(), time.perf_counter()
        does()
        taken.append((time.thread_time() - cpu, time.perf_counter() - wall))
    cpu, wall = (1_000 * statistics.median(each) for each in zip(*taken, strict=True))
    print(f"{name:44}{cpu:>8.1f}{wall:>9.1f}", flush=True)


def filled(app: App, count: int, labels: int) -> tuple[int, int]:
    """A project with so many items, some of them labelled, and one of its people."""
    dice = random.Random(1)
    with app.write() as uow:
        project = rows.project(uow)
        people = [rows.user(uow, f"person {number}") for number in range(PEOPLE)]
        names = enumerate(f"class {number}" for number in range(CLASSES))
        classes = [LabelClass(project_id=project, position=n, name=name) for n, name in names]
        uow[Classes].add_all(classes)
        class_ids = [each.id for each in classes]
        [first] = rows.items(uow, project, 1)
        import_id = uow[Items].get(project, first).import_id
        items = list(uow[ImportRows].new_ids("item", count))
        by_key = _put_items(uow, project, import_id, items, dice)
        uow[Imports].move_frontier(import_id, 0.02)
        audits, others = by_key[: count // 50], by_key[count // 50 :]
        chosen = [*audits, *dice.sample(others, labels - len(audits))]
        put_answers(uow, project, chosen, people, class_ids)
        uow[Counters].count(project, Counted.ITEMS, count + 1)
    with app.write() as uow:
        uow[Counters].count_all(project, uow[LabelRows].tally_of_import(import_id))
        made = uow[Rounds].add(rows.round_of(project, 1, class_ids=class_ids, metrics={}))
        key = keep_predictions(app, made, Labels.none(), _predictions(count + 1))
        made.artefacts, made.measured_at = {ARTEFACT: key or ""}, uow.now
    if not app.database.is_sqlite:
        with app.database.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
    return project, people[0]


def _put_items(
    uow: UnitOfWork, project: int, import_id: int, ids: Sequence[int], dice: random.Random
) -> list[int]:
    """Rows with an id of their own and a dozen words, stored by their audit keys as imports do.

    The ids in that order.
    """
    keys = sorted(dice.random() for _ in ids)
    order = dice.sample(range(len(ids)), len(ids))
    first = uow[Projects].reserve_ordinals(project, len(ids))
    columns: dict[str, Sequence[Any]] = {
        "id": [ids[place] for place in order],
        "ordinal": [first + place for place in order],
        "text": [" ".join(dice.choices(WORDS, k=12)) for _ in ids],
        "content_hash": [f"{number}".encode() for number in order],
        "audit_key": keys,
    }
    shared = {"project_id": project, "import_id": import_id, "role": "pool"}
    insert_columns(uow.session, "item", columns, shared)
    columns = {"item_id": ids, "line": [*ids], "external_id": [f"row {number}" for number in ids]}
    insert_columns(uow.session, "item_source", columns, {"import_id": import_id, "conflict": False})
    return [ids[place] for place in order]


def _predictions(count: int) -> PoolPredictions:
    rng = np.random.default_rng(1)
    unknown = np.full(count, np.nan, dtype=np.float32)
    likeliest = rng.beta(4, 1, count).astype(np.float32)
    classes = rng.integers(0, CLASSES, count)
    by, none = Recalibration(1.0, 0.0), LikelyErrors.none()
    return PoolPredictions(classes, likeliest, unknown, unknown, by, none)


if __name__ == "__main__":
    main()
