from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    bindparam,
    cast,
    exists,
    false,
    literal,
    null,
    union_all,
)
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from service.db.hot import insert_few
from service.db.repository import Repository, slices
from service.kit.vocabulary import Source
from service.pool.tables.answers import ANNOTATION_CLASSES, ANNOTATIONS, Annotation, Assignment
from service.pool.tables.labels import DECISIONS
from service.pool.tables.people import User

LATEST = 50
"""The most answers that are read to measure a person's pace."""

# At the same microsecond what was replaced comes before what replaced it, late comes last, and two
# people's answers stay in one order, whoever asks and when.
IN_ORDER = (
    *(col(Annotation.received_at), col(Annotation.live), col(Annotation.late)),
    col(Annotation.id),
)
# By someone here, not by an import.
GIVEN = col(Annotation.import_id).is_(None)

# Asked at every answer: built once, because building a statement costs more than running it.
FIND = (
    select(Annotation)
    .where(col(Annotation.id) == bindparam("id"))
    .execution_options(populate_existing=True)
)
LIVE_OF = select(Annotation).where(
    col(Annotation.item_id) == bindparam("item"),
    col(Annotation.user_id) == bindparam("user"),
    col(Annotation.live),
)


def _live_answers(is_asked: Callable[[Any], Any]) -> Any:
    """What stands of some items: answers in order of arrival, then decisions in theirs."""
    answers = select_columns(
        ANNOTATIONS.c.item_id,
        ANNOTATIONS.c.answer,
        ANNOTATIONS.c.import_id,
        ANNOTATIONS.c.unasked,
        cast(null(), DECISIONS.c.source.type).label("decided_as"),
        cast(null(), DECISIONS.c.user_id.type).label("decided_by"),
        ANNOTATIONS.c.received_at.label("at"),
        literal(0).label("place"),
        ANNOTATIONS.c.late.label("late"),
    ).where(is_asked(ANNOTATIONS.c.item_id), ANNOTATIONS.c.live)
    decisions = select_columns(
        DECISIONS.c.item_id,
        DECISIONS.c.answer,
        cast(null(), ANNOTATIONS.c.import_id.type),
        false(),
        DECISIONS.c.source,
        DECISIONS.c.user_id,
        DECISIONS.c.created_at,
        DECISIONS.c.id,
        false(),
    ).where(is_asked(DECISIONS.c.item_id), DECISIONS.c.live)
    return union_all(answers, decisions).order_by("place", "at", "late")


LIVE_ANSWERS = _live_answers(lambda item_id: item_id == bindparam("item"))
LIVE_ANSWERS_OF = _live_answers(lambda item_id: item_id.in_(bindparam("items", expanding=True)))
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
_OTHERS = ANNOTATIONS.alias()
_ONE_OF_SEVERAL = (
    select_columns(ANNOTATIONS.c.item_id)
    .distinct()
    .where(
        ANNOTATIONS.c.live,
        exists().where(
            _OTHERS.c.item_id == ANNOTATIONS.c.item_id,
            _OTHERS.c.live,
            _OTHERS.c.id != ANNOTATIONS.c.id,
        ),
    )
    .order_by(ANNOTATIONS.c.item_id)
)
_NAMES = ANNOTATION_CLASSES.c.class_id.in_(bindparam("classes", expanding=True))
# A class may have a million answers of a file, people may have given a hundred thousand: items
# with several are looked up from the side that has fewer.
SEVERAL_OF_CLASSES = _ONE_OF_SEVERAL.join(
    ANNOTATION_CLASSES, ANNOTATION_CLASSES.c.annotation_id == ANNOTATIONS.c.id
).where(_NAMES)
# Of several answers to an item people gave all but one at least: a file gives one.
SEVERAL_OF_PEOPLE = _ONE_OF_SEVERAL.where(
    ANNOTATIONS.c.import_id.is_(None), ANNOTATIONS.c.project_id == bindparam("project")
)
MANY = 10_000
ANSWERS_OF_CLASSES = select_columns(ANNOTATION_CLASSES.c.class_id).where(_NAMES).limit(MANY)
SAID_OF = (
    select_columns(ANNOTATIONS.c.item_id, ANNOTATION_CLASSES.c.class_id)
    .join(ANNOTATION_CLASSES, ANNOTATION_CLASSES.c.annotation_id == ANNOTATIONS.c.id)
    .where(ANNOTATIONS.c.item_id.in_(bindparam("items", expanding=True)), ANNOTATIONS.c.live)
)


# With whose it is, and why they had it.
ANSWERS_BY = (
    select_columns(
        col(Annotation.item_id),
        col(User.name),
        col(Annotation.answer),
        col(Assignment.source),
        col(Annotation.import_id).is_not(None),
        col(Annotation.unasked),
    )
    .join(User, col(User.id) == Annotation.user_id)
    .outerjoin(Assignment, col(Assignment.id) == Annotation.assignment_id)
    .where(col(Annotation.item_id).in_(bindparam("items", expanding=True)), col(Annotation.live))
    .order_by(*IN_ORDER)
)


class AnswerBy(NamedTuple):
    """A live answer to an item, with its author and the source of the item."""

    item_id: int
    annotator: str
    answer: list[Any]
    source: Source | None
    from_file: bool
    unasked: bool


class AnnotationRow(NamedTuple):
    """A row of `Annotation` as a tuple: a model object would take a twelfth of an answer's time."""

    id: UUID
    project_id: int
    item_id: int
    user_id: int
    assignment_id: int | None
    answer: list[Any]
    late: bool
    unasked: bool
    body_hash: str
    shown_at: datetime | None
    first_input_at: datetime | None
    answered_at: datetime
    received_at: datetime
    active_seconds: float | None
    live: bool = True
    import_id: int | None = None
    superseded_by: UUID | None = None
    retracted_at: datetime | None = None


class LiveAnswer(NamedTuple):
    """An answer or a decision that stands."""

    item_id: int
    answer: list[Any]
    import_id: int | None
    """The import that the answer came with, if any."""
    unasked: bool
    decided_as: Source | None
    """Where it was decided; None: it is an answer."""
    decided_by: int | None
    at: datetime

    @classmethod
    def of(cls, annotation: AnnotationRow) -> "LiveAnswer":
        return cls(
            annotation.item_id,
            annotation.answer,
            annotation.import_id,
            annotation.unasked,
            None,
            None,
            annotation.received_at,
        )


class TimedAnswer(NamedTuple):
    """The parts of an answer by which a person's pace is measured."""

    received_at: datetime
    active_seconds: float | None


class Annotations(Repository):
    def record(self, annotation: AnnotationRow, class_ids: Collection[int]) -> None:
        """Stores a new annotation with the classes that it names, past the ORM."""
        row = {name: [value] for name, value in annotation._asdict().items()}
        insert_few(self.session, "annotation", row)
        links: dict[str, list[Any]] = {
            "annotation_id": [annotation.id] * len(class_ids),
            "class_id": [*class_ids],
        }
        insert_few(self.session, "annotation_class", links)

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
        """Answers to an item that stand, in order of arrival; then decisions about it."""
        rows = self.execute(LIVE_ANSWERS, {"item": item_id})
        return [LiveAnswer._make(row[:7]) for row in rows]

    def live_answers_of(self, item_ids: Sequence[int]) -> dict[int, list[LiveAnswer]]:
        """Answers and decisions that stand, for each of several items."""
        answers: dict[int, list[LiveAnswer]] = {item_id: [] for item_id in item_ids}
        for part in slices(item_ids):
            for row in self.execute(LIVE_ANSWERS_OF, {"items": part}):
                answers[row.item_id].append(LiveAnswer._make(row[:7]))
        return answers

    def disputed(self, project_id: int, class_ids: Collection[int]) -> list[int]:
        """Items with different answers, at least one of which names one of these classes."""
        values = {"classes": [*class_ids], "project": project_id}
        are_many = len(self.execute(ANSWERS_OF_CLASSES, values).all()) == MANY
        by = SEVERAL_OF_PEOPLE if are_many else SEVERAL_OF_CLASSES
        several = self.execute(by, values).scalars().all()
        people: dict[int, set[int]] = {}
        for part in slices(several):
            for item_id, class_id in self.execute(SAID_OF, {"items": part}):
                people.setdefault(item_id, set()).add(class_id)
        return [each for each, names in people.items() if len(names) > 1 and names & {*class_ids}]

    def history(self, item_id: int) -> Sequence[tuple[Annotation, str, Source | None]]:
        """All answers to an item, each with its author and the source of the item."""
        return self.query(
            select(Annotation, User.name, col(Assignment.source))
            .join(User, col(User.id) == Annotation.user_id)
            .join(Assignment, col(Assignment.id) == Annotation.assignment_id, isouter=True)
            .where(Annotation.item_id == item_id)
            .order_by(*IN_ORDER)
        ).all()

    def latest(self, project_id: int, user_id: int) -> list[TimedAnswer]:
        """The last live answers that a person gave, the newest first."""
        values = {"project": project_id, "user": user_id}
        return [TimedAnswer._make(row) for row in self.execute(LATEST_OF, values)]
