"""Rows on their way in. Written past the ORM: what a row costs here is what an import costs."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import exists, func, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import col

from service.db.hot import insert_columns
from service.db.repository import Repository, slices, word
from service.kit.vocabulary import ImportState, ItemRole
from service.pool.queries.items import is_in_pool_too
from service.pool.queries.stored_items import StoredItem
from service.pool.tables.items import IMPORTS, ITEMS, SOURCES, Import, Item
from service.pool.tables.labels import LABELS


class LabelConflict(NamedTuple):
    """A row whose known answer differs from its item's label."""

    id: int
    line: int
    label: str
    item_id: int
    text: str
    answer: list[Any] | None
    """The label as it stands."""


class Identified(NamedTuple):
    """A row with an id from outside."""

    external_id: str
    item_id: int
    line: int
    import_id: int


IDENTIFIED = select_columns(
    SOURCES.c.external_id, SOURCES.c.item_id, SOURCES.c.line, SOURCES.c.import_id
).order_by(SOURCES.c.id)


def _beside(upload: Import) -> Any:
    """Whether a row is the import's, or that of one of its role that is ready."""
    i = IMPORTS.c
    beside = (i.project_id == upload.project_id, i.role == word(upload.role))
    ready = select_columns(i.id).where(*beside, i.state == word(ImportState.READY))
    return or_(SOURCES.c.import_id == upload.id, SOURCES.c.import_id.in_(ready))


class ImportRows(Repository):
    def unsourced(self, ids: Sequence[int]) -> set[int]:
        """Those of the items that no row has been noted for: their import was cut off there."""
        item_ids: set[int] = set()
        for part in slices(ids):
            statement = select_columns(ITEMS.c.id).where(
                ITEMS.c.id.in_(part), ~exists().where(SOURCES.c.item_id == ITEMS.c.id)
            )
            item_ids.update(self.execute(statement).scalars())
        return item_ids

    def insert_items(self, columns: Mapping[str, Sequence[Any]], shared: Mapping[str, Any]) -> None:
        insert_columns(self.session, "item", columns, shared)

    def insert_sources(
        self, columns: Mapping[str, Sequence[Any]], shared: Mapping[str, Any]
    ) -> None:
        insert_columns(self.session, "item_source", columns, shared)

    def insert_answers(
        self,
        table: str,
        columns: Mapping[str, Sequence[Any]],
        shared: Mapping[str, Any] | None = None,
    ) -> None:
        """Assignments, annotations or labels that came with the rows, or links to classes."""
        insert_columns(self.session, table, columns, shared)

    def take_over(self, import_id: int, items: Collection[StoredItem]) -> None:
        """Makes items of imports that were taken back those of this one.

        Its audit sample may reach as far as theirs did.
        """
        frontiers = select_columns(func.max(IMPORTS.c.audit_frontier)).where(
            IMPORTS.c.id.in_({import_id, *(each.import_id for each in items)})
        )
        reached = self.execute(frontiers).scalar_one()
        mine = update(IMPORTS).where(IMPORTS.c.id == import_id)
        self.execute(mine.values(audit_frontier=reached))
        for each in items:
            self.execute(
                update(ITEMS)
                .where(ITEMS.c.id == each.id, ITEMS.c.import_id == each.import_id)
                .values(import_id=import_id)
            )

    def labels(self, item_ids: Sequence[int]) -> dict[int, list[Any]]:
        """The labels of those of the items that have one."""
        labels: dict[int, list[Any]] = {}
        for part in slices(item_ids):
            statement = select_columns(LABELS.c.item_id, LABELS.c.answer)
            rows = self.execute(statement.where(LABELS.c.item_id.in_(part)))
            labels.update((item_id, list(answer)) for item_id, answer in rows)
        return labels

    def shared_ids(self, upload: Import, limit: int) -> tuple[int, list[str]]:
        """How many of an import's ids are those of several texts, in it or in those that are ready
        beside it; and the first of these ids."""
        s = SOURCES.c
        mine = select_columns(s.external_id).where(s.import_id == upload.id)
        statement = (
            select_columns(s.external_id, func.count().over())
            .where(_beside(upload), s.external_id.in_(mine.where(s.external_id.is_not(None))))
            .group_by(s.external_id)
            .having(func.min(s.item_id) != func.max(s.item_id))
            .order_by(s.external_id)
            .limit(limit)
        )
        shared = self.execute(statement).all()
        return (shared[0][1] if shared else 0), [external_id for external_id, _ in shared]

    def first_with_id(self, upload: Import, external_id: str) -> Identified:
        """The first row that has an id of the import's, in it or beside it."""
        rows = IDENTIFIED.where(_beside(upload), SOURCES.c.external_id == external_id)
        return Identified._make(self.execute(rows.limit(1)).one())

    def other_with_id(self, upload: Import, first: Identified) -> Identified | None:
        """The import's first row with the same id and another text."""
        s = SOURCES.c
        mine = (s.import_id == upload.id, s.external_id == first.external_id)
        row = self.execute(IDENTIFIED.where(*mine, s.item_id != first.item_id).limit(1)).first()
        return None if row is None else Identified._make(row)

    def in_pool_and_test_set(self, upload: Import) -> int:
        """How many texts of the import are in the other of the two as well."""
        if upload.role is ItemRole.EVALUATION:
            of_test_set = (col(Item.import_id) == upload.id, is_in_pool_too())
        else:
            ready = select_columns(IMPORTS.c.id).where(
                IMPORTS.c.project_id == upload.project_id,
                IMPORTS.c.role == word(ItemRole.EVALUATION),
                IMPORTS.c.state == word(ImportState.READY),
            )
            of_test_set = (col(Item.import_id).in_(ready), is_in_pool_too(upload.id))
        counted = select_columns(func.count()).select_from(Item).where(*of_test_set)
        return int(self.execute(counted).scalar_one())

    def texts(self, import_id: int, *, after: int, limit: int) -> list[tuple[int, int, str]]:
        """The id, the line and the text of rows after the row `after`, by id."""
        statement = (
            select_columns(SOURCES.c.id, SOURCES.c.line, ITEMS.c.text)
            .join(ITEMS, ITEMS.c.id == SOURCES.c.item_id)
            .where(SOURCES.c.import_id == import_id, SOURCES.c.id > after)
            .order_by(SOURCES.c.id)
            .limit(limit)
        )
        return [(row_id, line, text) for row_id, line, text in self.execute(statement)]

    def conflicts(self, import_id: int, *, after: int, limit: int) -> list[LabelConflict]:
        statement = (
            select_columns(
                SOURCES.c.id,
                SOURCES.c.line,
                SOURCES.c.label,
                ITEMS.c.id,
                ITEMS.c.text,
                LABELS.c.answer,
            )
            .join(ITEMS, ITEMS.c.id == SOURCES.c.item_id)
            .outerjoin(LABELS, LABELS.c.item_id == ITEMS.c.id)
            .where(SOURCES.c.import_id == import_id, SOURCES.c.conflict, SOURCES.c.id > after)
            .order_by(SOURCES.c.id)
            .limit(limit)
        )
        return [LabelConflict._make(row) for row in self.execute(statement)]
