"""Puts a batch of an import's rows into the store, in transactions of a few milliseconds.

First the items that are new, those with near audit keys in one transaction, because they are
neighbours in the indexes; then the rows in the file's order, each slice with its counts. A cut
between the two leaves items that stand for no row yet: the next attempt finds them and goes on.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.answers import answer_kind
from service.answers.answer import Answer
from service.core.acquisition.audit import audit_keys_of
from service.core.arrays import IntArray
from service.loop.app import App
from service.loop.importing.data_columns import with_columns
from service.loop.importing.formats import Reject
from service.loop.importing.import_row import ImportRow
from service.loop.importing.known_classes import KnownClasses
from service.loop.importing.label_from_import import KnownAnswer, label_from_import
from service.loop.importing.note_warnings import Warnings
from service.loop.importing.show_import import note_rejected
from service.loop.jobs.assert_claimed import assert_claimed
from service.loop.jobs.run_job import JobRun
from service.models import Import
from service.store.import_rows import StoredItem
from service.store.slices import slices
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import WITHDRAWN, ItemRole

SLICE = 2_000
"""Rows in a transaction on SQLite, whose write lock it holds for less than 20 ms."""
SHARED_SLICE = 10_000
"""On PostgreSQL, where nobody waits for it: fewer commits wait for the disk."""
LABELLED_SLICE = 250
"""A known answer is three rows more, in tables with more indexes."""


class RowWriter:
    """One import on its way in."""

    def __init__(self, app: App, run: JobRun, found: Import, warnings: Warnings) -> None:
        # Plain values: reading a mapped attribute costs more than the rest of a row's work.
        self._app, self._run, self._found = app, run, found
        self._warnings = warnings
        self._project_id, self._import_id, self._role = run.project_id, found.id, found.role
        self._user_id = found.created_by
        self._labelled = found.labels == "import"
        plain = SLICE if app.database.is_sqlite else SHARED_SLICE
        self._slice = LABELLED_SLICE if self._labelled else plain
        self._classes = KnownClasses(app, run, found, warnings) if self._labelled else None
        with app.read() as uow:
            others = uow.imports.of(run.project_id)
            project = uow.projects.get(run.project_id)
            self._kind, self._secret = answer_kind(project.answer_kind), int(project.audit_secret)
            self._withdrawn = {i.id for i in others if i.state in WITHDRAWN}
        self._column_names = found.column_names
        self._ids: dict[bytes, int] = {}
        """Of the items of the batch that are there, by the hash of their text."""
        self._items: dict[bytes, StoredItem] = {}
        """The same items, but of new ones only those that labels may come with."""
        self._fresh: set[int] = set()
        """Items of the batch that its rows bring, until the first of those is noted."""
        self._unlabelled: set[int] = set()
        """Items of the batch that were made for it and have no label yet."""

    def take(self, batch: Sequence[ImportRow | Reject]) -> None:
        if self._classes is not None:
            batch = self._classes.resolve(batch)
        self._warnings.keep()
        firsts: dict[bytes, ImportRow] = {}
        for row in batch:
            if isinstance(row, ImportRow):
                firsts.setdefault(row.content_hash, row)
        self._name_columns(batch)
        keys = audit_keys_of(self._secret, list(firsts))
        self._find(firsts, np.sort(keys).tolist())
        is_new = np.array([hashed not in self._ids for hashed in firsts], dtype=np.bool_)
        self._insert([r for r in firsts.values() if r.content_hash not in self._ids], keys[is_new])
        for part in slices(batch, self._slice):
            self._note(part)
        self._ids, self._items = {}, {}  # rows keep no memory while the next ones are read

    def _name_columns(self, batch: Sequence[ImportRow | Reject]) -> None:
        """Notes the columns of the rows' data before the rows: an export begins with them."""
        data = (row.data for row in batch if isinstance(row, ImportRow) and row.data)
        names = with_columns(self._column_names, data)
        if len(names) == len(self._column_names):
            return
        with self._app.write() as uow:
            assert_claimed(uow, self._run)
            uow.imports.lock(self._project_id, self._import_id).column_names = names
        self._column_names = names

    def _find(self, firsts: Mapping[bytes, ImportRow], keys: Sequence[float]) -> None:
        """Looks up which items are there, and takes over those that nobody sees any more."""
        with self._app.read() as uow:
            stored = [
                item
                for item in uow.import_rows.stored(self._project_id, self._role, keys)
                if item.content_hash in firsts
            ]
            own = [item.id for item in stored if item.import_id == self._import_id]
            self._fresh = uow.import_rows.unsourced(own) if own else set()
        self._unlabelled = set()
        self._items = {item.content_hash: item for item in stored}
        self._ids = {item.content_hash: item.id for item in stored}
        for part in slices([i for i in stored if i.import_id in self._withdrawn], self._slice):
            with self._app.write() as uow:
                assert_claimed(uow, self._run)
                uow.import_rows.take_over(self._import_id, part)
            for item in part:
                self._items[item.content_hash] = item._replace(import_id=self._import_id)
                self._fresh.add(item.id)

    def _insert(self, rows: Sequence[ImportRow], keys: NDArray[np.float64]) -> None:
        if not rows:
            return
        with self._app.write() as uow:
            first = uow.projects.reserve_ordinals(self._project_id, len(rows))
            assert_claimed(uow, self._run)
        texts = np.array([row.text for row in rows], dtype=np.object_)
        hashes = np.array([row.content_hash for row in rows], dtype=np.object_)
        shared = {
            "project_id": self._project_id,
            "import_id": self._import_id,
            "role": self._role.value,
        }
        reserved: Sequence[int] = ()
        for part in _parts(np.argsort(keys, kind="stable"), self._slice):
            made = hashes[part].tolist(), (first + part).tolist()
            columns: dict[str, Sequence[Any]] = {  # put together before the lock is taken
                "ordinal": made[1],
                "text": texts[part].tolist(),
                "content_hash": made[0],
                "audit_key": keys[part].tolist(),
            }
            with self._app.write() as uow:
                assert_claimed(uow, self._run)
                reserved = reserved or uow.import_rows.new_ids("item", len(rows))
                ids = [reserved[i] for i in part.tolist()]
                uow.import_rows.insert_items({"id": ids, **columns}, shared)
            self._ids.update(zip(made[0], ids, strict=True))
            self._fresh.update(ids)
            if self._labelled:
                items = map(StoredItem, made[0], ids, made[1], repeat(self._import_id))
                self._items.update(zip(made[0], items, strict=True))
                self._unlabelled.update(ids)

    def _note(self, part: Sequence[ImportRow | Reject]) -> None:
        """Notes rows, gives the known answers that come with them, and counts all."""
        rows = [row for row in part if isinstance(row, ImportRow)]
        note_rejected(self._app, self._found, [row for row in part if isinstance(row, Reject)])
        ids, shared = self._ids, {"import_id": self._import_id, "conflict": False}
        item_ids = [ids[row.content_hash] for row in rows]
        columns: dict[str, Sequence[Any]] = {
            "item_id": item_ids,
            "line": [row.line for row in rows],
            "external_id": [row.external_id for row in rows],
            "data": [row.data for row in rows],
        }
        if self._labelled:
            columns["label"] = [row.label for row in rows]
        brought = self._fresh.intersection(item_ids)
        with self._app.write() as uow:
            if self._labelled:
                uow.projects.lock(self._project_id)  # annotators may be answering the same items
            assert_claimed(uow, self._run)
            conflicts, labelled = self._label(uow, rows) if self._labelled else (set(), 0)
            if conflicts:
                del shared["conflict"]
                columns["conflict"] = [row.line in conflicts for row in rows]
            uow.import_rows.insert_sources(columns, shared)
            uow.import_rows.count(
                self._import_id,
                received=len(part),
                inserted=len(brought),
                duplicates=len(rows) - len(brought),
                rejected=len(part) - len(rows),
                labelled=labelled,
                conflicts=len(conflicts),
            )
        self._fresh -= brought

    def _label(self, uow: UnitOfWork, rows: Sequence[ImportRow]) -> tuple[set[int], int]:
        """Gives the answers of rows to items that have none; the lines that contradict a label."""
        answered = [(self._items[row.content_hash], row) for row in rows if row.answer is not None]
        labels = uow.import_rows.labels([i.id for i, _ in answered if i.id not in self._unlabelled])
        merged = uow.classes.merged(self._project_id)
        given: list[KnownAnswer] = []
        conflicts: set[int] = set()
        for item, row in answered:
            assert row.answer is not None
            if item.id not in labels:
                labels[item.id] = row.answer
                is_new = item.id in self._unlabelled
                given.append(KnownAnswer(item.id, item.ordinal, row.answer, is_new))
            elif not self._agree(labels[item.id], row.answer, merged):
                conflicts.add(row.line)
        label_from_import(uow, self._kind, self._project_id, self._import_id, self._user_id, given)
        self._count_visible(uow, {item.id: item.import_id for item, _ in answered}, given)
        self._unlabelled -= labels.keys()
        return conflicts, len(given)

    def _agree(self, one: Answer, other: Answer, merged: Mapping[int, int]) -> bool:
        meant = (self._kind.meant(answer, merged) for answer in (one, other))
        return self._kind.agreement(*meant) == 1

    def _count_visible(
        self, uow: UnitOfWork, imports: Mapping[int, int], given: Sequence[KnownAnswer]
    ) -> None:
        """Labels of items that people see already; the others count when they are published."""
        others = [a.item_id for a in given if imports[a.item_id] != self._import_id]
        if others and self._role is ItemRole.POOL:
            uow.counters.count_all(self._project_id, uow.labels.tally(others))


def _parts(by_key: IntArray, length: int) -> Iterator[IntArray]:
    """Rows by audit key, so many at a time; the last row of the file goes in with the first part.

    Ids go by the file, for people see them: who could tell by them which items are audited would
    label those with more care. The last one's keeps the ids before it for this batch.
    """
    last = len(by_key) - 1
    placed = np.concatenate([[last], by_key[by_key != last]])
    for start in range(0, len(placed), length):
        yield placed[start : start + length]
