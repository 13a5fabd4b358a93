from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, select

from service.models import Import, Item, Label
from service.store.repository import Repository
from service.vocabulary import LabelState


class LabelRepository(Repository):
    def get(self, item_id: int) -> Label | None:
        return self.session.get(Label, item_id)

    def remove(self, label: Label) -> None:
        self.session.delete(label)
        self.session.flush()

    def settled(self, project_id: int) -> Sequence[tuple[int, list[int], bool]]:
        """(ordinal, class ids, audit) by ordinal; audit: at or below its import's frontier."""
        rows = self.session.exec(
            select(Label.ordinal, Label.answer, Item.audit_key <= Import.audit_frontier)
            .join(Item, col(Item.id) == Label.item_id)
            .join(Import, col(Import.id) == Item.import_id)
            .where(Label.project_id == project_id, Label.state == LabelState.SETTLED)
            .order_by(col(Label.ordinal))
        ).all()
        return [(ordinal, list(answer), bool(audit)) for ordinal, answer, audit in rows]

    def by_class(self, project_id: int) -> dict[int, int]:
        """Labels per class id; an item with several classes counts for each."""
        counts: dict[int, int] = {}
        rows = self.session.exec(select(Label.answer).where(Label.project_id == project_id)).all()
        for answer in rows:
            for class_id in answer:
                counts[class_id] = counts.get(class_id, 0) + 1
        return counts

    def audit_count(self, project_id: int) -> int:
        return self.session.exec(
            select(func.count())
            .select_from(Label)
            .join(Item, col(Item.id) == Label.item_id)
            .join(Import, col(Import.id) == Item.import_id)
            .where(
                Label.project_id == project_id,
                Label.state == LabelState.SETTLED,
                Item.audit_key <= Import.audit_frontier,
            )
        ).one()
