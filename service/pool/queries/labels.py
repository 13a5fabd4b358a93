from collections import Counter as Count
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, delete, exists, func, literal_column, or_, update
from sqlalchemy import select as select_columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from service.db.hot import insert_columns, insert_few
from service.db.repository import Repository, slices, word
from service.kit.vocabulary import Counted, ImportState, ItemRole, LabelState, Source
from service.pool.queries.audit_statements import PASSED_LABELS
from service.pool.queries.counters import Tally
from service.pool.queries.items import is_in_pool_too
from service.pool.tables.answers import Annotation
from service.pool.tables.items import Import, Item
from service.pool.tables.labels import ITEM_CLASSES, LABELS, Label

INSERT = {
    dialect: insert(LABELS).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    for dialect, insert in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}
CHANGE = (
    update(LABELS)
    .where(LABELS.c.item_id == bindparam("item"))
    .values({c: bindparam(c.name, type_=c.type) for c in LABELS.c if not c.primary_key})
)

STORED = select_columns(LABELS.c.answer, LABELS.c.state, LABELS.c.asked).where(
    LABELS.c.item_id == bindparam("item")
)
STORED_OF = select_columns(LABELS.c.item_id, LABELS.c.answer, LABELS.c.state, LABELS.c.asked).where(
    LABELS.c.item_id.in_(bindparam("items", expanding=True))
)
REMOVE = (
    delete(LABELS)
    .where(LABELS.c.item_id == bindparam("item"))
    .returning(LABELS.c.answer, LABELS.c.state, LABELS.c.asked)
)
UNLINK = delete(ITEM_CLASSES).where(ITEM_CLASSES.c.item_id == bindparam("item"))


Links = Sequence[tuple[int, int]]
"""Pairs of an item and a class that its label names."""


class CountedLabel(NamedTuple):
    """The parts of a label that counters depend on."""

    answer: list[Any]
    state: LabelState
    asked: bool


class NewLabel(NamedTuple):
    """A row of `Label` as a tuple: five hundred `Label` objects take a quarter of a second."""

    item_id: int
    project_id: int
    ordinal: int
    answer: list[Any]
    state: LabelState
    confidence: float
    votes: dict[str, int]
    asked: bool
    people: int
    disputed: bool
    truth: list[Any] | None
    decided_as: Source | None
    decided_by: int | None
    labelled_at: datetime | None
    place: float | None

    @property
    def counted(self) -> CountedLabel:
        return CountedLabel(self.answer, self.state, self.asked)


WORDS = ("state", "decided_as")
"""Columns whose values are words of a vocabulary."""


class StoredLabel(NamedTuple):
    ordinal: int
    answer: list[Any]
    audit: bool
    """Whether the item is at or below its import's audit frontier."""
    settled: bool
    import_id: int
    truth: list[Any] | None
    """The label that people's answers give, if a decision says otherwise."""


class LabelRows(Repository):
    def get(self, item_id: int) -> Label | None:
        return self.session.get(Label, item_id)

    def add_first(self, label: NewLabel, class_ids: Collection[int]) -> None:
        """Stores the first label of an item, with the classes that it names."""
        insert_few(self.session, "label", _columns([label]))
        self._link(label.item_id, class_ids)

    def put(self, label: NewLabel, class_ids: Collection[int]) -> CountedLabel | None:
        """Stores a label, whether the item has one or not. Returns the label before it."""
        row, item = label._asdict(), {"item": label.item_id}
        is_new = self.execute(INSERT[self.dialect], row).rowcount > 0
        before = None if is_new else CountedLabel._make(self.execute(STORED, item).one())
        if before is not None:
            self.execute(CHANGE, {**row, **item})
            self.execute(UNLINK, item)
        self._link(label.item_id, class_ids)
        return before

    def _link(self, item_id: int, class_ids: Collection[int]) -> None:
        links = {"item_id": [item_id] * len(class_ids), "class_id": [*class_ids]}
        insert_few(self.session, "item_class", links)

    def replace(self, item_ids: Sequence[int], labels: Sequence[NewLabel], links: Links) -> None:
        """Gives several items new labels, or none, as `put` and `remove` do for one.

        `links`: pairs of an item and a class that its new label names.
        """
        for part in slices(item_ids):
            self.execute(delete(ITEM_CLASSES).where(ITEM_CLASSES.c.item_id.in_(part)))
            self.execute(delete(LABELS).where(LABELS.c.item_id.in_(part)))
        if labels:
            insert_columns(self.session, "label", _columns(labels))
        if links:
            items, classes = zip(*links, strict=True)
            insert_columns(self.session, "item_class", {"item_id": items, "class_id": classes})

    def of(self, item_ids: Sequence[int]) -> dict[int, CountedLabel]:
        """Labels by item, for those of the items that have one."""
        labels: dict[int, CountedLabel] = {}
        for part in slices(item_ids):
            for item_id, *label in self.execute(STORED_OF, {"items": part}):
                labels[item_id] = CountedLabel._make(label)
        return labels

    def provisional(self, project_id: int) -> list[tuple[int, Mapping[str, int]]]:
        """Item and votes of all labels that need more votes."""
        statement = select_columns(LABELS.c.item_id, LABELS.c.votes).where(
            LABELS.c.project_id == project_id, LABELS.c.state == word(LabelState.PROVISIONAL)
        )
        return [(item_id, votes) for item_id, votes in self.execute(statement)]

    def decided_unasked(self, project_id: int) -> list[int]:
        """Items with a decision, for which people's answers alone give no label."""
        statement = (
            select_columns(LABELS.c.item_id)
            .where(LABELS.c.project_id == project_id, literal_column("NOT asked"))
            .where(LABELS.c.decided_as.is_not(None))
            .where(
                exists().where(
                    col(Annotation.item_id) == LABELS.c.item_id,
                    col(Annotation.live),
                    ~col(Annotation.unasked),
                )
            )
        )
        return list(self.execute(statement).scalars())

    def settle(self, item_ids: Sequence[int]) -> None:
        for part in slices(item_ids):
            settled = update(LABELS).where(LABELS.c.item_id.in_(part))
            self.execute(settled.values(state=LabelState.SETTLED))

    def remove(self, item_id: int) -> CountedLabel | None:
        """Removes the label of an item and returns it."""
        row = self.execute(REMOVE, {"item": item_id}).one_or_none()
        return None if row is None else CountedLabel._make(row)

    def to_learn(self, project_id: int) -> Sequence[StoredLabel]:
        """Labels that heads learn from, by ordinal: of pool items with more than half of the
        votes."""
        # Also a first answer that waits for a second: else a lone annotator never gets a model.
        leads = or_(col(Label.state) == LabelState.SETTLED, col(Label.confidence) > 0.5)
        # What nobody was asked for says nothing of an audit item, which somebody else will be.
        counts = or_(col(Label.asked), col(Item.audit_key) > Import.audit_frontier)
        return self._of(project_id, ItemRole.POOL, and_(leads, counts))

    def in_order(self, project_id: int) -> list[int]:
        """Ordinals of labelled items, ordered by the time of their first answer that counts."""
        statement = (
            select_columns(col(Label.ordinal))
            .join(Annotation, col(Annotation.item_id) == Label.item_id)
            .where(col(Label.project_id) == project_id, col(Annotation.live))
            .group_by(col(Label.ordinal))
            .order_by(func.min(col(Annotation.received_at)), col(Label.ordinal))
        )
        return [int(ordinal) for (ordinal,) in self.execute(statement)]

    def evaluation(self, project_id: int) -> Sequence[StoredLabel]:
        """Labels of the evaluation set, by ordinal, without texts that are in the pool as well.

        Nobody is asked about them, and nothing learns from them.
        """
        settled = col(Label.state) == LabelState.SETTLED
        return self._of(project_id, ItemRole.EVALUATION, and_(settled, ~is_in_pool_too()))

    def left_out_of_evaluation(self, project_id: int) -> int:
        """The number of labelled evaluation texts that are in the pool as well."""
        settled = col(Label.state) == LabelState.SETTLED
        return len(self._of(project_id, ItemRole.EVALUATION, and_(settled, is_in_pool_too())))

    def _of(self, project_id: int, role: ItemRole, condition: Any) -> Sequence[StoredLabel]:
        rows = self.execute(
            select_columns(
                col(Label.ordinal),
                col(Label.answer),
                col(Item.audit_key) <= Import.audit_frontier,
                col(Label.state) == LabelState.SETTLED,
                col(Item.import_id),
                col(Label.truth),
            )
            .join(Item, col(Item.id) == Label.item_id)
            .join(Import, col(Import.id) == Item.import_id)
            .where(col(Label.project_id) == project_id, condition, *_visible(role))
            .order_by(col(Label.ordinal))
        )
        return [StoredLabel._make(row) for row in rows]

    def tally(self, item_ids: Collection[int]) -> Tally:
        """What the labels of these items add to the counters; only visible pool items count."""
        counts: Count[tuple[Counted, int]] = Count()
        for part in slices([*item_ids]):
            counts.update(self._tally(col(Item.id).in_(part), *_visible(ItemRole.POOL)))
        return counts

    def tally_of_import(self, import_id: int) -> Tally:
        """What the labels of an import's items add, or would add, to the counters."""
        return self._tally(Import.id == import_id, Import.role == ItemRole.POOL)

    def _tally(self, *conditions: Any) -> dict[tuple[Counted, int], int]:
        settled = col(Label.state) == word(LabelState.SETTLED)
        audited = and_(settled, col(Label.asked), col(Item.audit_key) <= Import.audit_frontier)
        numbers = select_columns(
            func.count(), func.count().filter(settled), func.count().filter(audited)
        )
        row = self.execute(_of_items(numbers.select_from(Label), *conditions)).one()
        names = (Counted.LABELS, Counted.SETTLED, Counted.AUDIT_LABELS)
        tally = {(name, 0): int(number) for name, number in zip(names, row, strict=True)}
        by_class = (
            select_columns(ITEM_CLASSES.c.class_id, func.count())
            .join(Label, col(Label.item_id) == ITEM_CLASSES.c.item_id)
            .group_by(ITEM_CLASSES.c.class_id)
        )
        rows = self.execute(_of_items(by_class, *conditions))
        return tally | {(Counted.OF_CLASS, int(class_id)): number for class_id, number in rows}

    def newly_audited(self, import_id: int, key: float) -> int:
        """The number of labels that become audit labels when the frontier moves up to a key."""
        rows = self.execute(PASSED_LABELS, {"import": import_id, "key": key})
        return int(rows.scalar_one())

    def audited_provisional(self, project_id: int) -> int:
        """The number of audit items with an answer that need one more to count."""
        query = _of_items(
            select_columns(func.count()).select_from(Label),
            Label.project_id == project_id,
            col(Label.state) == word(LabelState.PROVISIONAL),
            col(Label.asked),
            col(Item.audit_key) <= Import.audit_frontier,
            *_visible(ItemRole.POOL),
        )
        return int(self.execute(query).scalar_one())

    def any_unasked(self, project_id: int) -> bool:
        """Whether any label is one that nobody was asked for."""
        unasked = exists().where(LABELS.c.project_id == project_id, literal_column("NOT asked"))
        return bool(self.execute(select_columns(unasked)).scalar())


def _columns(labels: Sequence[NewLabel]) -> dict[str, Sequence[Any]]:
    values = zip(*labels, strict=True)
    columns: dict[str, Sequence[Any]] = dict(zip(NewLabel._fields, values, strict=True))
    return columns | {name: [each and each.value for each in columns[name]] for name in WORDS}


def _of_items(query: Any, *conditions: Any) -> Any:
    """A query of labels with their items and imports."""
    items = query.join(Item, col(Item.id) == Label.item_id)
    return items.join(Import, col(Import.id) == Item.import_id).where(*conditions)


def _visible(role: ItemRole) -> tuple[Any, ...]:
    return (Import.role == role, Import.state == ImportState.READY)
