"""What a person has answered and skipped, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import cast, exists, func, null, or_, select, union_all

from service.db.repository import Repository, word
from service.kit.vocabulary import AssignmentState, ImportState, OwnMark
from service.labelling.tables import NOTES
from service.pool.queries.eligibility import EXCLUSION
from service.pool.tables.answers import ANNOTATION_CLASSES, ANNOTATIONS, ASSIGNMENTS
from service.pool.tables.items import IMPORTS, ITEMS


class AnswerPosition(NamedTuple):
    """The place of an item in the list of a person's own answers."""

    at: datetime
    item_id: int


class OwnAnswer(NamedTuple):
    item_id: int
    at: datetime
    answer: list[Any] | None
    """The answer; None: the item was skipped."""
    assignment_id: int | None
    text: str
    flagged: bool
    """Whether this person flagged it and nobody has resolved the flag."""


@dataclass(frozen=True)
class OwnFilter:
    """Whose answers to list, and which of them; None: any."""

    project_id: int
    user_id: int
    words: Sequence[str] = ()
    """Words that must all be in the item's text."""
    class_ids: Sequence[int] | None = None
    """Classes, one of which the answer must name."""
    mark: OwnMark | None = None
    item_id: int | None = None

    def flagged(self, item_id: Any) -> Any:
        return exists().where(
            NOTES.c.item_id == item_id,
            NOTES.c.user_id == self.user_id,
            NOTES.c.kind == "flag",
            NOTES.c.resolved_at.is_(None),
        )

    def lists(self) -> list[Any]:
        """Statements for answered items, and for skipped ones not answered since."""
        lists = []
        if self.mark is not OwnMark.SKIPPED:
            lists.append(self._of_items(ANNOTATIONS, self._answered()))
        if self.mark is not OwnMark.ANSWERED and self.class_ids is None:
            lists.append(self._of_items(ASSIGNMENTS, self._skipped()))
        return lists

    def _answered(self) -> Any:
        c = ANNOTATIONS.c
        at, by = c.received_at.label("at"), c.assignment_id.label("assignment_id")
        # An answer that came with an import has one, which the index goes by first.
        statement = select(c.item_id, at, c.answer.label("answer"), by).where(
            c.import_id.is_(None),
            c.project_id == self.project_id,
            c.user_id == self.user_id,
            c.live,
        )
        if self.class_ids is None:
            return statement
        named = ANNOTATION_CLASSES.c.class_id.in_(self.class_ids)
        return statement.where(exists().where(ANNOTATION_CLASSES.c.annotation_id == c.id, named))

    def _skipped(self) -> Any:
        c, annotations = ASSIGNMENTS.c, ANNOTATIONS.c
        nothing = cast(null(), annotations.answer.type).label("answer")
        same = (annotations.item_id == c.item_id, annotations.user_id == c.user_id)
        at, by = c.ended_at.label("at"), c.id.label("assignment_id")
        return select(c.item_id, at, nothing, by).where(
            c.project_id == self.project_id,
            c.state == word(AssignmentState.SKIPPED),
            c.strategy != EXCLUSION,
            c.user_id == self.user_id,
            ~exists().where(*same, annotations.live),
        )

    def _of_items(self, table: Any, statement: Any) -> Any:
        """Those that people see, and that this lets through."""
        item_id = table.c.item_id
        statement = (
            statement.join(ITEMS, ITEMS.c.id == item_id)
            .join(IMPORTS, IMPORTS.c.id == ITEMS.c.import_id)
            .where(IMPORTS.c.state == ImportState.READY)
            .where(*(ITEMS.c.text.icontains(each, autoescape=True) for each in self.words))
        )
        if self.mark is OwnMark.FLAGGED:
            statement = statement.where(self.flagged(item_id))
        return statement if self.item_id is None else statement.where(item_id == self.item_id)


class OwnAnswers(Repository):
    def page(
        self, by: OwnFilter, *, before: AnswerPosition | None, skip: int, limit: int
    ) -> list[OwnAnswer]:
        """The first answers before a place, after leaving out a number of them."""
        ends = [_latest(each, before).limit(skip + limit).subquery() for each in by.lists()]
        if not ends:
            return []
        # Of either list no more is read than a page can need.
        items = union_all(*(select(each) for each in ends)).subquery()
        statement = (
            select(items, ITEMS.c.text, by.flagged(items.c.item_id))
            .join(ITEMS, ITEMS.c.id == items.c.item_id)
            .order_by(items.c.at.desc(), items.c.item_id.desc())
        )
        rows = self.execute(statement.offset(skip).limit(limit))
        return [OwnAnswer._make(row) for row in rows]

    def count(self, by: OwnFilter) -> int:
        counts = (select(func.count()).select_from(each.subquery()) for each in by.lists())
        return sum(int(self.execute(each).scalar_one()) for each in counts)


def _latest(statement: Any, before: AnswerPosition | None) -> Any:
    columns = statement.selected_columns
    at, item_id = columns.at.element, columns.item_id
    if before is not None:
        # Said twice: an index finds the place by the first.
        statement = statement.where(at <= before.at, or_(at < before.at, item_id < before.item_id))
    return statement.order_by(at.desc(), item_id.desc())
