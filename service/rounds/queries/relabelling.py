"""Labels that may be asked for once more, and what became of those that were."""

from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func
from sqlalchemy import select as select_columns
from sqlmodel import col

from service.core.acquisition.audit import NO_AUDIT_ABOVE
from service.db.repository import Repository, word
from service.kit.vocabulary import AssignmentState, ImportState, ItemRole, LabelState, Source
from service.pool.tables.answers import Annotation, Assignment
from service.pool.tables.items import Import, Item
from service.pool.tables.labels import Label
from service.rounds.tables.rounds import Ranking

# Whatever may ever be an audit item is left alone: that a model doubts an answer must not decide
# which of the answers are checked that models are measured by.
NEVER_AUDITED = and_(
    col(Item.audit_key) > NO_AUDIT_ABOVE, col(Item.audit_key) > col(Import.audit_frontier)
)
GIVEN = (
    select_columns(
        col(Label.ordinal),
        col(Annotation.user_id),
        col(Annotation.answer),
        and_(
            NEVER_AUDITED,
            col(Label.state) == word(LabelState.SETTLED),
            col(Label.decided_as).is_(None),
            col(Label.people) <= bindparam("overlap"),
        ),
        col(Label.decided_as).is_not(None),
    )
    .join(Label, col(Label.item_id) == Annotation.item_id)
    .join(Item, col(Item.id) == Annotation.item_id)
    .join(Import, col(Import.id) == Item.import_id)
    .where(
        col(Annotation.project_id) == bindparam("project"),
        col(Annotation.live),
        ~col(Annotation.unasked),
        col(Annotation.import_id).is_(None),
        col(Import.state) == word(ImportState.READY),
        col(Item.role) == word(ItemRole.POOL),
    )
    .order_by(col(Label.ordinal), col(Annotation.user_id))
)
ANSWERED = (
    select_columns(func.count(), func.count().filter(col(Label.disputed)))
    .select_from(Assignment)
    .join(Label, col(Label.item_id) == Assignment.item_id)
    .where(
        col(Assignment.project_id) == bindparam("project"),
        col(Assignment.source) == word(Source.RELABEL),
        col(Assignment.state) == word(AssignmentState.ANSWERED),
    )
)
WAITING = (
    select_columns(func.count())
    .select_from(Ranking)
    .where(
        col(Ranking.project_id) == bindparam("project"),
        col(Ranking.source) == word(Source.RELABEL),
    )
)


class AskedAnswer(NamedTuple):
    """What somebody answered who was asked."""

    ordinal: int
    user_id: int
    answer: list[Any]
    may_again: bool
    """Whether its item may be asked about once more."""
    decided: bool
    """Whether its item's label is somebody's decision."""


class SecondAnswers(NamedTuple):
    """Labels that were asked for once more."""

    answered: int
    differ: int
    """Of these, those on which answers differ."""
    ranked: int
    """To be asked for by the ranking."""


class Relabelling(Repository):
    def given(self, project_id: int, overlap: int) -> list[AskedAnswer]:
        """The answers that stand to items of the pool, by item and person."""
        rows = self.execute(GIVEN, {"project": project_id, "overlap": overlap})
        return [AskedAnswer._make(row) for row in rows]

    def second_answers(self, project_id: int) -> SecondAnswers:
        values = {"project": project_id}
        answered, differ = self.execute(ANSWERED, values).one()
        return SecondAnswers(answered, differ, self.execute(WAITING, values).scalar_one())
