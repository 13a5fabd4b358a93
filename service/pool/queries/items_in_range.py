"""The items of a stretch of ordinals: what embedding asks about them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from service.db.repository import Repository
from service.kit.vocabulary import ImportState, ItemRole
from service.pool.ordinal_ranges import Span
from service.pool.tables.imports import IMPORTS
from service.pool.tables.items import ITEMS


class ItemsInRange(Repository):
    def hashes(self, project_id: int, span: Span) -> list[tuple[int, bytes]]:
        """(ordinal, content hash) of the items, by ordinal, visible or not."""
        rows = self.execute(
            select(ITEMS.c.ordinal, ITEMS.c.content_hash)
            .where(*_within(project_id, span))
            .order_by(ITEMS.c.ordinal)
        )
        return [(int(ordinal), bytes(content_hash)) for ordinal, content_hash in rows]

    def texts(self, project_id: int, ordinals: Sequence[int]) -> dict[int, str]:
        """The texts of some hundred items by ordinal."""
        rows = self.execute(
            select(ITEMS.c.ordinal, ITEMS.c.text).where(
                ITEMS.c.project_id == project_id, ITEMS.c.ordinal.in_(ordinals)
            )
        )
        return {int(ordinal): text for ordinal, text in rows}

    def has_items(self, project_id: int, span: Span) -> bool:
        """Whether there are any, visible or not."""
        statement = select(ITEMS.c.id).where(*_within(project_id, span)).limit(1)
        return self.execute(statement).first() is not None

    def pool_ordinals(self, project_id: int, span: Span) -> list[int]:
        """Those that can be seen, without evaluation items."""
        rows = self.execute(
            select(ITEMS.c.ordinal)
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
