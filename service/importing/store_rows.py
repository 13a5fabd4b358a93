"""Puts a batch of an import's rows into the store, in transactions of a few milliseconds.

First the items that are new, those with near audit keys in one transaction, because they are
neighbours in the indexes; then the rows in the file's order, each slice with its counts. A cut
between the two leaves items that stand for no row yet: the next attempt finds them and goes on.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.answers import answer_kind
from service.answers.answer import Answer
from service.app import App
from service.core.acquisition.audit import audit_keys_of
from service.core.arrays import IntArray
from service.db.repository import slices
from service.db.unit_of_work import UnitOfWork
from service.importing.columns import MOST_COLUMNS
from service.importing.formats import Row
from service.importing.known_classes import KnownClasses
from service.importing.label_from_import import KnownAnswer, label_from_import
from service.importing.queries.import_rows import ImportRows
from service.importing.shapes import RejectedRow
from service.importing.show_import import Warnings, note_rejected
from service.jobs.run_job import JobRun, assert_claimed
from service.jobs.take_turns import Turn
from service.kit.vocabulary import WITHDRAWN, ItemRole
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.pool.queries.stored_items import StoredItem, StoredItems
from service.pool.tables.items import Import, content_hash

SLICE = 2_000
"""Rows in a transaction on SQLite, whose write lock it holds for less than 20 ms."""
SHARED_SLICE = 10_000
"""On PostgreSQL, where nobody waits for it: fewer commits wait for the disk."""
LABELLED_SLICE = 250
"""A known answer is three rows more, in tables with more indexes."""


class RowWriter:
    """One import on its way in."""

    def __init__(
        self, app: App, run: JobRun, upload: Import, warnings: Warnings, turn: Turn
    ) -> None:
        # Plain values: reading a mapped attribute costs more than the rest of a row's work.
        self._app, self._run, self._found = app, run, upload
        self._warnings, self._turn = warnings, turn
        self._project_id, self._import_id, self._role = run.project_id, upload.id, upload.role
        self._user_id = upload.created_by
        self._labelled = upload.labels == "import"
        plain = SLICE if app.database.is_sqlite else SHARED_SLICE
        self._slice = LABELLED_SLICE if self._labelled else plain
        self._classes = KnownClasses(app, run, upload, warnings) if self._labelled else None
        with app.read() as uow:
            others = uow[Imports].of(run.project_id)
            project = uow[Projects].get(run.project_id)
            self._kind, self._secret = answer_kind(project.answer_kind), int(project.audit_secret)
            self._withdrawn = {i.id for i in others if i.state in WITHDRAWN}
        self._column_names = upload.column_names
        self._items: dict[int, StoredItem] = {}
        """The items of the batch, by id; of new ones only those that labels may come with."""
        self._fresh: set[int] = set()
        """Items of the batch that its rows bring, until the first of those is noted."""
        self._unlabelled: set[int] = set()
        """Items of the batch that were made for it and have no label yet."""

    def take(self, batch: Sequence[Row | RejectedRow]) -> None:
        """Gives way between slices of noted rows. Not while items go in: ids would tell which of
        them came before the cut, and those have the lowest audit keys."""
        if self._classes is not None:
            batch = self._classes.resolve(batch)
        self._warnings.keep()
        rows = [row for row in batch if isinstance(row, Row)]
        self._name_columns(rows)
        hashes = [content_hash(row.text) for row in rows]
        texts = dict(zip(hashes, (row.text for row in rows), strict=True))
        keys = audit_keys_of(self._secret, list(texts))
        ids = self._find(texts, np.sort(keys).tolist())
        is_new = np.array([hashed not in ids for hashed in texts], dtype=np.bool_)
        new = {hashed: text for hashed, text in texts.items() if hashed not in ids}
        ids |= self._insert(new, keys[is_new])
        item_ids = iter([ids[hashed] for hashed in hashes])
        for place, part in enumerate(slices(batch, self._slice)):
            if place:
                self._turn.next_slice()
            self._note(part, item_ids)
        self._items = {}  # rows keep no memory while the next ones are read

    def _name_columns(self, rows: Sequence[Row]) -> None:
        """Notes the columns of the rows' data before the rows: an export begins with them."""
        names = _with_columns(self._column_names, (row.data for row in rows if row.data))
        if len(names) == len(self._column_names):
            return
        with self._app.write() as uow:
            assert_claimed(uow, self._run)
            uow[Imports].lock(self._project_id, self._import_id).column_names = names
        self._column_names = names

    def _find(self, texts: Container[bytes], keys: Sequence[float]) -> dict[bytes, int]:
        """The ids of the items that are there, by the hash of their text.

        Those that nobody sees any more are taken over.
        """
        with self._app.read() as uow:
            stored = [
                item
                for item in uow[StoredItems].with_keys(self._project_id, self._role, keys)
                if item.content_hash in texts
            ]
            own = [item.id for item in stored if item.import_id == self._import_id]
            self._fresh = uow[ImportRows].unsourced(own) if own else set()
        self._unlabelled = set()
        self._items = {item.id: item for item in stored}
        for part in slices([i for i in stored if i.import_id in self._withdrawn], self._slice):
            with self._app.write() as uow:
                assert_claimed(uow, self._run)
                uow[ImportRows].take_over(self._import_id, part)
            for item in part:
                self._items[item.id] = item._replace(import_id=self._import_id)
                self._fresh.add(item.id)
        return {item.content_hash: item.id for item in stored}

    def _insert(self, texts: Mapping[bytes, str], keys: NDArray[np.float64]) -> dict[bytes, int]:
        """Puts in the items of these texts, by their hashes and with their audit keys; the ids."""
        item_ids: dict[bytes, int] = {}
        if not texts:
            return item_ids
        with self._app.write() as uow:
            first = uow[Projects].reserve_ordinals(self._project_id, len(texts))
            assert_claimed(uow, self._run)
        every = {
            "ordinal": first + np.arange(len(texts)),
            "text": np.array(list(texts.values()), dtype=np.object_),
            "content_hash": np.array(list(texts), dtype=np.object_),
            "audit_key": keys,
        }
        shared = {
            "project_id": self._project_id,
            "import_id": self._import_id,
            "role": self._role.value,
        }
        for part in _parts(np.argsort(keys, kind="stable"), self._slice):
            # Put together before the lock is taken.
            columns = {name: values[part].tolist() for name, values in every.items()}
            with self._app.write() as uow:
                assert_claimed(uow, self._run)
                if not item_ids:
                    reserved = np.array(uow[ImportRows].new_ids("item", len(texts)))
                ids = reserved[part].tolist()
                uow[ImportRows].insert_items({"id": ids, **columns}, shared)
            item_ids.update(zip(columns["content_hash"], ids, strict=True))
            self._fresh.update(ids)
            if self._labelled:
                items = zip(columns["content_hash"], ids, columns["ordinal"], strict=True)
                self._items |= {item[1]: StoredItem(*item, self._import_id) for item in items}
                self._unlabelled.update(ids)
        return item_ids

    def _note(self, part: Sequence[Row | RejectedRow], item_ids: Iterator[int]) -> None:
        """Notes rows, gives the known answers that come with them, and counts all.

        `item_ids`: of the rows from these on.
        """
        rows = [row for row in part if isinstance(row, Row)]
        note_rejected(self._app, self._found, [row for row in part if isinstance(row, RejectedRow)])
        of_rows = list(islice(item_ids, len(rows)))
        shared = {"import_id": self._import_id, "conflict": False}
        columns: dict[str, Sequence[Any]] = {
            "item_id": of_rows,
            "line": [row.line for row in rows],
            "external_id": [row.external_id for row in rows],
            "data": [row.data or None for row in rows],
        }
        if self._labelled:
            columns["label"] = [row.label for row in rows]
        brought = self._fresh.intersection(of_rows)
        with self._app.write() as uow:
            if self._labelled:
                uow[Projects].lock(self._project_id)  # annotators may be answering the same items
            assert_claimed(uow, self._run)
            conflicts, labelled = set[int](), 0
            if self._labelled:
                conflicts, labelled = self._label(uow, rows, of_rows)
            if conflicts:
                del shared["conflict"]
                columns["conflict"] = [row.line in conflicts for row in rows]
            uow[ImportRows].insert_sources(columns, shared)
            uow[Imports].count(
                self._import_id,
                received=len(part),
                inserted=len(brought),
                duplicates=len(rows) - len(brought),
                rejected=len(part) - len(rows),
                labelled=labelled,
                conflicts=len(conflicts),
            )
        self._fresh -= brought

    def _label(
        self, uow: UnitOfWork, rows: Sequence[Row], item_ids: Sequence[int]
    ) -> tuple[set[int], int]:
        """Gives the answers of rows to items that have none; the lines that contradict a label."""
        answered = [
            (self._items[item_id], row)
            for item_id, row in zip(item_ids, rows, strict=True)
            if row.answer is not None
        ]
        labels = uow[ImportRows].labels([i.id for i, _ in answered if i.id not in self._unlabelled])
        merged = uow[Classes].merged(self._project_id)
        answers: list[KnownAnswer] = []
        conflicts: set[int] = set()
        for item, row in answered:
            assert row.answer is not None
            if item.id not in labels:
                labels[item.id] = row.answer
                is_new = item.id in self._unlabelled
                answers.append(KnownAnswer(item.id, item.ordinal, row.answer, is_new))
            elif not self._agree(labels[item.id], row.answer, merged):
                conflicts.add(row.line)
        label_from_import(
            uow, self._kind, self._project_id, self._import_id, self._user_id, answers
        )
        self._count_visible(uow, {item.id: item.import_id for item, _ in answered}, answers)
        self._unlabelled -= labels.keys()
        return conflicts, len(answers)

    def _agree(self, one: Answer, other: Answer, merged: Mapping[int, int]) -> bool:
        meant = (self._kind.meant(answer, merged) for answer in (one, other))
        return self._kind.agreement(*meant) == 1

    def _count_visible(
        self, uow: UnitOfWork, imports: Mapping[int, int], answers: Sequence[KnownAnswer]
    ) -> None:
        """Labels of items that people see already; the others count when they are published."""
        others = [a.item_id for a in answers if imports[a.item_id] != self._import_id]
        if others and self._role is ItemRole.POOL:
            uow[Counters].count_all(self._project_id, uow[LabelRows].tally(others))


def _parts(by_key: IntArray, length: int) -> Iterator[IntArray]:
    """Rows by audit key, so many at a time; the last row of the file goes in with the first part.

    Ids go by the file, for people see them: who could tell by them which items are audited would
    label those with more care. The last one's keeps the ids before it for this batch.
    """
    last = len(by_key) - 1
    placed = np.concatenate([[last], by_key[by_key != last]])
    for start in range(0, len(placed), length):
        yield placed[start : start + length]


def _with_columns(columns: list[str], rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The columns known so far and those of the rows; one too many stands for all further ones."""
    if len(columns) > MOST_COLUMNS:
        return columns
    names = dict.fromkeys(chain(columns, *rows))
    return list(names)[: MOST_COLUMNS + 1]
