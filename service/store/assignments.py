from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Subquery, case, exists, func, insert, literal, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from service.errors import NotFound
from service.models import Assignment, Import, Item, Label, Project, Ranking
from service.store.repository import Repository
from service.vocabulary import AssignmentState, ImportState, ItemRole, LabelState, Source

ACTIVE = (AssignmentState.LEASED, AssignmentState.ANSWERED)
TOUCHED = (*ACTIVE, AssignmentState.SKIPPED)


def active() -> Any:
    """Whether the item of the enclosing query is leased or answered."""
    held = aliased(Assignment)
    return exists().where(col(held.item_id) == Item.id, col(held.state).in_(ACTIVE))


def has_label() -> Any:
    return exists().where(col(Label.item_id) == Item.id)


def skip_count() -> Any:
    skipped = aliased(Assignment)
    return (
        select(func.count(func.distinct(skipped.user_id)))
        .where(col(skipped.item_id) == Item.id, skipped.state == AssignmentState.SKIPPED)
        .scalar_subquery()
    )


class AssignmentRepository(Repository):
    def get(self, project_id: int, assignment_id: int) -> Assignment:
        found = self.session.get(Assignment, assignment_id)
        if found is None or found.project_id != project_id:
            raise NotFound(f"There is no assignment {assignment_id} in project {project_id}.")
        return found

    def latest(self, item_id: int, user_id: int) -> Assignment | None:
        return self.session.exec(
            select(Assignment)
            .where(Assignment.item_id == item_id, Assignment.user_id == user_id)
            .order_by(col(Assignment.id).desc())
            .limit(1)
        ).one_or_none()

    def open_of(self, project_id: int, user_id: int, now: datetime) -> Sequence[Assignment]:
        return self.session.exec(
            select(Assignment)
            .where(
                Assignment.project_id == project_id,
                Assignment.user_id == user_id,
                Assignment.state == AssignmentState.LEASED,
                Assignment.expires_at > now,
            )
            .order_by(col(Assignment.id))
        ).all()

    def any_open(self, project_id: int, now: datetime) -> bool:
        return bool(
            self.session.exec(
                select(
                    exists().where(
                        col(Assignment.project_id) == project_id,
                        col(Assignment.state) == AssignmentState.LEASED,
                        col(Assignment.expires_at) > now,
                    )
                )
            ).one()
        )

    def expire(self, project_id: int, now: datetime) -> None:
        """Ends leases that ran out, so that their items can go to someone else."""
        self.session.execute(
            update(Assignment)
            .where(
                col(Assignment.project_id) == project_id,
                col(Assignment.state) == AssignmentState.LEASED,
                col(Assignment.expires_at) <= now,
            )
            .values(state=AssignmentState.EXPIRED, ended_at=now)
            .execution_options(synchronize_session=False)
        )

    def lease_ranked(
        self, project: Project, user_id: int, limit: int, now: datetime
    ) -> list[tuple[Assignment, Item]]:
        """Leases the top of the ranking: one statement, which checks eligibility again."""
        top = (
            select_columns(
                col(Ranking.position).label("place"),
                col(Item.id).label("item_id"),
                _free_slot(project.overlap).label("slot"),
                col(Ranking.round),
                col(Ranking.source),
                col(Ranking.strategy),
                col(Ranking.score),
                col(Ranking.probability),
                col(Ranking.stratum_size),
            )
            .join(Item, col(Item.id) == Ranking.item_id)
            .where(col(Ranking.project_id) == project.id)
            .where(*_eligible(project.overlap, user_id))
            .order_by(col(Ranking.position))
            .limit(limit)
        )
        return self._lease(project, user_id, top.subquery(), now)

    def lease_in_audit_order(
        self,
        project: Project,
        user_id: int,
        limit: int,
        now: datetime,
        *,
        source: Source,
        strategy: str,
    ) -> list[tuple[Assignment, Item]]:
        """Leases whatever this annotator may still get, in the audit order."""
        next_items = (
            select_columns(
                col(Item.audit_key).label("place"),
                col(Item.id).label("item_id"),
                _free_slot(project.overlap).label("slot"),
                literal(None).label("round"),
                literal(source.value).label("source"),
                literal(strategy).label("strategy"),
                literal(None).label("score"),
                literal(None).label("probability"),
                col(Import.inserted).label("stratum_size"),
            )
            .join(Import, col(Import.id) == Item.import_id)
            .where(
                col(Item.project_id) == project.id,
                col(Import.state) == ImportState.READY,
                col(Item.role) == ItemRole.POOL,
            )
            .where(*_eligible(project.overlap, user_id))
            .order_by(col(Item.audit_key))
            .limit(limit)
        )
        return self._lease(project, user_id, next_items.subquery(), now)

    def _lease(
        self, project: Project, user_id: int, offered: Subquery, now: datetime
    ) -> list[tuple[Assignment, Item]]:
        c = offered.c
        expires = now + timedelta(seconds=project.lease_seconds)
        values = {
            "project_id": literal(project.id),
            "item_id": c.item_id,
            "user_id": literal(user_id),
            "slot": c.slot,
            "round": c.round,
            "source": c.source,
            "strategy": c.strategy,
            "score": c.score,
            "probability": c.probability,
            "stratum_size": c.stratum_size,
            "leased_at": literal(now),
            "expires_at": literal(expires),
            "state": literal(AssignmentState.LEASED.value),
        }
        made = self.session.scalars(
            insert(Assignment)
            .from_select(list(values), select(*values.values()).order_by(c.place))
            .returning(Assignment)
        ).all()
        made = sorted(made, key=lambda assignment: assignment.id or 0)
        items = self.session.exec(
            select(Item).where(col(Item.id).in_([a.item_id for a in made]))
        ).all()
        by_id = {item.id: item for item in items}
        return [(assignment, by_id[assignment.item_id]) for assignment in made]

    def held_ordinals(self, project_id: int) -> list[int]:
        """Ordinals that are out with someone now."""
        return list(
            self.session.exec(
                select(Item.ordinal)
                .join(Assignment, col(Assignment.item_id) == Item.id)
                .where(
                    Assignment.project_id == project_id,
                    Assignment.state == AssignmentState.LEASED,
                )
            ).all()
        )

    def skipped_ordinals(self, project_id: int) -> list[int]:
        """Ordinals that two people skipped: nobody is asked again."""
        return list(
            self.session.exec(
                select(Item.ordinal)
                .join(Assignment, col(Assignment.item_id) == Item.id)
                .where(
                    Assignment.project_id == project_id,
                    Assignment.state == AssignmentState.SKIPPED,
                )
                .group_by(col(Item.ordinal))
                .having(func.count(func.distinct(Assignment.user_id)) >= 2)
            ).all()
        )

    def slot_is_free(self, assignment: Assignment) -> bool:
        return not self.session.exec(
            select(
                exists().where(
                    col(Assignment.item_id) == assignment.item_id,
                    col(Assignment.slot) == assignment.slot,
                    col(Assignment.id) != assignment.id,
                    col(Assignment.state).in_(ACTIVE),
                )
            )
        ).one()


def _eligible(overlap: int, user_id: int) -> tuple[Any, ...]:
    mine = aliased(Assignment)
    settled = exists().where(col(Label.item_id) == Item.id, col(Label.state) == LabelState.SETTLED)
    touched = exists().where(
        col(mine.item_id) == Item.id,
        col(mine.user_id) == user_id,
        col(mine.state).in_(TOUCHED),
    )
    return (_held() < overlap, ~touched, ~settled, skip_count() < 2)


def _held() -> Any:
    held = aliased(Assignment)
    return (
        select(func.count(col(held.id)))
        .where(col(held.item_id) == Item.id, col(held.state).in_(ACTIVE))
        .scalar_subquery()
    )


def _free_slot(overlap: int) -> Any:
    """The lowest slot nobody holds; with an overlap of one there is only slot 0."""
    if overlap == 1:
        return literal(0)
    taken = aliased(Assignment)
    first_taken = exists().where(
        col(taken.item_id) == Item.id, col(taken.slot) == 0, col(taken.state).in_(ACTIVE)
    )
    above = aliased(Assignment)
    following = aliased(Assignment)
    gap = (
        select(func.min(above.slot) + 1)
        .where(
            col(above.item_id) == Item.id,
            col(above.state).in_(ACTIVE),
            ~exists().where(
                col(following.item_id) == Item.id,
                col(following.slot) == above.slot + 1,
                col(following.state).in_(ACTIVE),
            ),
        )
        .scalar_subquery()
    )
    return case((first_taken, gap), else_=0)
