"""Items of the pool as they are looked for: which there are, and what stands beside each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np
from sqlalchemy import and_, case, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from service.core.arrays import IntArray
from service.db.repository import Repository, slices
from service.find.queries.item_filters import ItemFilter
from service.labelling.queries.annotations import ANSWERS_BY, AnswerBy
from service.labelling.tables import Note
from service.pool.tables.items import Item
from service.pool.tables.labels import Label


class LabelledItem(NamedTuple):
    """Where a labelled item stands among those that were labelled last."""

    ordinal: int
    labelled_at: datetime


class ItemLists(Repository):
    def page(
        self, project_id: int, by: ItemFilter, *, after: int, skip: int, limit: int
    ) -> list[int]:
        """Ordinals of the first so many after one, and after so many that are passed over."""
        if skip and by.is_plain:
            statement = by.by_indexes(project_id)
        else:
            statement = by.applied([by.place()], project_id)
        statement = statement.where(by.place() > after).order_by(by.place())
        return list(self.execute(statement.offset(skip).limit(limit)).scalars())

    def latest(
        self, project_id: int, by: ItemFilter, *, before: LabelledItem | None, skip: int, limit: int
    ) -> list[LabelledItem]:
        """Of items that are dated, those first that were labelled last; so many after one."""
        at, ordinal = col(Label.labelled_at), col(Label.ordinal)
        statement = by.applied([ordinal, at], project_id)
        if before is not None:
            same = and_(at == before.labelled_at, ordinal < before.ordinal)
            statement = statement.where(or_(at < before.labelled_at, same))
        statement = statement.order_by(at.desc(), ordinal.desc()).offset(skip).limit(limit)
        rows = self.execute(statement)
        return [LabelledItem._make(row) for row in rows]

    def count(self, project_id: int, by: ItemFilter) -> int:
        return int(self.execute(by.applied([func.count()], project_id)).scalar_one())

    def ordinals(self, project_id: int, by: ItemFilter) -> IntArray:
        """All, in no order."""
        rows = self.execute(by.applied([by.place()], project_id)).scalars()
        return np.fromiter(rows, dtype=np.int64)

    def by_words(self, project_id: int, by: ItemFilter) -> tuple[IntArray, IntArray]:
        """All ordinals, in no order, and of each 1 where a word is only part of others, else 0."""
        partly = case((by.has_whole_words(), 0), else_=1)
        rows = self.execute(by.applied([by.place(), partly], project_id)).all()
        pairs = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def rows(self, project_id: int, ordinals: Sequence[int]) -> list[tuple[Item, Label | None]]:
        """Of these ordinals, in their order."""
        items: dict[int, tuple[Item, Label | None]] = {}
        for part in slices(ordinals):
            statement = (
                select(Item, Label)
                .join(Label, col(Label.item_id) == Item.id, isouter=True)
                .where(Item.project_id == project_id, col(Item.ordinal).in_(part))
            )
            items.update((item.ordinal, (item, label)) for item, label in self.query(statement))
        return [items[ordinal] for ordinal in ordinals if ordinal in items]

    def answers(self, item_ids: Sequence[int]) -> Mapping[int, list[AnswerBy]]:
        """Live ones, in order of arrival."""
        answers: dict[int, list[AnswerBy]] = {item_id: [] for item_id in item_ids}
        for part in slices(item_ids):
            for row in self.execute(ANSWERS_BY, {"items": part}):
                answers[row.item_id].append(AnswerBy._make(row))
        return answers

    def open_notes(self, item_ids: Sequence[int]) -> dict[int, int]:
        """How many each of some items has; those without are left out."""
        counts: dict[int, int] = {}
        for part in slices(item_ids):
            statement = (
                select_columns(col(Note.item_id), func.count())
                .where(col(Note.item_id).in_(part), col(Note.resolved_at).is_(None))
                .group_by(col(Note.item_id))
            )
            counts.update(tuple(row) for row in self.execute(statement))
        return counts
