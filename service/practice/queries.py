"""The SQL of practice rounds: which texts may be practised, and what was."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, delete, exists, func, or_
from sqlalchemy import select as select_columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from service.db.repository import Repository
from service.kit.vocabulary import ImportState, ItemRole, LabelState, Role
from service.pool.queries.conditions import RESERVES
from service.pool.tables.answers import ANNOTATIONS, ASSIGNMENTS, Annotation
from service.pool.tables.items import IMPORTS, ITEMS, Item
from service.pool.tables.labels import DECISIONS, LABELS
from service.pool.tables.people import Member, User
from service.practice.tables import PRACTICE_TEXTS, PracticeText

BEYOND_AUDITS = 2 / 3
"""Audit keys beyond which a text may be practised: an audit sample is a third of a pool at most.

Whether a text may doesn't depend on how far the audits have come. Those that may not are at most
half audit items, where two fifths of the labels are: see decision 51.
"""
LOOKED_AT = 10_000
"""Labels, the latest first: a file may have brought a million."""
ADD = {
    dialect: insert(PRACTICE_TEXTS).on_conflict_do_nothing()
    for dialect, insert in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}


SETTLED = select_columns(
    *(LABELS.c.item_id, LABELS.c.answer, LABELS.c.disputed, LABELS.c.decided_as, LABELS.c.people)
).where(LABELS.c.project_id == bindparam("project"), LABELS.c.state == LabelState.SETTLED)
LATEST = SETTLED.order_by(LABELS.c.labelled_at.desc(), LABELS.c.ordinal.desc()).limit(LOOKED_AT)
OF_ROUND = SETTLED.join(PRACTICE_TEXTS, PRACTICE_TEXTS.c.item_id == LABELS.c.item_id).where(
    PRACTICE_TEXTS.c.user_id == bindparam("user")
)


def _is_by_owner(item_id: Any) -> Any:
    """Whether somebody who runs the project said so, or the file in which the item came."""
    runs = select(Member.user_id).where(
        Member.project_id == bindparam("project"), Member.role == Role.ENGINEER
    )
    admins = select(User.id).where(User.role == Role.ADMIN)
    theirs = or_(ANNOTATIONS.c.user_id.in_(runs), ANNOTATIONS.c.user_id.in_(admins))
    return exists().where(
        ANNOTATIONS.c.item_id == item_id,
        ANNOTATIONS.c.live,
        or_(ANNOTATIONS.c.import_id.is_not(None), theirs),
    )


def _touched(rows: Any, item_id: Any) -> Any:
    """Whether the `user` has a row of this item in a table."""
    return exists().where(rows.c.item_id == item_id, rows.c.user_id == bindparam("user"))


def _practicable(settled: Any) -> Any:
    """Those of some settled texts of a `project` that a `user` may practise, with their labels.

    First those that an audit sample would reach last.
    """
    label = settled.subquery("settled")
    item_id = label.c.item_id
    agreed = and_(~label.c.disputed, or_(label.c.people > 1, _is_by_owner(item_id)))
    theirs = (_touched(rows, item_id) for rows in (ASSIGNMENTS, ANNOTATIONS, DECISIONS))
    return (
        select_columns(item_id, label.c.answer)
        .join(ITEMS, ITEMS.c.id == item_id)
        .join(IMPORTS, IMPORTS.c.id == ITEMS.c.import_id)
        .where(
            or_(label.c.decided_as.is_not(None), agreed),
            ITEMS.c.role == ItemRole.POOL,
            ITEMS.c.audit_key > BEYOND_AUDITS,
            ITEMS.c.audit_key > IMPORTS.c.audit_frontier,
            IMPORTS.c.state == ImportState.READY,
            *(item_id.not_in(each) for each in RESERVES),
            *(~touched for touched in theirs),
        )
        .order_by(ITEMS.c.audit_key.desc())
    )


CANDIDATES, STILL_GOOD = _practicable(LATEST), _practicable(OF_ROUND)


class Candidate(NamedTuple):
    item_id: int
    answer: list[Any]


class PracticeCounts(NamedTuple):
    """Of a person's round."""

    texts: int
    answered: int
    right: int


class Practice(Repository):
    def candidates(self, project_id: int, user_id: int) -> list[Candidate]:
        """In an order that tells nothing of their texts or labels."""
        return self._candidates(CANDIDATES, project_id, user_id)

    def still_good(self, project_id: int, user_id: int) -> list[Candidate]:
        """Those of somebody's round, with the labels that they have now."""
        return self._candidates(STILL_GOOD, project_id, user_id)

    def _candidates(self, statement: Any, project_id: int, user_id: int) -> list[Candidate]:
        rows = self.execute(statement, {"project": project_id, "user": user_id})
        return [Candidate._make(row) for row in rows]

    def of(self, project_id: int, user_id: int) -> Sequence[PracticeText]:
        """Somebody's round, in its order."""
        return self.query(
            select(PracticeText)
            .where(PracticeText.project_id == project_id, PracticeText.user_id == user_id)
            .order_by(col(PracticeText.place))
        ).all()

    def add_all(self, texts: Sequence[PracticeText]) -> None:
        """Two tabs of one browser may begin at once: the first has its way."""
        rows = [text.model_dump() for text in texts]
        if rows:
            self.execute(ADD[self.dialect], rows)

    def drop(self, user_id: int, item_ids: Collection[int]) -> None:
        mine = PRACTICE_TEXTS.c.user_id == user_id
        self.execute(delete(PRACTICE_TEXTS).where(mine, PRACTICE_TEXTS.c.item_id.in_(item_ids)))

    def texts(self, item_ids: Collection[int]) -> dict[int, str]:
        rows = self.query(select(Item.id, Item.text).where(col(Item.id).in_(item_ids)))
        return dict(rows.all())

    def knows(self, user_id: int, item_id: int) -> bool:
        """Whether somebody was told the item's label, or is about to be."""
        return self.session.get(PracticeText, (item_id, user_id)) is not None

    def has_labelled(self, project_id: int, user_id: int) -> bool:
        """Whether somebody has ever answered a text here for real."""
        answers = select(Annotation.id).where(
            Annotation.project_id == project_id,
            Annotation.user_id == user_id,
            col(Annotation.import_id).is_(None),
        )
        return self.query(answers.limit(1)).first() is not None

    def counts(self, project_id: int) -> dict[int, PracticeCounts]:
        """Of everybody who has begun, by user."""
        c = PRACTICE_TEXTS.c
        rows = self.execute(
            select_columns(
                c.user_id,
                func.count(),
                func.count(c.is_right),
                func.sum(case((c.is_right.is_(True), 1), else_=0)),
            )
            .where(c.project_id == project_id)
            .group_by(c.user_id)
        )
        return {user_id: PracticeCounts(*map(int, figures)) for user_id, *figures in rows}
