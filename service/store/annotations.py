from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, case, func, insert
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from service.models import Annotation, Note, User, metadata
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
    select_columns(col(Annotation.answer))
    .where(col(Annotation.item_id) == bindparam("item"), col(Annotation.live))
    .order_by(*IN_ORDER)
)


class AnnotationRepository(Repository):
    def record(self, made: Annotation) -> None:
        """Stores a new annotation, past the ORM."""
        self.session.connection().execute(INSERT, made.model_dump())

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

    def live_answers(self, item_id: int) -> Sequence[list[int]]:
        """Class ids of each live annotation of an item, in order of arrival."""
        asked = {"item": item_id}
        return self.session.connection().execute(LIVE_ANSWERS, asked).scalars().all()

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

    def timings(self, project_id: int) -> Sequence[tuple[int, str, float | None, datetime]]:
        """(user id, name, active seconds, received at) of every live annotation people gave."""
        return self.session.exec(
            select(Annotation.user_id, User.name, Annotation.active_seconds, Annotation.received_at)
            .join(User, col(User.id) == Annotation.user_id)
            .where(Annotation.project_id == project_id, col(Annotation.live), GIVEN)
        ).all()

    def notes(self, item_id: int) -> Sequence[tuple[Note, str]]:
        return self.session.exec(
            select(Note, User.name)
            .join(User, col(User.id) == Note.user_id)
            .where(Note.item_id == item_id)
            .order_by(col(Note.id))
        ).all()
