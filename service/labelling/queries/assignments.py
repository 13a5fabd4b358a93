from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, or_
from sqlmodel import col, select

from service.db.repository import Repository, Values, is_one_of, slices, word
from service.db.unit_of_work import UnitOfWork
from service.kit.vocabulary import ANSWERED, AssignmentState, ImportState, LabelState, Source
from service.labelling.queries.arrivals import no_assignment
from service.labelling.queries.assignment_statements import (
    checks,
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
from service.labelling.tables import Assignment
from service.pool.queries.counters import Counters
from service.pool.queries.eligibility import (
    SKIPS_UNTIL_UNANSWERED,
    active,
    has_label,
    skips,
    unseen_by_user,
)
from service.pool.queries.imports import PoolImport
from service.pool.tables.items import Import, Item
from service.pool.tables.labels import Label
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


class Assignments(Repository):
    def __init__(self, uow: UnitOfWork) -> None:
        super().__init__(uow)
        self._starts = uow.memory[KnownStarts]

    def hold(self, project_id: int, assignment_id: int) -> Assignment:
        """As a row of its own, which is held: nobody else ends it meanwhile."""
        values = {"id": assignment_id, "project": project_id}
        assignment: Assignment | None = self.query(HELD, params=values).one_or_none()
        if assignment is None:
            raise no_assignment(project_id, assignment_id)
        return assignment

    def situation(self, project_id: int, user_id: int, limit: int, now: datetime) -> Situation:
        """How things stand for someone who asks.

        Leases that ran out end, so that their items can go to someone else. The counters that tell
        what else there is are known afterwards.
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

    def holders(self, project_id: int, now: datetime) -> int:
        """How many people have items before them."""
        statement = select(func.count(col(Assignment.user_id).distinct())).where(
            col(Assignment.project_id) == project_id,
            col(Assignment.state) == word(AssignmentState.LEASED),
            col(Assignment.expires_at) > now,
        )
        return int(self.query(statement).one())

    def may_come(self, project_id: int, user_id: int, now: datetime) -> bool:
        """Whether somebody holds an item that this person may get should it come back."""
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
        """Ends leases that ran out, so that their items can go to someone else."""
        values = {"project": project_id, "now": now}
        if self.execute(EXPIRED, values).scalar_one():
            self.execute(EXPIRE, values)

    def lease_ranked(
        self, project: Project, user_id: int, limit: int, now: datetime, *, anew: bool = False
    ) -> list[Offered]:
        """Leases the top of the ranking, past what is used up: see `hand_out_memory`.

        One statement, which checks eligibility again. `anew`: looks from the beginning at any rate.
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
        self, project: Project, user_id: int, limit: int, now: datetime
    ) -> list[Offered]:
        """Leases what is to be checked of the machine's labels."""
        return self._lease(checks, project, user_id, limit, now)

    def lease_unfinished(
        self, project: Project, user_id: int, limit: int, now: datetime
    ) -> list[Offered]:
        """Leases items with fewer answers than the project wants, or with a tie, mixed."""
        return self._lease(unfinished, project, user_id, limit, now)

    def lease_returned(
        self, project: Project, user_id: int, limit: int, now: datetime, *, suggesting: bool
    ) -> list[Offered]:
        """Leases what came back; `suggesting`: with what it showed."""
        how = {"suggesting": suggesting, "checking": project.certifying}
        leases = self._lease(returned, project, user_id, limit, now, **how)
        if leases:
            self.execute(GONE_OUT, {"items": [lease.item_id for lease in leases]})
        return leases

    def forget_returned(self, project: Project) -> None:
        """Of what came back, what nobody needs to be asked any more."""
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
        """Leases what this annotator may still get of an import, keys above one up to another."""
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
        offering: Callable[[int], Any],
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
        self, offering: Callable[[int], Any], overlap: int, limit: int, base: Values
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

    def held_ordinals(self, project_id: int) -> list[int]:
        """Ordinals that are out with someone now or came back, or that need one more answer."""
        leased = self._ordinals(
            project_id,
            or_(col(Assignment.state) == word(AssignmentState.LEASED), col(Assignment.came_back)),
        )
        begun = self.query(
            select(Label.ordinal).where(
                Label.project_id == project_id, col(Label.state) == word(LabelState.PROVISIONAL)
            )
        ).all()
        return [*self.query(leased), *begun]

    def gone(self, item_ids: Sequence[int]) -> set[int]:
        """Those of the items that can't go out: taken, answered, or withdrawn with their import."""
        free: set[int] = set()
        for part in slices(item_ids):
            statement = (
                select(Item.id)
                .join(Import, col(Import.id) == Item.import_id)
                .where(
                    col(Item.id).in_(part),
                    Import.state == ImportState.READY,
                    ~or_(active(), has_label()),
                )
            )
            free.update(self.query(statement))
        return {*item_ids} - free

    def skipped_ordinals(self, project_id: int) -> list[int]:
        """Ordinals that two people skipped, or that are excluded: nobody is asked again."""
        skipped = self._ordinals(project_id, Assignment.state == AssignmentState.SKIPPED)
        twice = skipped.group_by(col(Item.ordinal)).having(skips() >= SKIPS_UNTIL_UNANSWERED)
        return list(self.query(twice))

    def picked_ordinals(self, project_id: int, strategy: str) -> list[int]:
        """Ordinals that the strategy of this name chose and somebody answered, as they went out."""
        chosen = (word(Source.STRATEGY), word(Source.SEED))
        picked = self._ordinals(
            project_id,
            col(Assignment.source).in_(chosen),
            col(Assignment.strategy).startswith(f"{strategy}@", autoescape=True),
            is_one_of(col(Assignment.state), ANSWERED),
        )
        in_order = picked.group_by(col(Item.ordinal)).order_by(func.min(Assignment.id))
        return list(self.query(in_order))

    def _ordinals(self, project_id: int, *those: Any) -> Any:
        """Of the items of such assignments."""
        statement = select(Item.ordinal).join(Assignment, col(Assignment.item_id) == Item.id)
        return statement.where(Assignment.project_id == project_id, *those)
