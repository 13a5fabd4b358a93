"""Answers of an account that turns out to be a program, or a person after all."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel import select as select_rows

from service.db.repository import Repository, is_one_of, word
from service.kit.vocabulary import ACTIVE, AssignmentState, LabelState
from service.pool.tables.answers import ANNOTATIONS, ASSIGNMENTS, Annotation
from service.pool.tables.items import EXPOSURES
from service.pool.tables.labels import LABELS

MOST_COMPARED = 2_000


class Programs(Repository):
    def projects(self, user_id: int) -> list[int]:
        """The projects in which the account has answered."""
        statement = select(ANNOTATIONS.c.project_id).where(ANNOTATIONS.c.user_id == user_id)
        return sorted(self.execute(statement.distinct()).scalars())

    def to_change(
        self, project_id: int, user_id: int, *, counts: bool, most: int
    ) -> Sequence[Annotation]:
        """Answers to offered items that stand, and whose status as audit answers must change."""
        seen = exists().where(
            EXPOSURES.c.item_id == col(Annotation.item_id), EXPOSURES.c.user_id == user_id
        )
        return self.query(
            select_rows(Annotation)
            .where(
                ~seen,
                Annotation.project_id == project_id,
                Annotation.user_id == user_id,
                col(Annotation.live),
                col(Annotation.import_id).is_(None),
                col(Annotation.assignment_id).is_not(None),
                col(Annotation.unasked).is_(counts),
            )
            .limit(most)
        ).all()

    def change(self, answers: Sequence[Annotation], *, counts: bool) -> None:
        """Changes whether answers count as asked for. If not, others may take their slots."""
        if not answers:
            return
        for answer in answers:
            answer.unasked = not counts
        before, after = AssignmentState.ANSWERED, AssignmentState.UNASKED
        theirs = [
            ASSIGNMENTS.c.user_id == answers[0].user_id,
            ASSIGNMENTS.c.item_id.in_([each.item_id for each in answers]),
        ]
        if counts:
            before, after = after, before
            other = aliased(ASSIGNMENTS)
            theirs.append(
                ~exists().where(
                    other.c.item_id == ASSIGNMENTS.c.item_id,
                    other.c.slot == ASSIGNMENTS.c.slot,
                    is_one_of(other.c.state, ACTIVE),
                )
            )
        changed = update(ASSIGNMENTS).where(*theirs, ASSIGNMENTS.c.state == word(before))
        self.execute(changed.values(state=after))

    def beside_people(self, project_id: int, user_id: int) -> list[tuple[Any, Any]]:
        """The program's answers and people's labels of the same items, the latest ones."""
        statement = (
            select(ANNOTATIONS.c.answer, LABELS.c.answer)
            .join(LABELS, LABELS.c.item_id == ANNOTATIONS.c.item_id)
            .where(
                ANNOTATIONS.c.project_id == project_id,
                ANNOTATIONS.c.user_id == user_id,
                ANNOTATIONS.c.live,
                ANNOTATIONS.c.unasked,
                LABELS.c.asked,
                LABELS.c.state == word(LabelState.SETTLED),
            )
            .order_by(ANNOTATIONS.c.received_at.desc())
            .limit(MOST_COMPARED)
        )
        return [(own, label) for own, label in self.execute(statement)]
