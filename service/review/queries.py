"""Notes, and what is looked at again: the SQL of review."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, func, literal_column, or_
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from service.db.repository import Repository, slices, word
from service.kit.vocabulary import ImportState, ItemRole, LabelState, Source
from service.labelling.queries.annotations import ANSWERS_BY, IN_ORDER, AnswerBy
from service.labelling.tables import NOTES, Annotation, Assignment, Note
from service.people.tables import User
from service.pool.tables.items import Import, Item
from service.pool.tables.labels import LABELS, Label
from service.practice.queries import practised_by

IS_UNREAD = and_(NOTES.c.replied_at.is_not(None), NOTES.c.reply_read_at.is_(None))
# Asked at every heartbeat of a labelling tab.
UNREAD = select_columns(func.count()).where(
    NOTES.c.project_id == bindparam("project"), NOTES.c.user_id == bindparam("user"), IS_UNREAD
)


class NotedItem(NamedTuple):
    """A note with its author's name, its item, and the item's label."""

    note: Note
    author: str
    item: Item
    label: Label | None


class Notes(Repository):
    def get(self, project_id: int, note_id: int) -> Note | None:
        note = self.session.get(Note, note_id)
        return note if note is not None and note.project_id == project_id else None

    def of_item(self, item_id: int) -> Sequence[tuple[Note, str]]:
        return self.query(
            select(Note, User.name)
            .join(User, col(User.id) == Note.user_id)
            .where(Note.item_id == item_id)
            .order_by(col(Note.id))
        ).all()

    def count(self, item_id: int, user_id: int) -> int:
        """Of a person on an item."""
        counted = select(func.count()).where(Note.item_id == item_id, Note.user_id == user_id)
        return int(self.query(counted).one())

    def count_open(self, project_id: int) -> int:
        """Of items that people see, that nobody has resolved."""
        statement = (
            select(func.count())
            .select_from(Note)
            .join(Item, col(Item.id) == Note.item_id)
            .join(Import, col(Import.id) == Item.import_id)
            .where(Note.project_id == project_id, col(Note.resolved_at).is_(None))
            .where(Import.state == ImportState.READY)
        )
        return int(self.query(statement).one())

    def open_of(self, item_id: int, user_id: int, kind: str) -> Sequence[Note]:
        """Those of a person on an item that nobody has resolved."""
        return self.query(
            select(Note).where(
                Note.item_id == item_id,
                Note.user_id == user_id,
                Note.kind == kind,
                col(Note.resolved_at).is_(None),
            )
        ).all()

    def page(
        self, project_id: int, *, is_open: bool, after: int, limit: int
    ) -> Sequence[NotedItem]:
        """Of items that people see, by the note's id."""
        resolved = col(Note.resolved_at)
        rows = self.query(
            select(Note, User.name, Item, Label)
            .join(User, col(User.id) == Note.user_id)
            .join(Item, col(Item.id) == Note.item_id)
            .join(Import, col(Import.id) == Item.import_id)
            .outerjoin(Label, col(Label.item_id) == Note.item_id)
            .where(Note.project_id == project_id, Note.id > after)
            .where(resolved.is_(None) if is_open else resolved.is_not(None))
            .where(Import.state == ImportState.READY)
            .order_by(col(Note.id))
            .limit(limit)
        ).all()
        return [NotedItem._make(row) for row in rows]

    def unread(self, project_id: int, user_id: int) -> Sequence[tuple[Note, str]]:
        """A person's notes with replies that they haven't read, with the items' texts."""
        return self.query(
            select(Note, Item.text)
            .join(Item, col(Item.id) == Note.item_id)
            .where(Note.project_id == project_id, Note.user_id == user_id, IS_UNREAD)
            .order_by(col(Note.id))
        ).all()

    def count_unread(self, project_id: int, user_id: int) -> int:
        values = {"project": project_id, "user": user_id}
        return int(self.execute(UNREAD, values).scalar_one())


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

        Without those that a person has ever answered or practised, if one is named.
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
                ~practised_by(unless_answered_by, col(Item.id)),
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
