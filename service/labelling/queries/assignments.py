from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func
from sqlmodel import col, select

from service.db.repository import Repository, Values, word
from service.db.unit_of_work import UnitOfWork
from service.kit.vocabulary import AssignmentState, Source
from service.labelling.queries.arrivals import no_assignment
from service.labelling.queries.assignment_statements import (
    first_open,
    ranked,
    ranked_again,
    stratum,
    unfinished,
)
from service.labelling.queries.hand_out_memory import MOST_HANDED_OUT, KnownStarts
from service.labelling.queries.leasing import (
    BEFORE_LEASE,
    COUNTED,
    EXPIRE,
    EXPIRED,
    LEASED,
    SITUATION,
    Offered,
    Situation,
    lease,
    lease_beside_others,
)
from service.labelling.queries.return_statements import GONE_OUT, no_longer_wanted, returned
from service.pool.queries.counters import Counters
from service.pool.queries.eligibility import (
    unseen_by_user,
)
from service.pool.queries.imports import PoolImport
from service.pool.tables.answers import Assignment
from service.pool.tables.items import Item
from service.pool.tables.projects import Project

# Asked at every hand-out or answer: built once, because building one costs more than running it.
HELD = (
    select(Assignment)
    .where(
        col(Assignment.id) == bindparam("id"), col(Assignment.project_id) == bindparam("project")
    )
    .execution_options(populate_existing=True)
    .with_for_update(key_share=True)
)


Offering = Callable[[int], Any]
"""A statement of what is offered, by the overlap."""


class Assignments(Repository):
    def __init__(self, uow: UnitOfWork) -> None:
        super().__init__(uow)
        self._starts = uow.memory[KnownStarts]

    def hold(self, project_id: int, assignment_id: int) -> Assignment:
        """The assignment as an object, with its row locked: nobody else ends it meanwhile."""
        values = {"id": assignment_id, "project": project_id}
        assignment: Assignment | None = self.query(HELD, params=values).one_or_none()
        if assignment is None:
            raise no_assignment(project_id, assignment_id)
        return assignment

    def situation(self, project_id: int, user_id: int, limit: int, now: datetime) -> Situation:
        """What there is for a person who asks for items.

        Ends leases that ran out, so that others can get their items. The counters that tell what
        else there is are known afterwards.
        """
        values = {"project": project_id, "user": user_id, "n": limit, "now": now}
        rows = self.execute(SITUATION, values)
        has_expired, came_back, waits, *numbers = rows[0][:BEFORE_LEASE]
        if has_expired:
            self.execute(EXPIRE, {"project": project_id, "now": now})
        counted = {name: int(n or 0) for name, n in zip(COUNTED, numbers, strict=True)}
        self.uow[Counters].know(project_id, counted)
        leases = (row[BEFORE_LEASE:] for row in rows)
        offered = [Offered(*lease) for lease in leases if lease[0] is not None]
        return Situation(offered, bool(has_expired or came_back), bool(waits))

    def may_come(self, project_id: int, user_id: int, now: datetime) -> bool:
        """Whether somebody holds an item that this person may get if it comes back."""
        statement = (
            select(col(Assignment.id))
            .join(Item, col(Item.id) == Assignment.item_id)
            .where(
                col(Assignment.project_id) == project_id,
                col(Assignment.state) == word(AssignmentState.LEASED),
                col(Assignment.expires_at) > now,
                *unseen_by_user(col(Assignment.source)),
            )
            .limit(1)
        )
        return self.query(statement, params={"user": user_id}).first() is not None

    def expire(self, project_id: int, now: datetime) -> None:
        """Ends leases that ran out, so that others can get their items."""
        values = {"project": project_id, "now": now}
        if self.execute(EXPIRED, values).scalar_one():
            self.execute(EXPIRE, values)

    def lease_ranked(
        self, project: Project, user_id: int, limit: int, now: datetime, *, anew: bool = False
    ) -> list[Offered]:
        """Leases the top of the ranking, past the used-up part: see `hand_out_memory`.

        One statement, which checks eligibility again. `anew`: starts at the beginning in any case.
        """
        start = self._starts.of(project)
        if start.handed_out >= MOST_HANDED_OUT:
            first = self._first_open(project, start.position)
            start = start._replace(position=first, handed_out=0)
        offers = self._lease_ranked(project, user_id, limit, now, start.position)
        if len(offers) < limit and start.may_look_back(now, anew=anew):
            first = self._first_open(project, 0)
            if start.is_beyond(first):
                missing = limit - len(offers)
                offers += self._lease_ranked(project, user_id, missing, now, first)
            start = start._replace(position=first, handed_out=0, looked_back=now)
        handed_out = start.handed_out + len(offers)
        self._starts.keep(project, start._replace(handed_out=handed_out))
        return offers

    def _first_open(self, project: Project, start: int | None) -> int | None:
        """The first position that anybody may still get, none before `start`."""
        if start is None:
            return None
        statement = first_open(project.overlap, again=project.relabel)
        row = self.execute(statement, {"project": project.id, "start": start}).one_or_none()
        return None if row is None else int(row[0])

    def _lease_ranked(
        self, project: Project, user_id: int, limit: int, now: datetime, start: int | None
    ) -> list[Offered]:
        if start is None:
            return []
        offering = ranked_again if project.relabel else ranked
        return self._lease(offering, project, user_id, limit, now, start=start)

    def lease_checks(
        self, offering: Offering, project: Project, user_id: int, limit: int, now: datetime
    ) -> list[Offered]:
        """Leases what a room has people asked about."""
        return self._lease(offering, project, user_id, limit, now) if limit > 0 else []

    def count_offered(self, offering: Offering, project: Project, user_id: int, most: int) -> int:
        """How many of these somebody may get, `most` at most."""
        offered = offering(project.overlap).subquery()
        values = {"project": project.id, "user": user_id, "n": most}
        counted = self.execute(select(func.count()).select_from(offered), values)
        return int(counted.scalar_one())

    def lease_unfinished(
        self, project: Project, user_id: int, limit: int, now: datetime
    ) -> list[Offered]:
        """Leases items with fewer answers than the project wants, or with a tie, mixed."""
        return self._lease(unfinished, project, user_id, limit, now)

    def lease_returned(
        self, project: Project, user_id: int, limit: int, now: datetime, *, suggesting: bool
    ) -> list[Offered]:
        """Leases items that came back; `suggesting`: with the suggestions they had."""
        how = {"suggesting": suggesting, "checking": project.certifying}
        leases = self._lease(returned, project, user_id, limit, now, **how)
        if leases:
            self.execute(GONE_OUT, {"items": [lease.item_id for lease in leases]})
        return leases

    def forget_returned(self, project: Project) -> None:
        """Removes items that came back but need no further answer."""
        self.execute(no_longer_wanted(project.overlap), {"project": project.id})

    def lease_in_audit_order(
        self,
        project: Project,
        user_id: int,
        limit: int,
        now: datetime,
        *,
        of: PoolImport,
        keys: tuple[float, float],
        source: Source,
        strategy: str,
    ) -> list[Offered]:
        """Leases what this annotator may get of an import, between two audit keys."""
        return self._lease(
            stratum,
            project,
            user_id,
            limit,
            now,
            import_id=of.id,
            stratum_size=of.inserted,
            beyond=keys[0],
            up_to=keys[1],
            source=source,
            strategy=strategy,
        )

    def _lease(
        self,
        offering: Offering,
        project: Project,
        user_id: int,
        limit: int,
        now: datetime,
        **values: Any,
    ) -> list[Offered]:
        expires = now + timedelta(seconds=project.lease_seconds)
        base = {"project": project.id, "user": user_id, "now": now, "expires": expires, **values}
        if self.dialect == "postgresql":
            return self._lease_beside_others(offering, project.overlap, limit, base)
        rows = self.execute(lease(offering, project.overlap), {"n": limit, **base})
        if not rows:
            return []
        # Side by side: SQLite has one writer at a time.
        numbers = {"first": min(rows)[0], "last": max(rows)[0]}
        return [Offered(*row) for row in self.execute(LEASED, numbers)]

    def _lease_beside_others(
        self, offering: Offering, overlap: int, limit: int, base: Values
    ) -> list[Offered]:
        """Looks again for the rest as long as others got what it had chosen."""
        offers: list[Offered] = []
        while True:
            statement = lease_beside_others(offering, overlap, limit - len(offers))
            rows = self.execute(statement, base)
            leased = [Offered(*row[1:]) for row in rows if row[1] is not None]
            offers += leased
            if len(leased) == rows[0][0]:
                return offers
