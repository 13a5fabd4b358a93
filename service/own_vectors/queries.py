"""Which items the ids of a file stand for."""

from collections.abc import Iterator

from sqlalchemy import select

from service.db.repository import Repository, word
from service.kit.vocabulary import ImportState
from service.pool.tables.items import IMPORTS, ITEMS, SOURCES

AT_ONCE = 5_000


class ExternalIds(Repository):
    def of(self, project_id: int) -> Iterator[tuple[str, int]]:
        """Each id from outside that a row of the project came with, and its item's ordinal."""
        statement = (
            select(SOURCES.c.external_id, ITEMS.c.ordinal)
            .join(IMPORTS, IMPORTS.c.id == SOURCES.c.import_id)
            .join(ITEMS, ITEMS.c.id == SOURCES.c.item_id)
            .where(
                IMPORTS.c.project_id == project_id,
                IMPORTS.c.state == word(ImportState.READY),
                SOURCES.c.external_id.is_not(None),
            )
            .execution_options(yield_per=AT_ONCE)
        )
        for row in self.execute(statement):
            yield row.external_id, row.ordinal
