from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy import any_ as any_of
from sqlmodel import col

from service.db.hot import Prepared
from service.db.repository import Repository, at_most, word
from service.exporting.queries.machine_labels import machine_labels
from service.kit.vocabulary import ImportState, ItemRole, LabelState
from service.labelling.queries.annotations import IN_ORDER
from service.pool.tables.answers import Annotation, Assignment
from service.pool.tables.items import Import, Item, ItemSource
from service.pool.tables.labels import Label
from service.pool.tables.people import User


class ExportedRow(NamedTuple):
    """An imported row with its item and, if there is one, the item's label; data as JSON text."""

    id: int
    external_id: str | None
    data: str | None
    item_id: int
    text: str
    answer: str | None
    confidence: float | None
    decided_as: str | None
    """A `Source`."""
    decided_by: str | None
    """The name of who decided the label."""
    machine_answer: str | None
    """The label that the machine gives, where there is none."""
    of_import: str
    """The `ImportState` of the import that its item is of, which may be another than the row's."""


class ExportedAnswer(NamedTuple):
    """A live annotation with its annotator's name and provenance; the answer as JSON text."""

    item_id: int
    answer: str
    annotator: str
    answered_at: str
    """`2026-11-30 23:59:59.000000`, in UTC."""
    seconds: float | None
    source: str | None
    """A `Source`."""
    strategy: str | None
    score: float | None
    probability: float | None
    round: int | None
    unasked: bool
    suggestions: str | None
    """Classes by id with their probabilities, as JSON text."""
    suggested_by: str | None
    suggestions_shown: bool | None


class PooledItem(NamedTuple):
    """An item of the pool with what people and the machine say of it; the answer as JSON text."""

    id: int
    ordinal: int
    text: str
    answer: str | None
    asked: bool | None
    state: LabelState | None
    machine_class: int | None
    """By its id, under a certificate."""


GIVEN = machine_labels()


def _rows(confidence: Any, machine_answer: Any) -> Any:
    """Columns, not objects, JSON unread and words plain: an export reads 100,000 of each."""
    return select(
        col(ItemSource.id),
        col(ItemSource.external_id),
        cast(col(ItemSource.data), Text),
        col(Item.id),
        col(Item.text),
        cast(col(Label.answer), Text),
        confidence,
        cast(col(Label.decided_as), Text),
        col(User.name),
        machine_answer,
        cast(col(Import.state), Text),
    )


ROWS = _rows(col(Label.confidence), cast(null(), Text))
ROWS_OF_ALL = _rows(
    func.coalesce(col(Label.confidence), GIVEN.c.probability),
    literal("[") + cast(GIVEN.c.class_id, Text) + literal("]"),
)


def _answers(answered_at: Any) -> Any:
    """Live annotations, their moment a text: to make an object of each, and that a text, took a
    sixth of an export."""
    return (
        select(
            col(Annotation.item_id),
            cast(col(Annotation.answer), Text),
            col(User.name),
            answered_at,
            col(Annotation.active_seconds),
            cast(col(Assignment.source), Text),
            col(Assignment.strategy),
            col(Assignment.score),
            col(Assignment.probability),
            col(Assignment.round),
            col(Annotation.unasked),
            cast(col(Assignment.suggestions), Text),
            col(Assignment.suggested_by),
            col(Assignment.suggestions_shown),
        )
        .join(User, col(User.id) == Annotation.user_id)
        .outerjoin(Assignment, col(Assignment.id) == Annotation.assignment_id)
        .where(col(Annotation.live))
        .order_by(*IN_ORDER)
    )


# The ids of a page are one value: as thousands, to bind them took as long as to find the answers.
_IDS: Any = bindparam("items", type_=Text)
_AS_TABLE = func.json_each(_IDS).table_valued("value")
ANSWERS = {
    "postgresql": Prepared(
        _answers(
            func.to_char(
                func.timezone("UTC", col(Annotation.answered_at)), "YYYY-MM-DD HH24:MI:SS.US"
            )
        ).where(col(Annotation.item_id) == any_of(cast(_IDS, ARRAY(BigInteger))))
    ),
    "sqlite": Prepared(
        _answers(cast(col(Annotation.answered_at), Text)).where(
            col(Annotation.item_id).in_(select(_AS_TABLE.c.value))
        )
    ),
}


POOL = (
    select(
        col(Item.id),
        col(Item.ordinal),
        col(Item.text),
        cast(col(Label.answer), Text),
        col(Label.asked),
        col(Label.state),
        GIVEN.c.class_id,
    )
    .join(Import, col(Import.id) == Item.import_id)
    .outerjoin(Label, col(Label.item_id) == Item.id)
    .outerjoin(GIVEN, GIVEN.c.item_id == Item.id)
    .where(
        col(Item.project_id) == bindparam("project"),
        col(Item.ordinal) > bindparam("after"),
        col(Item.role) == ItemRole.POOL,
        col(Import.state) == ImportState.READY,
    )
    .order_by(col(Item.ordinal))
    .limit(bindparam("limit"))
)


class Exports(Repository):
    def import_after(self, project_id: int, import_id: int) -> int | None:
        """The project's next import that stands."""
        following = select(func.min(col(Import.id))).where(
            col(Import.project_id) == project_id,
            col(Import.id) > import_id,
            col(Import.state) == ImportState.READY,
        )
        following_id: int | None = self.execute(following).scalar()
        return following_id

    def rows(
        self,
        import_id: int,
        *,
        after: int,
        limit: int,
        everything: bool,
        settled: bool,
        machine: bool = False,
    ) -> Sequence[ExportedRow]:
        """Rows of an import after one's id, in order: where their items stand, a line each.

        By import, as that is how an index has them in order: a page costs what it holds.
        """
        statement = _page(limit, everything=everything, settled=settled, machine=machine)
        rows = self.execute(statement, {"import": import_id, "after": after})
        return [ExportedRow._make(row) for row in rows]

    def pool(self, project_id: int, *, after: int, limit: int) -> list[PooledItem]:
        """The pool's items after an ordinal, in order."""
        values = {"project": project_id, "after": after, "limit": limit}
        return [PooledItem._make(row) for row in self.execute(POOL, values)]

    def answers(self, item_ids: Sequence[int]) -> Sequence[ExportedAnswer]:
        """Live annotations of these items in order of arrival."""
        ids = ",".join(map(str, item_ids))
        items = f"{{{ids}}}" if self.dialect == "postgresql" else f"[{ids}]"
        rows = self.execute(ANSWERS[self.dialect], {"items": items})
        return [ExportedAnswer._make(row) for row in rows]


@lru_cache(100)
def _page(limit: int, *, everything: bool, settled: bool, machine: bool) -> Prepared:
    """So many rows of an import after one's id.

    Which state its item's import has is looked at afterwards: asked for, PostgreSQL takes it for
    rare, and reads and sorts the whole import for each page.
    """
    query = (
        (ROWS_OF_ALL if machine else ROWS)
        .join(Item, col(Item.id) == ItemSource.item_id)
        .join(Import, col(Import.id) == Item.import_id)
        .join(Label, col(Label.item_id) == Item.id, isouter=everything or machine)
        .outerjoin(User, col(User.id) == Label.decided_by)
        .where(
            col(ItemSource.import_id) == bindparam("import"),
            col(ItemSource.id) > bindparam("after"),
            col(Item.role) == word(ItemRole.POOL),
        )
        .order_by(col(ItemSource.id))
    )
    if settled:
        query = query.where(col(Label.state) == word(LabelState.SETTLED))
    if machine:
        query = query.outerjoin(GIVEN, and_(GIVEN.c.item_id == Item.id, _has_no_label()))
        if not everything:
            query = query.where(or_(~_has_no_label(), GIVEN.c.item_id.is_not(None)))
    return Prepared(at_most(query, limit))


def _has_no_label() -> Any:
    """Whether people gave the item of the enclosing query none."""
    return col(Label.item_id).is_(None)
