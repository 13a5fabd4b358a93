from collections.abc import Collection, Sequence
from datetime import datetime
from statistics import mean
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, case, func, insert
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from service.models import Annotation, Note, User, metadata
from service.store.bulk_insert import insert_few
from service.store.repository import Repository

LONGEST_ACTIVE_SECONDS = 300.0
"""Longer than this an annotator was away: time beyond it is not counted."""

# At the same microsecond what was replaced comes before what replaced it, and late comes last.
IN_ORDER = (col(Annotation.received_at), col(Annotation.live), col(Annotation.late))
# By someone here, not by an import.
GIVEN = col(Annotation.import_id).is_(None)

# Asked at every answer: built once, because building a statement costs more than running it.
INSERT = insert(metadata.tables["annotation"])
FIND = select(Annotation).where(col(Annotation.id) == bindparam("id"))
LIVE_OF = select(Annotation).where(
    col(Annotation.item_id) == bindparam("item"),
    col(Annotation.user_id) == bindparam("user"),
    col(Annotation.live),
)
LIVE_ANSWERS = (
    select_columns(col(Annotation.answer), col(Annotation.import_id), col(Annotation.unasked))
    .where(col(Annotation.item_id) == bindparam("item"), col(Annotation.live))
    .order_by(*IN_ORDER)
)


class LiveAnswer(NamedTuple):
    answer: list[Any]
    import_id: int | None
    """The import it came with, if any did."""
    unasked: bool


class Given(NamedTuple):
    """What a person has given to a project."""

    user_id: int
    name: str
    answers: int
    today: int
    lately: int
    timed: int
    """Annotations of which it is known how long they took."""
    last: datetime


class AnnotationRepository(Repository):
    def record(self, made: Annotation, class_ids: Collection[int]) -> None:
        """Stores a new annotation with the classes that it names, past the ORM."""
        self.session.connection().execute(INSERT, made.model_dump())
        links: dict[str, list[Any]] = {
            "annotation_id": [made.id] * len(class_ids),
            "class_id": [*class_ids],
        }
        insert_few(self.session, "annotation_class", links)

    def find(self, annotation_id: UUID) -> Annotation | None:
        return self.session.exec(FIND, params={"id": annotation_id}).one_or_none()

    def live(self, item_id: int) -> Sequence[Annotation]:
        return self.session.exec(
            select(Annotation)
            .where(Annotation.item_id == item_id, col(Annotation.live))
            .order_by(*IN_ORDER)
        ).all()

    def live_of(self, item_id: int, user_id: int) -> Annotation | None:
        asked = {"item": item_id, "user": user_id}
        return self.session.exec(LIVE_OF, params=asked).one_or_none()

    def live_answers(self, item_id: int) -> Sequence[LiveAnswer]:
        """Of an item, in order of arrival."""
        rows = self.session.connection().execute(LIVE_ANSWERS, {"item": item_id})
        return [LiveAnswer._make(row) for row in rows]

    def history(self, item_id: int) -> Sequence[tuple[Annotation, str]]:
        return self.session.exec(
            select(Annotation, User.name)
            .join(User, col(User.id) == Annotation.user_id)
            .where(Annotation.item_id == item_id)
            .order_by(*IN_ORDER)
        ).all()

    def seconds(self, project_id: int) -> float:
        """Annotators' seconds in the project, retracted and changed answers included."""
        taken = col(Annotation.active_seconds)
        capped = case((taken > LONGEST_ACTIVE_SECONDS, LONGEST_ACTIVE_SECONDS), else_=taken)
        total = self.session.exec(
            select(func.sum(capped)).where(Annotation.project_id == project_id, GIVEN)
        ).one()
        return float(total or 0.0)

    def by_person(self, project_id: int, today: datetime, lately: datetime) -> Sequence[Given]:
        """What people gave that is live, by user id: in all, since `today` and since `lately`."""
        received = col(Annotation.received_at)
        rows = self.session.execute(
            select_columns(
                col(Annotation.user_id),
                col(User.name),
                func.count(),
                func.count().filter(received >= today),
                func.count().filter(received > lately),
                func.count(col(Annotation.active_seconds)),
                func.max(received),
            )
            .join(User, col(User.id) == Annotation.user_id)
            .where(*_given(project_id))
            .group_by(col(Annotation.user_id), col(User.name))
            .order_by(col(Annotation.user_id))
        )
        return [Given(*row) for row in rows]

    def given_since(self, project_id: int, user_id: int, since: datetime) -> int:
        """How many live answers this person gave since then."""
        asked = select(func.count()).where(*_given(project_id), Annotation.user_id == user_id)
        return int(self.session.exec(asked.where(Annotation.received_at >= since)).one())

    def median_seconds(self, project_id: int, given: Given) -> float | None:
        """Of a person's live annotations whose time is known: the middle one, or two."""
        taken = col(Annotation.active_seconds)
        middle = (
            select_columns(taken)
            .where(*_given(project_id), col(Annotation.user_id) == given.user_id)
            .where(taken.is_not(None))
            .order_by(taken)
            .offset((given.timed - 1) // 2)
            .limit(2 - given.timed % 2)
        )
        return mean(self.session.execute(middle).scalars()) if given.timed else None

    def notes(self, item_id: int) -> Sequence[tuple[Note, str]]:
        return self.session.exec(
            select(Note, User.name)
            .join(User, col(User.id) == Note.user_id)
            .where(Note.item_id == item_id)
            .order_by(col(Note.id))
        ).all()

    def count_notes(self, item_id: int, user_id: int) -> int:
        """Of a person on an item, resolved ones too."""
        counted = select(func.count()).where(Note.item_id == item_id, Note.user_id == user_id)
        return int(self.session.exec(counted).one())

    def flags(self, item_id: int, user_id: int) -> Sequence[Note]:
        """The open flags of a person on an item."""
        return self.session.exec(
            select(Note)
            .where(Note.item_id == item_id, Note.user_id == user_id, Note.kind == "flag")
            .where(col(Note.resolved_at).is_(None))
        ).all()


def _given(project_id: int) -> tuple[Any, ...]:
    return (col(Annotation.project_id) == project_id, col(Annotation.live), GIVEN)
