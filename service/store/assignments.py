from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, or_, update
from sqlmodel import col, select

from service.errors import NotFound
from service.models import Assignment, Import, Item, Label, Project
from service.store.leasing import (
    ACTIVE,
    TOUCHED,
    active,
    has_label,
    lease_ranked,
    lease_stratum,
    lease_unfinished,
)
from service.store.repository import Repository, is_one_of, word
from service.vocabulary import AssignmentState, LabelState, Source


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
                col(Assignment.state) == word(AssignmentState.LEASED),
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
                        col(Assignment.state) == word(AssignmentState.LEASED),
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
                col(Assignment.state) == word(AssignmentState.LEASED),
                col(Assignment.expires_at) <= now,
            )
            .values(state=AssignmentState.EXPIRED, ended_at=now)
            .execution_options(synchronize_session=False)
        )

    def lease_ranked(
        self, project: Project, user_id: int, limit: int, now: datetime
    ) -> list[tuple[Assignment, Item]]:
        """Leases the top of the ranking: one statement, which checks eligibility again."""
        return self._lease(lease_ranked(project.overlap), project, user_id, limit, now)

    def lease_unfinished(
        self, project: Project, user_id: int, limit: int, now: datetime
    ) -> list[tuple[Assignment, Item]]:
        """Leases items with fewer answers than the project wants, or with a tie, oldest first."""
        return self._lease(lease_unfinished(project.overlap), project, user_id, limit, now)

    def lease_in_audit_order(
        self,
        project: Project,
        user_id: int,
        limit: int,
        now: datetime,
        *,
        stratum: Import,
        beyond: float,
        source: Source,
        strategy: str,
    ) -> list[tuple[Assignment, Item]]:
        """Leases what this annotator may still get of an import, audit keys above `beyond`."""
        return self._lease(
            lease_stratum(project.overlap),
            project,
            user_id,
            limit,
            now,
            import_id=stratum.id,
            stratum_size=stratum.inserted,
            beyond=beyond,
            source=source,
            strategy=strategy,
        )

    def _lease(
        self,
        statement: Any,
        project: Project,
        user_id: int,
        limit: int,
        now: datetime,
        **values: Any,
    ) -> list[tuple[Assignment, Item]]:
        expires = now + timedelta(seconds=project.lease_seconds)
        known = {"project": project.id, "user": user_id, "n": limit, "now": now}
        ids = self.session.connection().execute(statement, {**known, "expires": expires, **values})
        return list(
            self.session.exec(
                select(Assignment, Item)
                .join(Item, col(Item.id) == Assignment.item_id)
                .where(col(Assignment.id).in_(ids.scalars().all()))
                .order_by(col(Assignment.id))
            ).all()
        )

    def held_ordinals(self, project_id: int) -> list[int]:
        """Ordinals that are out with someone now, or that need one more answer."""
        leased = self.session.exec(
            select(Item.ordinal)
            .join(Assignment, col(Assignment.item_id) == Item.id)
            .where(
                Assignment.project_id == project_id,
                col(Assignment.state) == word(AssignmentState.LEASED),
            )
        ).all()
        begun = self.session.exec(
            select(Label.ordinal).where(
                Label.project_id == project_id, col(Label.state) == word(LabelState.PROVISIONAL)
            )
        ).all()
        return [*leased, *begun]

    def gone(self, item_ids: Sequence[int]) -> set[int]:
        """Those of the items that someone has or has answered."""
        found: set[int] = set()
        for start in range(0, len(item_ids), 500):
            asked = col(Item.id).in_(item_ids[start : start + 500])
            rows = self.session.exec(select(Item.id).where(asked, or_(active(), has_label()))).all()
            found.update(item_id for item_id in rows if item_id is not None)
        return found

    def holder(self, item_id: int, user_id: int) -> Assignment | None:
        """The assignment by which someone has an item, has answered it or has skipped it."""
        return self.session.exec(
            select(Assignment).where(
                Assignment.item_id == item_id,
                Assignment.user_id == user_id,
                is_one_of(col(Assignment.state), TOUCHED),
            )
        ).one_or_none()

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
                    is_one_of(col(Assignment.state), ACTIVE),
                )
            )
        ).one()
