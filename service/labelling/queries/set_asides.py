"""Answers of a person that an engineer has set aside, so that they no longer count."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel import select as select_rows

from service.db.repository import Repository, is_one_of, word
from service.kit.vocabulary import ACTIVE, ANSWERED, AssignmentState, Source
from service.pool.tables.answers import ANNOTATIONS, ASSIGNMENTS, Annotation
from service.pool.tables.people import USERS


def _are_set_aside(project_id: int) -> tuple[Any, ...]:
    return (
        col(Annotation.project_id) == project_id,
        col(Annotation.set_aside_at).is_not(None),
        col(Annotation.retracted_at).is_(None),
    )


class SetAsides(Repository):
    def people(self, project_id: int) -> list[tuple[int, str, int, datetime]]:
        """People with answers set aside, by id: their names, how many, and since when."""
        theirs = _are_set_aside(project_id)
        statement = (
            select(
                USERS.c.id,
                USERS.c.name,
                func.count(),
                func.max(ANNOTATIONS.c.set_aside_at),
            )
            .join_from(ANNOTATIONS, USERS, USERS.c.id == ANNOTATIONS.c.user_id)
            .where(*theirs)
            .group_by(USERS.c.id, USERS.c.name)
            .order_by(USERS.c.id)
        )
        return [(*row,) for row in self.execute(statement)]

    def has_answered(self, project_id: int, user_id: int) -> bool:
        """Whether a person ever answered in this project."""
        theirs = (
            col(Annotation.import_id).is_(None),
            Annotation.project_id == project_id,
            Annotation.user_id == user_id,
        )
        return self.query(select_rows(Annotation.id).where(*theirs).limit(1)).first() is not None

    def standing(self, project_id: int, user_id: int, most: int) -> Sequence[Annotation]:
        """A person's answers in this project that count."""
        return self.query(
            select_rows(Annotation)
            .where(
                col(Annotation.import_id).is_(None),
                Annotation.project_id == project_id,
                Annotation.user_id == user_id,
                col(Annotation.live),
            )
            .limit(most)
        ).all()

    def of(self, project_id: int, user_id: int, most: int) -> Sequence[Annotation]:
        """A person's answers that are set aside, the newest first."""
        theirs = (*_are_set_aside(project_id), Annotation.user_id == user_id)
        newest = col(Annotation.received_at).desc(), col(Annotation.id)
        return self.query(
            select_rows(Annotation).where(*theirs).order_by(*newest).limit(most)
        ).all()

    def set_aside(self, answers: Sequence[Annotation], now: datetime) -> None:
        """Sets answers aside. Others are asked instead, as if the items had been given back."""
        for answer in answers:
            answer.live, answer.set_aside_at = False, now
        if not answers:
            return
        self.execute(
            update(ASSIGNMENTS)
            .where(
                ASSIGNMENTS.c.user_id == answers[0].user_id,
                ASSIGNMENTS.c.item_id.in_([each.item_id for each in answers]),
                is_one_of(ASSIGNMENTS.c.state, ANSWERED),
                ASSIGNMENTS.c.source != word(Source.IMPORT),
            )
            .values(state=AssignmentState.RELEASED, came_back=True, ended_at=now)
        )

    def bring_back(self, answers: Sequence[Annotation]) -> list[Annotation]:
        """Makes answers count again, of the newest first, unless their author has answered again.

        Of an item that was set aside twice, the later answer counts.
        """
        if not answers:
            return []
        newer = self._answered_anew([each.id for each in answers])
        latest: dict[int, UUID] = {}
        for answer in answers:
            answer.set_aside_at = None
            is_latest = latest.setdefault(answer.item_id, answer.id) == answer.id
            answer.live = is_latest and answer.id not in newer
        back = [each for each in answers if each.live]
        # What has gone out to somebody else meanwhile is theirs.
        other = aliased(ASSIGNMENTS)
        is_taken = exists().where(
            other.c.item_id == ASSIGNMENTS.c.item_id,
            other.c.slot == ASSIGNMENTS.c.slot,
            is_one_of(other.c.state, ACTIVE),
        )
        self.execute(
            update(ASSIGNMENTS)
            .where(
                ASSIGNMENTS.c.user_id == answers[0].user_id,
                ASSIGNMENTS.c.item_id.in_([each.item_id for each in back]),
                ASSIGNMENTS.c.state == word(AssignmentState.RELEASED),
                ASSIGNMENTS.c.came_back,
                ~is_taken,
            )
            .values(state=AssignmentState.ANSWERED, came_back=False)
        )
        self._free([each.item_id for each in back if each.unasked], answers[0].user_id)
        return back

    def _free(self, item_ids: Sequence[int], user_id: int) -> None:
        """The places of answers that can be no audit answers are for others."""
        self.execute(
            update(ASSIGNMENTS)
            .where(
                ASSIGNMENTS.c.user_id == user_id,
                ASSIGNMENTS.c.item_id.in_(item_ids),
                ASSIGNMENTS.c.state == word(AssignmentState.ANSWERED),
            )
            .values(state=AssignmentState.UNASKED)
        )

    def _answered_anew(self, ids: Sequence[UUID]) -> set[UUID]:
        newer = aliased(ANNOTATIONS)
        statement = (
            select(ANNOTATIONS.c.id)
            .join(newer, newer.c.item_id == ANNOTATIONS.c.item_id)
            .where(ANNOTATIONS.c.id.in_(ids), newer.c.user_id == ANNOTATIONS.c.user_id)
            .where(newer.c.live)
        )
        return set(self.execute(statement).scalars())
