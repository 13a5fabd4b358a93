"""Items that are there already, by their audit keys: which a text's own hash gives."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from service.db.plans import EACH_TIME, PLANS
from service.db.repository import Repository, slices
from service.kit.vocabulary import ItemRole


class StoredItem(NamedTuple):
    """An item that is there already."""

    content_hash: bytes
    id: int
    ordinal: int
    import_id: int


ANY_KEY = (
    "SELECT content_hash, id, ordinal, import_id FROM item "
    "WHERE project_id = ? AND role = ? AND audit_key IN ({})"
)
EACH_KEY = (
    "SELECT found.* FROM unnest(?::float8[]) AS wanted(key), LATERAL ("
    "SELECT content_hash, id, ordinal, import_id FROM item "
    "WHERE project_id = ? AND role = ? AND audit_key = wanted.key OFFSET 0) AS found"
)
"""Key by key: asked for all at once, PostgreSQL plans a first import, while its table is empty, to
read all items of the project for every few hundred keys."""


class StoredItems(Repository):
    def with_keys(self, project_id: int, role: ItemRole, keys: Sequence[float]) -> list[StoredItem]:
        """The items with these audit keys, which are best in order."""
        items: list[StoredItem] = []
        if self.dialect == "postgresql":
            self.execute(select(*PLANS, EACH_TIME))
        for part in slices(keys):
            if self.dialect == "postgresql":
                rows = self.execute_driver(EACH_KEY, (list(part), project_id, role.value))
            else:
                marks = ", ".join("?" * len(part))
                rows = self.execute_driver(ANY_KEY.format(marks), (project_id, role.value, *part))
            items.extend(map(StoredItem._make, rows))
        return items
