from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, exists, insert
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from service.models import Annotation, User
from service.store.bulk_insert import insert_few
from service.store.repository import Repository
from service.store.tables import ANNOTATIONS

LATEST = 50
"""Answers that a person's pace is seen from: no more are read, however many there are."""

# At the same microsecond what was replaced comes before what replaced it, and late comes last.
IN_ORDER = (col(Annotation.received_at), col(Annotation.live), col(Annotation.late))
# By someone here, not by an import.
GIVEN = col(Annotation.import_id).is_(None)

# Asked at every answer: built once, because building a statement costs more than running it.
INSERT = insert(ANNOTATIONS)
FIND = select(Annotation).where(col(Annotation.id) == bindparam("id"))
LIVE_OF = select(Annotation).where(
    col(Annotation.item_id) == bindparam("item"),
    col(Annotation.user_id) == bindparam("user"),
    col(Annotation.live),
)
BEFORE = select_columns(
    exists(select_columns(ANNOTATIONS.c.id).where(ANNOTATIONS.c.id == bindparam("id"))),
    exists(
        select_columns(ANNOTATIONS.c.id).where(
            ANNOTATIONS.c.item_id == bindparam("item"),
            ANNOTATIONS.c.user_id == bindparam("user"),
            ANNOTATIONS.c.live,
        )
    ),
)
LIVE_ANSWERS = (
    select_columns(col(Annotation.answer), col(Annotation.import_id), col(Annotation.unasked))
    .where(col(Annotation.item_id) == bindparam("item"), col(Annotation.live))
    .order_by(*IN_ORDER)
)
LATEST_OF = (
    select_columns(col(Annotation.received_at), col(Annotation.active_seconds))
    .where(
        GIVEN,
        col(Annotation.project_id) == bindparam("project"),
        col(Annotation.user_id) == bindparam("user"),
        col(Annotation.live),
    )
    # By the import too, which none has: else PostgreSQL doesn't see that its index has the order.
    .order_by(col(Annotation.import_id).desc(), col(Annotation.received_at).desc())
    .limit(LATEST)
)


class Before(NamedTuple):
    """What there is when an answer arrives."""

    is_known: bool
    """An annotation of its id."""
    has_answered: bool
    """A live one of this person to this item."""


class LiveAnswer(NamedTuple):
    answer: list[Any]
    import_id: int | None
    """The import it came with, if any did."""
    unasked: bool


class Given(NamedTuple):
    """An answer of a person, as far as their pace is concerned."""

    received_at: datetime
    active_seconds: float | None


class AnnotationRepository(Repository):
    def record(self, made: Annotation, class_ids: Collection[int]) -> None:
        """Stores a new annotation with the classes that it names, past the ORM."""
        self.execute(INSERT, made.model_dump())
        links: dict[str, list[Any]] = {
            "annotation_id": [made.id] * len(class_ids),
            "class_id": [*class_ids],
        }
        insert_few(self.session, "annotation_class", links)

    def before(self, annotation_id: UUID, item_id: int, user_id: int) -> Before:
        """Most answers are new, and to find nothing costs a third of a query this way."""
        asked = {"id": annotation_id, "item": item_id, "user": user_id}
        return Before._make(map(bool, self.execute(BEFORE, asked).one()))

    def find(self, annotation_id: UUID) -> Annotation | None:
        return self.query(FIND, {"id": annotation_id}).one_or_none()

    def live(self, item_id: int) -> Sequence[Annotation]:
        return self.query(
            select(Annotation)
            .where(Annotation.item_id == item_id, col(Annotation.live))
            .order_by(*IN_ORDER)
        ).all()

    def live_of(self, item_id: int, user_id: int) -> Annotation | None:
        return self.query(LIVE_OF, {"item": item_id, "user": user_id}).one_or_none()

    def live_answers(self, item_id: int) -> Sequence[LiveAnswer]:
        """Of an item, in order of arrival."""
        rows = self.execute(LIVE_ANSWERS, {"item": item_id})
        return [LiveAnswer._make(row) for row in rows]

    def history(self, item_id: int) -> Sequence[tuple[Annotation, str]]:
        return self.query(
            select(Annotation, User.name)
            .join(User, col(User.id) == Annotation.user_id)
            .where(Annotation.item_id == item_id)
            .order_by(*IN_ORDER)
        ).all()

    def latest(self, project_id: int, user_id: int) -> list[Given]:
        """The last live answers that a person gave, the newest first."""
        asked = {"project": project_id, "user": user_id}
        return [Given._make(row) for row in self.execute(LATEST_OF, asked)]
