from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, delete, exists, func, literal_column, or_, update
from sqlalchemy import select as select_columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from service.models import Import, Item, Label
from service.store.bulk_insert import insert_few
from service.store.repository import Repository, word
from service.store.slices import slices
from service.store.tables import ITEM_CLASSES, LABELS
from service.vocabulary import ImportState, ItemRole, LabelState

INSERT = {
    dialect: insert(LABELS).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    for dialect, insert in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}
CHANGE = (
    update(LABELS)
    .where(LABELS.c.item_id == bindparam("item"))
    .values({c: bindparam(c.name, type_=c.type) for c in LABELS.c if not c.primary_key})
)

UNLINK = delete(ITEM_CLASSES).where(ITEM_CLASSES.c.item_id == bindparam("item"))


class StoredLabel(NamedTuple):
    ordinal: int
    answer: list[Any]
    audit: bool
    """At or below its import's audit frontier."""
    settled: bool
    import_id: int


class LabelRepository(Repository):
    def get(self, item_id: int) -> Label | None:
        return self.session.get(Label, item_id)

    def put(self, row: Mapping[str, Any], class_ids: Collection[int]) -> bool:
        """Stores the label of `item_id` with the classes that it names; whether it had none."""
        connection = self.session.connection()
        is_new = connection.execute(INSERT[connection.dialect.name], row).rowcount > 0
        if not is_new:
            connection.execute(CHANGE, {**row, "item": row["item_id"]})
            connection.execute(UNLINK, {"item": row["item_id"]})
        links = {"item_id": [row["item_id"]] * len(class_ids), "class_id": [*class_ids]}
        insert_few(self.session, "item_class", links)
        return is_new

    def provisional(self, project_id: int) -> list[tuple[int, Mapping[str, int]]]:
        """Item and votes of the labels that wait for more votes."""
        asked = select_columns(LABELS.c.item_id, LABELS.c.votes).where(
            LABELS.c.project_id == project_id, LABELS.c.state == word(LabelState.PROVISIONAL)
        )
        return [(item_id, votes) for item_id, votes in self.session.execute(asked)]

    def settle(self, item_ids: Sequence[int]) -> None:
        for part in slices(item_ids):
            settled = update(LABELS).where(LABELS.c.item_id.in_(part))
            self.session.execute(settled.values(state=LabelState.SETTLED))

    def remove(self, item_id: int) -> bool:
        """Whether the item had a label, which it has no more."""
        gone = delete(LABELS).where(LABELS.c.item_id == item_id)
        return self.session.connection().execute(gone).rowcount > 0

    def to_learn(self, project_id: int) -> Sequence[StoredLabel]:
        """What heads learn from, by ordinal: pool items to which more than half say the same."""
        # Also a first answer that waits for a second: else a lone annotator never gets a model.
        leads = or_(col(Label.state) == LabelState.SETTLED, col(Label.confidence) > 0.5)
        # What nobody was asked for says nothing of an audit item, which somebody else will be.
        counts = or_(col(Label.asked), col(Item.audit_key) > Import.audit_frontier)
        return self._of(project_id, ItemRole.POOL, and_(leads, counts))

    def evaluation(self, project_id: int) -> Sequence[StoredLabel]:
        """The user's own test set by ordinal: nobody is asked about it, nothing learns from it."""
        return self._of(project_id, ItemRole.EVALUATION, Label.state == LabelState.SETTLED)

    def _of(self, project_id: int, role: ItemRole, condition: Any) -> Sequence[StoredLabel]:
        rows = self.session.execute(
            select_columns(
                col(Label.ordinal),
                col(Label.answer),
                col(Item.audit_key) <= Import.audit_frontier,
                col(Label.state) == LabelState.SETTLED,
                col(Item.import_id),
            )
            .join(Item, col(Item.id) == Label.item_id)
            .join(Import, col(Import.id) == Item.import_id)
            .where(col(Label.project_id) == project_id, condition, *_visible(role))
            .order_by(col(Label.ordinal))
        )
        return [StoredLabel._make(row) for row in rows]

    def by_class(self, project_id: int) -> dict[int, int]:
        """Labels per class id; an item with several classes counts for each."""
        counts = (
            select_columns(ITEM_CLASSES.c.class_id, func.count())
            .join(Label, col(Label.item_id) == ITEM_CLASSES.c.item_id)
            .join(Item, col(Item.id) == Label.item_id)
            .join(Import, col(Import.id) == Item.import_id)
            .where(col(Label.project_id) == project_id, *_visible(ItemRole.POOL))
            .group_by(ITEM_CLASSES.c.class_id)
        )
        return {int(of): int(count) for of, count in self.session.execute(counts)}

    def settled_count(self, project_id: int) -> int:
        """Pool items on which enough people agree."""
        return self._count(project_id)

    def audit_count(self, project_id: int) -> int:
        """Audit items among them whose answers people were asked for, or that a file had."""
        audited = col(Item.audit_key) <= Import.audit_frontier
        return self._count(project_id, audited, col(Label.asked))

    def any_unasked(self, project_id: int) -> bool:
        """Whether there are labels that nobody was asked for."""
        unasked = exists().where(LABELS.c.project_id == project_id, literal_column("NOT asked"))
        return bool(self.session.connection().execute(select_columns(unasked)).scalar())

    def _count(self, project_id: int, *conditions: Any) -> int:
        return self.session.exec(
            select(func.count())
            .select_from(Label)
            .join(Item, col(Item.id) == Label.item_id)
            .join(Import, col(Import.id) == Item.import_id)
            .where(
                Label.project_id == project_id,
                Label.state == LabelState.SETTLED,
                *conditions,
                *_visible(ItemRole.POOL),
            )
        ).one()


def _visible(role: ItemRole) -> tuple[Any, ...]:
    return (Import.role == role, Import.state == ImportState.READY)
