from collections.abc import Sequence

from sqlmodel import col, select

from service.models import Import, Item, ItemSource, Label
from service.store.repository import Repository
from service.vocabulary import ImportState, ItemRole


class ExportRepository(Repository):
    def sources(
        self, project_id: int, *, after: int, limit: int, everything: bool
    ) -> Sequence[tuple[ItemSource, Item, Label | None]]:
        """Imported rows after a source id, with item and label: a line of the export each."""
        query = (
            select(ItemSource, Item, Label)
            .join(Item, col(Item.id) == ItemSource.item_id)
            .join(Import, col(Import.id) == Item.import_id)
            .join(Label, col(Label.item_id) == Item.id, isouter=everything)
            .where(
                Item.project_id == project_id,
                Item.role == ItemRole.POOL,
                Import.state == ImportState.READY,
                col(ItemSource.id) > after,
            )
        )
        return self.session.exec(query.order_by(col(ItemSource.id)).limit(limit)).all()
