from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, bindparam, exists, func, null
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from service.db.hot import Prepared
from service.db.repository import Repository, slices, word
from service.kit.errors import NotFound
from service.kit.vocabulary import ImportState, ItemRole
from service.pool.queries.imports import Imports
from service.pool.tables.items import IMPORTS, ITEMS, Import, Item, ItemSource

Span: TypeAlias = tuple[int, int]
"""A range of ordinals: the first, and one past the last."""


def gaps(span: Span, covered: Iterable[Span]) -> list[Span]:
    """The parts of `span` that no covered span reaches, in order. Covered spans may overlap."""
    left: list[Span] = []
    start, last = span
    for first, end in sorted(covered):
        if first >= last:
            break
        if first > start:
            left.append((start, first))
        start = max(start, end)
    if start < last:
        left.append((start, last))
    return left


def pieces(span: Span, longest: int) -> list[Span]:
    """The span cut into parts of at most `longest`, in order."""
    first, last = span
    return [(start, min(start + longest, last)) for start in range(first, last, longest)]


VISIBLE = (
    select(Item)
    .join(Import, col(Import.id) == Item.import_id)
    .where(
        col(Item.id) == bindparam("item"),
        col(Item.project_id) == bindparam("project"),
        col(Import.state) == word(ImportState.READY),
    )
)
# Nobody else answers it meanwhile, nor gets it: `assignment_statements` pass over what is held.
HELD = VISIBLE.with_only_columns(
    *(ITEMS.c.id, ITEMS.c.project_id, ITEMS.c.import_id, ITEMS.c.ordinal),
    *(ITEMS.c.audit_key, ITEMS.c.content_hash, ITEMS.c.role),
    maintain_column_froms=True,
).with_for_update(of=Item)
HOLD = Prepared(HELD)

PLAIN = select_columns(
    col(Item.id),
    col(Item.ordinal),
    col(Item.import_id),
    col(Item.audit_key),
    col(Item.content_hash),
).where(col(Item.id).in_(bindparam("items", expanding=True)))


class FirstRow(NamedTuple):
    """The first imported row of an item."""

    item_id: int
    external_id: str | None
    data: dict[str, Any] | None


class HeldItem(NamedTuple):
    """An item whose row is locked while somebody answers it."""

    id: int
    project_id: int
    import_id: int
    ordinal: int
    audit_key: float
    content_hash: bytes
    role: ItemRole


def is_in_pool_too(import_id: int | None = None) -> ColumnElement[bool]:
    """Whether the text of a test item is in the pool as well, in this import or any that is ready.
    A head may have learnt from it there."""
    pool, by = aliased(Item), aliased(Import)
    ready = col(by.state) == ImportState.READY
    return exists().where(
        col(pool.project_id) == Item.project_id,
        col(pool.role) == ItemRole.POOL,
        col(pool.audit_key) == Item.audit_key,
        col(pool.content_hash) == Item.content_hash,
        col(by.id) == pool.import_id,
        ready if import_id is None else col(by.id) == import_id,
    )


class PlainItem(NamedTuple):
    """An item without its text, which takes a tenth of the time to read for hundreds at once."""

    id: int
    ordinal: int
    import_id: int
    audit_key: float
    content_hash: bytes


def no_item(project_id: int, item_id: int) -> NotFound:
    return NotFound(f"There is no item {item_id} in project {project_id}.")


class Items(Repository):
    def get(self, project_id: int, item_id: int) -> Item:
        """The item. Nobody sees it before its import is ready."""
        values = {"item": item_id, "project": project_id}
        item: Item | None = self.query(VISIBLE, params=values).one_or_none()
        if item is None:
            raise no_item(project_id, item_id)
        return item

    def hold(self, project_id: int, item_id: int) -> HeldItem | None:
        """The item with its row locked, if it can be seen. Call it before reading what was said of
        it.

        So the actions of people on one item follow each other, though they share the project.
        """
        row = self.execute(HOLD, {"item": item_id, "project": project_id}).one_or_none()
        return None if row is None else HeldItem._make(row)

    def some(self, ids: Iterable[int]) -> dict[int, Item]:
        items = self.query(select(Item).where(col(Item.id).in_(list(ids)))).all()
        return {item.id: item for item in items}

    def plain(self, ids: Iterable[int]) -> list[PlainItem]:
        """Items without their text by id, in the order of ordinals."""
        rows = [row for part in slices([*ids]) for row in self.execute(PLAIN, {"items": part})]
        return sorted(map(PlainItem._make, rows), key=lambda item: item.ordinal)

    def in_pool(self, project_id: int, ids: Sequence[int]) -> list[PlainItem]:
        """Visible pool items among those given, in the order of ordinals."""
        # Looked up by their ids alone: asked for the project too, SQLite reads all that it has.
        seen = {each.id for each in self.uow[Imports].ready_pools(project_id)}
        return [item for item in self.plain(ids) if item.import_id in seen]

    def all_in_pool(self, project_id: int, ids: Sequence[int]) -> list[PlainItem]:
        """The items, once each, in the order of ordinals. `NotFound` names one outside the pool."""
        items = self.in_pool(project_id, [*dict.fromkeys(ids)])
        there = {item.id for item in items}
        for item_id in ids:
            if item_id not in there:
                raise NotFound(f"There is no item {item_id} in the pool of project {project_id}.")
        return items

    def ids_of_ordinals(self, project_id: int, ordinals: Sequence[int]) -> dict[int, int]:
        """Ids of visible items by ordinal."""
        ids: dict[int, int] = {}
        for part in slices(ordinals):
            rows = self.query(
                select(Item.ordinal, Item.id)
                .join(Import, col(Import.id) == Item.import_id)
                .where(
                    Item.project_id == project_id,
                    col(Item.ordinal).in_(part),
                    col(Import.state) == ImportState.READY,
                )
            ).all()
            ids.update((ordinal, item_id) for ordinal, item_id in rows)
        return ids

    def sources(self, item_id: int) -> Sequence[ItemSource]:
        return self.query(
            select(ItemSource).where(ItemSource.item_id == item_id).order_by(col(ItemSource.id))
        ).all()

    def span(self, import_id: int) -> tuple[int, int] | None:
        """The range of an import's ordinals; None if it brought no items."""
        first, last = self.query(
            select(func.min(Item.ordinal), func.max(Item.ordinal)).where(
                Item.import_id == import_id
            )
        ).one()
        return None if first is None or last is None else (first, last + 1)

    def external_ids(self, ids: Sequence[int]) -> dict[int, str | None]:
        """The first external id of each item that has one."""
        return {row.item_id: row.external_id for row in self.firsts(ids)}

    def firsts(self, ids: Sequence[int], *, data: bool = False) -> list[FirstRow]:
        """The first imported row of each item, with its data on request."""
        rows: list[FirstRow] = []
        for part in slices(ids):
            first = (
                select(func.min(ItemSource.id))
                .where(col(ItemSource.item_id).in_(part))
                .group_by(col(ItemSource.item_id))
            )
            stored = col(ItemSource.data) if data else null()
            columns = (col(ItemSource.item_id), col(ItemSource.external_id), stored)
            statement = select_columns(*columns).where(col(ItemSource.id).in_(first))
            rows.extend(FirstRow._make(row) for row in self.execute(statement))
        return rows


class ItemsInRange(Repository):
    def hashes(self, project_id: int, span: Span) -> dict[int, bytes]:
        """Content hashes of the items in a range by ordinal, visible or not."""
        rows = self.execute(
            select_columns(ITEMS.c.ordinal, ITEMS.c.content_hash)
            .where(*_within(project_id, span))
            .order_by(ITEMS.c.ordinal)
        )
        return {int(ordinal): bytes(content_hash) for ordinal, content_hash in rows}

    def hashes_of(self, project_id: int, ordinals: Sequence[int]) -> dict[int, bytes]:
        """Content hashes by ordinal; None where there is no item."""
        hashes: dict[int, bytes] = {}
        for part in slices(ordinals):
            rows = self.execute(
                select_columns(ITEMS.c.ordinal, ITEMS.c.content_hash).where(
                    ITEMS.c.project_id == project_id, ITEMS.c.ordinal.in_(part)
                )
            )
            hashes.update((int(ordinal), bytes(each)) for ordinal, each in rows)
        return hashes

    def texts(self, project_id: int, ordinals: Sequence[int]) -> dict[int, str]:
        """Texts of some hundred items by ordinal."""
        rows = self.execute(
            select_columns(ITEMS.c.ordinal, ITEMS.c.text).where(
                ITEMS.c.project_id == project_id, ITEMS.c.ordinal.in_(ordinals)
            )
        )
        return {int(ordinal): text for ordinal, text in rows}

    def has_items(self, project_id: int, span: Span) -> bool:
        """Whether a range has any items, visible or not."""
        statement = select_columns(ITEMS.c.id).where(*_within(project_id, span)).limit(1)
        return self.execute(statement).first() is not None

    def pool_ordinals(self, project_id: int, span: Span) -> list[int]:
        """Ordinals of visible items in a range, without evaluation items."""
        rows = self.execute(
            select_columns(ITEMS.c.ordinal)
            .join(IMPORTS, IMPORTS.c.id == ITEMS.c.import_id)
            .where(
                *_within(project_id, span),
                ITEMS.c.role == ItemRole.POOL,
                IMPORTS.c.state == ImportState.READY,
            )
        )
        return [int(ordinal) for (ordinal,) in rows]


def _within(project_id: int, span: Span) -> tuple[Any, ...]:
    return (
        ITEMS.c.project_id == project_id,
        ITEMS.c.ordinal >= span[0],
        ITEMS.c.ordinal < span[1],
    )
