from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, exists, func, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from service.errors import NotFound
from service.models import Assignment, Import, Item, Label, Note, Project
from service.store.assignment_statements import (
    active,
    has_label,
    lease_ranked,
    lease_stratum,
    lease_unfinished,
)
from service.store.check_statements import lease_checks
from service.store.repository import Repository, is_one_of, word
from service.store.slices import slices
from service.store.tables import ASSIGNMENTS
from service.vocabulary import ACTIVE, TOUCHED, AssignmentState, ImportState, LabelState, Source


class Offered(NamedTuple):
    """A lease and its item, as far as whoever gets it is concerned."""

    id: int
    item_id: int
    text: str
    expires_at: datetime
    source: Source
    import_id: int
    audit_key: float
    flagged: bool
    suggestions: list[tuple[int, float]] | None
    """Classes by id, and how likely they are, where the item is shown with any."""


# Asked at every hand-out or answer: built once, because building one costs more than running it.
OFFERED = (
    select_columns(
        ASSIGNMENTS.c.id,
        ASSIGNMENTS.c.item_id,
        col(Item.text),
        ASSIGNMENTS.c.expires_at,
        ASSIGNMENTS.c.source,
        col(Item.import_id),
        col(Item.audit_key),
        exists()
        .where(
            col(Note.item_id) == ASSIGNMENTS.c.item_id,
            col(Note.user_id) == ASSIGNMENTS.c.user_id,
            col(Note.kind) == "flag",
            col(Note.resolved_at).is_(None),
        )
        .correlate(ASSIGNMENTS),
        case((ASSIGNMENTS.c.suggestions_shown, ASSIGNMENTS.c.suggestions)),
    )
    .join(Item, col(Item.id) == ASSIGNMENTS.c.item_id)
    .order_by(ASSIGNMENTS.c.id)
)
LEASED = OFFERED.where(ASSIGNMENTS.c.id.in_(bindparam("ids", expanding=True)))
OPEN_OF = OFFERED.where(
    ASSIGNMENTS.c.project_id == bindparam("project"),
    ASSIGNMENTS.c.user_id == bindparam("user"),
    ASSIGNMENTS.c.state == word(AssignmentState.LEASED),
    ASSIGNMENTS.c.expires_at > bindparam("now"),
).limit(bindparam("n"))
EXPIRE = (
    update(ASSIGNMENTS)
    .where(
        ASSIGNMENTS.c.project_id == bindparam("project"),
        ASSIGNMENTS.c.state == word(AssignmentState.LEASED),
        ASSIGNMENTS.c.expires_at <= bindparam("now"),
    )
    .values(state=word(AssignmentState.EXPIRED), ended_at=bindparam("now"))
)
END = (
    update(ASSIGNMENTS)
    .where(ASSIGNMENTS.c.id == bindparam("lease"))
    .values(
        state=bindparam("state", type_=ASSIGNMENTS.c.state.type),
        ended_at=bindparam("now", type_=ASSIGNMENTS.c.ended_at.type),
    )
)
GET = (
    select(Assignment)
    .where(
        col(Assignment.id) == bindparam("id"), col(Assignment.project_id) == bindparam("project")
    )
    .execution_options(populate_existing=True)
)
HOLDER = (
    select(Assignment)
    .where(
        col(Assignment.item_id) == bindparam("item"),
        col(Assignment.user_id) == bindparam("user"),
        is_one_of(col(Assignment.state), TOUCHED),
        col(Assignment.source) != word(Source.IMPORT),
    )
    .execution_options(populate_existing=True)
)


class AssignmentRepository(Repository):
    def get(self, project_id: int, assignment_id: int) -> Assignment:
        asked = {"id": assignment_id, "project": project_id}
        found = self.query(GET, params=asked).one_or_none()
        if found is None:
            raise NotFound(f"There is no assignment {assignment_id} in project {project_id}.")
        return found

    def end(self, lease: Assignment, state: AssignmentState, now: datetime) -> None:
        """Gives it the state with which it ends."""
        values = {"lease": lease.id, "state": state, "now": now}
        self.execute(END, values)
        self.session.expire(lease)

    def latest(self, item_id: int, user_id: int) -> Assignment | None:
        return self.query(
            select(Assignment)
            .where(
                Assignment.item_id == item_id,
                Assignment.user_id == user_id,
                Assignment.source != Source.IMPORT,
            )
            .order_by(col(Assignment.id).desc())
            .limit(1)
        ).one_or_none()

    def open_of(self, project_id: int, user_id: int, limit: int, now: datetime) -> list[Offered]:
        """What someone has on lease, oldest first."""
        asked = {"project": project_id, "user": user_id, "n": limit, "now": now}
        return [Offered(*row) for row in self.execute(OPEN_OF, asked)]

    def any_open(self, project_id: int, now: datetime) -> bool:
        return bool(
            self.query(
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
        self.execute(EXPIRE, {"project": project_id, "now": now})

    def lease_ranked(
        self, project: Project, user_id: int, limit: int, now: datetime
    ) -> list[Offered]:
        """Leases the top of the ranking: one statement, which checks eligibility again."""
        statement = lease_ranked(project.overlap, relabel=project.relabel)
        return self._lease(statement, project, user_id, limit, now)

    def lease_checks(
        self, project: Project, user_id: int, limit: int, now: datetime
    ) -> list[Offered]:
        """Leases what is to be checked of the machine's labels."""
        return self._lease(lease_checks(project.overlap), project, user_id, limit, now)

    def lease_unfinished(
        self, project: Project, user_id: int, limit: int, now: datetime
    ) -> list[Offered]:
        """Leases items with fewer answers than the project wants, or with a tie, mixed."""
        return self._lease(lease_unfinished(project.overlap), project, user_id, limit, now)

    def lease_in_audit_order(
        self,
        project: Project,
        user_id: int,
        limit: int,
        now: datetime,
        *,
        stratum: Import,
        keys: tuple[float, float],
        source: Source,
        strategy: str,
    ) -> list[Offered]:
        """Leases what this annotator may still get of an import, keys above one up to another."""
        return self._lease(
            lease_stratum(project.overlap),
            project,
            user_id,
            limit,
            now,
            import_id=stratum.id,
            stratum_size=stratum.inserted,
            beyond=keys[0],
            up_to=keys[1],
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
    ) -> list[Offered]:
        expires = now + timedelta(seconds=project.lease_seconds)
        known = {"project": project.id, "user": user_id, "n": limit, "now": now}
        leased = self.execute(statement, {**known, "expires": expires, **values})
        ids = leased.scalars().all()
        if not ids:
            return []
        return [Offered(*row) for row in self.execute(LEASED, {"ids": ids})]

    def held_ordinals(self, project_id: int) -> list[int]:
        """Ordinals that are out with someone now, or that need one more answer."""
        leased = self.query(
            select(Item.ordinal)
            .join(Assignment, col(Assignment.item_id) == Item.id)
            .where(
                Assignment.project_id == project_id,
                col(Assignment.state) == word(AssignmentState.LEASED),
            )
        ).all()
        begun = self.query(
            select(Label.ordinal).where(
                Label.project_id == project_id, col(Label.state) == word(LabelState.PROVISIONAL)
            )
        ).all()
        return [*leased, *begun]

    def gone(self, item_ids: Sequence[int]) -> set[int]:
        """Those of the items that can't go out: taken, answered, or withdrawn with their import."""
        free: set[int] = set()
        for part in slices(item_ids):
            asked = (
                select(Item.id)
                .join(Import, col(Import.id) == Item.import_id)
                .where(
                    col(Item.id).in_(part),
                    Import.state == ImportState.READY,
                    ~or_(active(), has_label()),
                )
            )
            free.update(self.query(asked))
        return {*item_ids} - free

    def holder(self, item_id: int, user_id: int) -> Assignment | None:
        """The assignment by which someone has an item, has answered it or has skipped it."""
        asked = {"item": item_id, "user": user_id}
        return self.query(HOLDER, params=asked).one_or_none()

    def skipped_ordinals(self, project_id: int) -> list[int]:
        """Ordinals that two people skipped: nobody is asked again."""
        return list(
            self.query(
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

    def picked_ordinals(self, project_id: int, strategy: str) -> list[int]:
        """Ordinals that the strategy of this name chose and somebody answered, as they went out."""
        chosen = (word(Source.STRATEGY), word(Source.SEED))
        return list(
            self.query(
                select(Item.ordinal)
                .join(Assignment, col(Assignment.item_id) == Item.id)
                .where(
                    Assignment.project_id == project_id,
                    col(Assignment.source).in_(chosen),
                    col(Assignment.strategy).startswith(f"{strategy}@", autoescape=True),
                    col(Assignment.state) == word(AssignmentState.ANSWERED),
                )
                .group_by(col(Item.ordinal))
                .order_by(func.min(Assignment.id))
            ).all()
        )

    def slot_is_free(self, assignment: Assignment) -> bool:
        return not self.query(
            select(
                exists().where(
                    col(Assignment.item_id) == assignment.item_id,
                    col(Assignment.slot) == assignment.slot,
                    col(Assignment.id) != assignment.id,
                    is_one_of(col(Assignment.state), ACTIVE),
                )
            )
        ).one()
