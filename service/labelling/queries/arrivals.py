"""What is known when an answer arrives: project, item, the author's lease and earlier answers.

It takes few statements, because each is a round trip.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, select, true

from service.db.hot import Prepared, write_few
from service.db.repository import Repository, at_most, is_one_of, word
from service.jobs.queries.requests import QUEUED, Waiting
from service.kit.errors import NotFound
from service.kit.vocabulary import ACTIVE, TOUCHED, AssignmentState, Source
from service.pool.queries.items import HELD, HeldItem
from service.pool.queries.projects import Projects
from service.pool.tables.answers import ANNOTATIONS, ASSIGNMENTS
from service.pool.tables.items import EXPOSURES, IMPORTS, ITEMS
from service.pool.tables.labels import LABELS
from service.pool.tables.people import USERS
from service.pool.tables.projects import PROJECTS, Project


class Arrival(NamedTuple):
    project: Project
    item: HeldItem | None
    """The item with its row locked, if it can be seen. Call it before reading its answers."""
    waiting: Waiting | None
    """The job with the dedupe key, if it is queued."""


def _arrival() -> Any:
    # Held on its own: PostgreSQL holds no rows that an outer join may lack.
    held, queued = HELD.cte("held"), QUEUED.subquery("queued")
    there = select(*PROJECTS.c, *held.c, *queued.c).where(PROJECTS.c.id == bindparam("project"))
    return there.outerjoin_from(PROJECTS, held, true()).outerjoin(queued, true())


ARRIVAL = Prepared(_arrival())
_ITEM, _JOB = len(PROJECTS.c), len(PROJECTS.c) + len(HeldItem._fields)
"""Where their columns begin."""


class Arrivals(Repository):
    def of(self, project_id: int, item_id: int, job: str | None) -> Arrival:
        """The project, shared from now on, the item, and the queued job with this dedupe key."""
        entered = self.uow[Projects].enter(project_id)
        values = {"project": project_id, "item": item_id, "key": job}
        row = self.execute(ARRIVAL, values).one_or_none()
        project = entered or self.uow[Projects].shared(project_id, row and row[:_ITEM])
        assert row is not None, "there is a project"
        item, waiting = row[_ITEM:_JOB], row[_JOB:]
        return Arrival(
            project,
            None if item[0] is None else HeldItem._make(item),
            None if waiting[0] is None else Waiting._make(waiting),
        )


class StoredLease(NamedTuple):
    """An assignment: a lease, and how it ended."""

    id: int
    item_id: int
    user_id: int
    slot: int
    state: AssignmentState
    leased_at: datetime
    expires_at: datetime


class Before(NamedTuple):
    """What was there before an answer arrived."""

    is_known: bool
    """Whether there is an annotation with its id."""
    has_answered: bool
    """Whether this person has a live answer to this item."""
    is_labelled: bool
    """Whether somebody's answer to the item, or a decision, stands."""
    is_audit: bool
    """Whether the item is in the audit sample."""
    is_exposed: bool
    """Whether this person has seen a prediction for the item."""
    is_program: bool
    """Whether the author's account is a program."""
    place: StoredLease | None
    """The assignment that the answer names."""


PLACE = tuple(ASSIGNMENTS.c[name] for name in StoredLease._fields)
_MINE = select(*PLACE).where(
    ASSIGNMENTS.c.item_id == bindparam("item"),
    ASSIGNMENTS.c.user_id == bindparam("user"),
    ASSIGNMENTS.c.source != word(Source.IMPORT),
)
HOLDER = Prepared(_MINE.where(is_one_of(ASSIGNMENTS.c.state, TOUCHED)))
LATEST = Prepared(at_most(_MINE.order_by(ASSIGNMENTS.c.id.desc()), 1))
HOLDS_SLOT = Prepared(
    select(
        exists().where(
            ASSIGNMENTS.c.item_id == bindparam("item"),
            ASSIGNMENTS.c.slot == bindparam("slot"),
            ASSIGNMENTS.c.id != bindparam("but"),
            is_one_of(ASSIGNMENTS.c.state, ACTIVE),
        )
    )
)


def _before() -> Any:
    """What `Before` says, and the assignment that the answer names, if there is one."""
    mine = (
        ANNOTATIONS.c.item_id == bindparam("item"),
        ANNOTATIONS.c.user_id == bindparam("user"),
        ANNOTATIONS.c.live,
    )
    is_audit = (
        select(ITEMS.c.audit_key <= IMPORTS.c.audit_frontier)
        .join_from(ITEMS, IMPORTS, IMPORTS.c.id == ITEMS.c.import_id)
        .where(ITEMS.c.id == bindparam("item"))
        .scalar_subquery()
    )
    exposed = (EXPOSURES.c.item_id == bindparam("item"), EXPOSURES.c.user_id == bindparam("user"))
    program = (USERS.c.id == bindparam("user"), USERS.c.is_program)
    state = select(
        exists(select(ANNOTATIONS.c.id).where(ANNOTATIONS.c.id == bindparam("id"))).label(
            "is_known"
        ),
        exists(select(ANNOTATIONS.c.id).where(*mine)).label("has_answered"),
        exists(select(LABELS.c.item_id).where(LABELS.c.item_id == bindparam("item"))).label(
            "is_labelled"
        ),
        is_audit.label("is_audit"),
        exists(select(EXPOSURES.c.item_id).where(*exposed)).label("is_exposed"),
        exists(select(USERS.c.id).where(*program)).label("is_program"),
    ).subquery("known")
    named = and_(
        ASSIGNMENTS.c.id == bindparam("assignment"),
        ASSIGNMENTS.c.project_id == bindparam("project"),
    )
    return select(state, *PLACE).outerjoin(ASSIGNMENTS, named)


BEFORE = Prepared(_before())
_PLACE = Before._fields.index("place")


def no_assignment(project_id: int, assignment_id: int) -> NotFound:
    return NotFound(f"There is no assignment {assignment_id} in project {project_id}.")


class Leases(Repository):
    def before(
        self,
        project_id: int,
        annotation_id: UUID,
        item_id: int,
        user_id: int,
        assignment_id: int | None,
    ) -> Before:
        """Reads what was there before an answer by one statement: for most answers that is all."""
        values = {
            "id": annotation_id,
            "item": item_id,
            "user": user_id,
            "assignment": assignment_id,
            "project": project_id,
        }
        row = self.execute(BEFORE, values).one()
        facts, place = map(bool, row[:_PLACE]), row[_PLACE:]
        return Before._make([*facts, None if place[0] is None else StoredLease._make(place)])

    def holder(self, item_id: int, user_id: int) -> StoredLease | None:
        """The assignment by which a person has an item, has answered it or has skipped it."""
        row = self.execute(HOLDER, {"item": item_id, "user": user_id}).one_or_none()
        return None if row is None else StoredLease._make(row)

    def end(self, place: StoredLease, state: AssignmentState, now: datetime) -> None:
        """Ends a lease in the given state."""
        ended = {"state": state, "ended_at": now, "came_back": False}
        write_few(self.session, "assignment", ended, id=place.id)

    def lease_again(self, place: StoredLease, until: datetime) -> None:
        """Leases an answered item to the same person again."""
        again = {"state": AssignmentState.LEASED, "ended_at": None, "expires_at": until}
        write_few(self.session, "assignment", again, id=place.id)

    def latest(self, item_id: int, user_id: int) -> StoredLease | None:
        row = self.execute(LATEST, {"item": item_id, "user": user_id}).one_or_none()
        return None if row is None else StoredLease._make(row)

    def slot_is_free(self, place: StoredLease) -> bool:
        """Whether nobody else has taken the lease's slot since."""
        values = {"item": place.item_id, "slot": place.slot, "but": place.id}
        return not self.execute(HOLDS_SLOT, values).scalar_one()
