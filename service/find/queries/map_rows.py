"""What the texts on a map are coloured by."""

from typing import NamedTuple

import numpy as np
from sqlalchemy import select
from sqlmodel import col

from service.core.arrays import IntArray
from service.db.repository import Repository
from service.find.queries.item_filters import ItemFilter
from service.pool.tables.items import Item
from service.pool.tables.labels import ItemClass, Label
from service.rounds.tables.rounds import Round


class LabelOnMap(NamedTuple):
    ordinal: int
    class_id: int
    round: int


class MapRows(Repository):
    def ids(self, project_id: int, by: ItemFilter) -> tuple[IntArray, IntArray]:
        """The ordinals of all that are found, ascending, and their ids."""
        statement = by.applied([col(Item.ordinal), col(Item.id)], project_id)
        rows = self.execute(statement.order_by(col(Item.ordinal))).all()
        pairs = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def labels(self, project_id: int) -> list[LabelOnMap]:
        """Each item's first class, and the last round that had ranked when its label came; 0 where
        none had."""
        swapped = select(col(Round.swapped_at), col(Round.number)).where(
            col(Round.project_id) == project_id
        )
        rounds = [tuple(row) for row in self.execute(swapped.order_by(col(Round.number)))]
        times = np.array([at.timestamp() for at, _ in rounds], dtype=np.float64)
        numbers = [0, *(number for _, number in rounds)]
        statement = (
            select(col(Label.ordinal), col(ItemClass.class_id), col(Label.labelled_at))
            .join(ItemClass, col(ItemClass.item_id) == col(Label.item_id))
            .where(col(Label.project_id) == project_id)
            .order_by(col(Label.ordinal), col(ItemClass.class_id).desc())
        )
        rows = self.execute(statement).all()
        at = [0.0 if row.labelled_at is None else row.labelled_at.timestamp() for row in rows]
        before = np.searchsorted(times, np.array(at, dtype=np.float64), side="right").tolist()
        firsts = {
            row.ordinal: LabelOnMap(row.ordinal, row.class_id, numbers[place])
            for row, place in zip(rows, before, strict=True)
        }
        return [*firsts.values()]
