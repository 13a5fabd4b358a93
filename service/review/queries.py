"""What is looked at again: the SQL of review."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, func, literal_column, or_
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from service.db.repository import Repository, slices, word
from service.kit.vocabulary import ImportState, ItemRole, LabelState, Source
from service.labelling.queries.annotations import ANSWERS_BY, IN_ORDER, AnswerBy
from service.pool.queries.conditions import REVEALS, Reveal
from service.pool.tables.answers import Annotation, Assignment
from service.pool.tables.items import Import, Item
from service.pool.tables.labels import LABELS, Label


def _was_doubted() -> Any:
    return exists().where(
        col(Assignment.item_id) == LABELS.c.item_id,
        col(Assignment.source) == word(Source.RELABEL),
    )


# In the order of a place by which nothing is told: the first of many are drawn at random. Without
# those that were asked for once more because they were doubted: there people agree less.
MANY_ANSWERED = (
    select_columns(LABELS.c.item_id)
    .where(LABELS.c.project_id == bindparam("project"), literal_column("people > 1"))
    .where(~_was_doubted())
    .order_by(LABELS.c.place)
    .limit(bindparam("most"))
    .subquery()
)
SHARED = (
    select_columns(
        col(Annotation.item_id),
        col(Annotation.user_id),
        col(Annotation.answer),
        col(Annotation.received_at),
    )
    .join(MANY_ANSWERED, MANY_ANSWERED.c.item_id == col(Annotation.item_id))
    .where(col(Annotation.live), ~col(Annotation.unasked), col(Annotation.import_id).is_(None))
    .order_by(col(Annotation.item_id), *IN_ORDER)
)
# Who picked an item to answer counts only where that is all there is.
COUNTED = or_(~col(Annotation.unasked), ~col(Label.asked))
SIDE_BY_SIDE = ANSWERS_BY.join(Label, col(Label.item_id) == Annotation.item_id).where(COUNTED)


class SharedAnswer(NamedTuple):
    """What one of several people answered to an item."""

    item_id: int
    user_id: int
    answer: list[Any]
    received_at: datetime


class Reviews(Repository):
    def shared_answers(self, project_id: int, most: int) -> list[SharedAnswer]:
        """Of at most so many items that several people were asked for: by item, as they came."""
        rows = self.execute(SHARED, {"project": project_id, "most": most})
        return [SharedAnswer._make(row) for row in rows]

    def disputed(
        self, project_id: int, *, after: int, limit: int, unless_answered_by: int | None = None
    ) -> Sequence[tuple[Item, Label]]:
        """Visible pool items after an ordinal on which answers differ and nobody has decided.

        Without those that a person has ever answered or been told the label of, if one is named.
        """
        statement = (
            select(Item, Label)
            .join(Import, col(Import.id) == Item.import_id)
            .join(Label, col(Label.item_id) == Item.id)
            .where(*_disputed(project_id), Label.ordinal > after)
        )
        if unless_answered_by is not None:
            statement = statement.where(
                ~exists().where(*_own(unless_answered_by, col(Item.id))),
                *(~each.shown_to(unless_answered_by, col(Item.id)) for each in REVEALS),
            )
        return self.query(statement.order_by(col(Label.ordinal)).limit(limit)).all()

    def count_disputed(self, project_id: int) -> int:
        """How many items those are."""
        return int(
            self.query(
                select(func.count())
                .select_from(Item)
                .join(Import, col(Import.id) == Item.import_id)
                .join(Label, col(Label.item_id) == Item.id)
                .where(*_disputed(project_id))
            ).one()
        )

    def side_by_side(self, item_ids: Sequence[int]) -> dict[int, list[AnswerBy]]:
        """What the labels of these items rest on, in order of arrival."""
        answers: dict[int, list[AnswerBy]] = {item_id: [] for item_id in item_ids}
        for row in self.execute(SIDE_BY_SIDE, {"items": item_ids}):
            answers[row[0]].append(AnswerBy._make(row))
        return answers

    def answered_by(self, user_id: int, item_ids: Sequence[int]) -> set[int]:
        """Those of the items that a person has ever answered, changed and retracted ones too."""
        answered: set[int] = set()
        for part in slices(item_ids):
            own = _own(user_id, None)
            statement = select(Annotation.item_id).where(*own, col(Annotation.item_id).in_(part))
            answered.update(self.query(statement).all())
        return answered

    def reveal(self, user_id: int, item_id: int) -> Reveal | None:
        """How a person was told the item's label before anybody asked them, if they were."""
        ways = (each for each in REVEALS if self._is(each.shown_to(user_id, item_id)))
        return next(ways, None)

    def _is(self, condition: Any) -> bool:
        return bool(self.execute(select_columns(condition)).scalar_one())

    def labels_at(self, project_id: int, ordinals: Sequence[int]) -> dict[int, Label]:
        """The settled labels of visible pool items at these ordinals, where people were asked.

        The others are asked about yet, as audits: who looks must not know what a model thinks.
        """
        labels: dict[int, Label] = {}
        for part in slices(ordinals):
            rows = self.query(
                select(Label)
                .join(Item, col(Item.id) == Label.item_id)
                .join(Import, col(Import.id) == Item.import_id)
                .where(
                    Label.project_id == project_id,
                    col(Label.ordinal).in_(part),
                    Label.state == LabelState.SETTLED,
                    col(Label.asked),
                    Item.role == ItemRole.POOL,
                    Import.state == ImportState.READY,
                )
            )
            labels.update((label.ordinal, label) for label in rows)
        return labels


def _disputed(project_id: int) -> tuple[Any, ...]:
    return (
        col(Label.project_id) == project_id,
        literal_column("disputed"),
        col(Label.decided_as).is_(None),
        col(Item.role) == ItemRole.POOL,
        col(Import.state) == ImportState.READY,
    )


def _own(user_id: int, item_id: Any) -> tuple[Any, ...]:
    """Of a person, by themselves: not what came with a file of theirs."""
    whose = (col(Annotation.user_id) == user_id, col(Annotation.import_id).is_(None))
    return whose if item_id is None else (*whose, col(Annotation.item_id) == item_id)
