"""What decides whether an item is shown with what a model thinks of it."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from service.models import Import, Item
from service.store.repository import Repository
from service.store.slices import slices


class KeyOf(NamedTuple):
    """Where an item stands in the audit order, and how far its import is audited."""

    item_id: int
    audit_key: float
    frontier: float


KEYS = (
    select(col(Item.id), col(Item.audit_key), col(Import.audit_frontier))
    .join(Import, col(Import.id) == Item.import_id)
    .where(col(Item.id).in_(bindparam("items", expanding=True)))
)


class SuggestionRepository(Repository):
    def keys(self, item_ids: Sequence[int]) -> list[KeyOf]:
        """Of these items."""
        return [
            KeyOf(*row)
            for part in slices(item_ids)
            for row in self.execute(KEYS, {"items": list(part)})
        ]
