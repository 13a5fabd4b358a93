"""Labels that somebody set, written, undone and read by batch with a few statements each."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Integer, bindparam, func, select, update

from service.db.hot import insert_columns
from service.db.repository import Repository, slices
from service.kit.vocabulary import Source
from service.pool.tables.labels import DECISIONS, Decision
from service.pool.tables.people import USERS

COLUMNS = (
    DECISIONS.c.item_id,
    DECISIONS.c.answer,
    DECISIONS.c.before,
    DECISIONS.c.project_id,
    DECISIONS.c.user_id,
    DECISIONS.c.source,
    DECISIONS.c.live,
)
OF_BATCH = select(*COLUMNS).where(DECISIONS.c.batch == bindparam("batch"))
FIRST = OF_BATCH.order_by(DECISIONS.c.item_id).limit(1)
OF_ITEMS = OF_BATCH.where(DECISIONS.c.item_id.in_(bindparam("items", expanding=True)))
STANDING = (
    select(DECISIONS.c.item_id)
    .where(DECISIONS.c.batch == bindparam("batch"), DECISIONS.c.live)
    .order_by(DECISIONS.c.item_id)
    .limit(bindparam("most", type_=Integer))
)
BY_PERSON = (
    select(DECISIONS.c.user_id, func.count(), func.max(DECISIONS.c.created_at))
    .where(DECISIONS.c.project_id == bindparam("project"), DECISIONS.c.live)
    .group_by(DECISIONS.c.user_id)
)
UNDO = (
    update(DECISIONS)
    .where(DECISIONS.c.batch == bindparam("of"), DECISIONS.c.live)
    .where(DECISIONS.c.item_id.in_(bindparam("items", expanding=True)))
    .values(live=False, undone_at=bindparam("at", type_=DECISIONS.c.undone_at.type))
)


class BatchDecision(NamedTuple):
    """A decision of a batch."""

    item_id: int
    answer: list[Any]
    before: list[Any] | None
    """The label before the decision."""
    project_id: int
    user_id: int
    source: Source
    live: bool


class PastDecision(NamedTuple):
    """A decision as the history of an item shows it."""

    batch: UUID
    decided_by: str
    answer: list[Any]
    source: Source
    live: bool
    created_at: datetime
    undone_at: datetime | None


class Decisions(Repository):
    def of_batch(self, batch: UUID) -> list[BatchDecision]:
        return [BatchDecision._make(row) for row in self.execute(OF_BATCH, {"batch": batch})]

    def first_of(self, batch: UUID) -> BatchDecision | None:
        """The first decision of a batch, by item. If it stands, nothing of the batch is undone."""
        row = self.execute(FIRST, {"batch": batch}).one_or_none()
        return None if row is None else BatchDecision._make(row)

    def of_items(self, batch: UUID, item_ids: Sequence[int]) -> list[BatchDecision]:
        """The decisions of a batch, which may be large, about these items."""
        values = {"batch": batch}
        parts = [self.execute(OF_ITEMS, {**values, "items": part}) for part in slices(item_ids)]
        return [BatchDecision._make(row) for part in parts for row in part]

    def standing(self, batch: UUID, most: int) -> list[int]:
        """The first items of a batch whose decision stands, up to a number."""
        return list(self.execute(STANDING, {"batch": batch, "most": most}).scalars())

    def by_person(self, project_id: int) -> dict[int, tuple[int, datetime]]:
        """By user id: the number of their decisions that stand, and the time of the last one."""
        rows = self.execute(BY_PERSON, {"project": project_id})
        return {int(user_id): (int(labels), last) for user_id, labels, last in rows}

    def record(
        self, shared: Decision, befores: Mapping[int, list[Any] | None], class_ids: Collection[int]
    ) -> None:
        """Stores a decision for each item, whose former label is in `befores`.

        `shared`: the values that all of them have in common.
        """
        ids = list(self.new_ids("decision", len(befores)))
        columns: dict[str, Sequence[Any]] = {
            "id": ids,
            "item_id": [*befores],
            "before": [*befores.values()],
            "answer": [shared.answer] * len(ids),
        }
        same = {
            "project_id": shared.project_id,
            "user_id": shared.user_id,
            "batch": shared.batch,
            "source": shared.source.value,
            "created_at": shared.created_at,
            "live": True,
        }
        insert_columns(self.session, "decision", columns, same)
        links = [(each, class_id) for each in ids for class_id in class_ids]
        if links:
            of, named = zip(*links, strict=True)
            insert_columns(self.session, "decision_class", {"decision_id": of, "class_id": named})

    def undo(self, batch: UUID, item_ids: Sequence[int], now: datetime) -> None:
        """Undoes the decisions of a batch about these items."""
        for part in slices(item_ids):
            self.execute(UNDO, {"of": batch, "items": part, "at": now})

    def history(self, item_id: int) -> Sequence[PastDecision]:
        """All decisions about an item in order, also undone ones."""
        statement = (
            select(
                DECISIONS.c.batch,
                USERS.c.name,
                DECISIONS.c.answer,
                DECISIONS.c.source,
                DECISIONS.c.live,
                DECISIONS.c.created_at,
                DECISIONS.c.undone_at,
            )
            .join(USERS, USERS.c.id == DECISIONS.c.user_id)
            .where(DECISIONS.c.item_id == item_id)
            .order_by(DECISIONS.c.id)
        )
        return [PastDecision._make(row) for row in self.execute(statement)]
