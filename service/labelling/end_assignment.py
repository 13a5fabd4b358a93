"""What an annotator can do with a lease besides answering."""

from datetime import timedelta

from service.db.unit_of_work import UnitOfWork
from service.kit.errors import LeaseEnded
from service.kit.vocabulary import AssignmentState
from service.labelling.checks import look_at_checks
from service.labelling.queries.arrivals import Leases, no_assignment
from service.labelling.queries.assignments import Assignments
from service.labelling.queries.hand_out_memory import VainSearches
from service.labelling.shapes import LeaseState
from service.pool.queries.projects import Projects
from service.pool.tables.answers import Assignment


def renew(uow: UnitOfWork, project_id: int, user_id: int, assignment_id: int) -> LeaseState:
    """Extends the lease to the length of a new one, unless it runs longer already."""
    assignment = _open(uow, project_id, user_id, assignment_id)
    project = uow[Projects].get(project_id)
    as_new = uow.now + timedelta(seconds=project.lease_seconds)
    assignment.expires_at = max(assignment.expires_at, as_new)
    return _state(assignment)


def skip(
    uow: UnitOfWork, project_id: int, user_id: int, assignment_id: int, reason: str | None
) -> LeaseState:
    """Skips the item: this annotator isn't asked again, and one other person is.

    It counts even if the lease has run out. A second call changes only the reason, which may be
    given later.
    """
    assignment = _held(uow, project_id, user_id, assignment_id)
    if assignment.state is AssignmentState.SKIPPED:
        assignment.skip_reason = reason or assignment.skip_reason
        return _state(assignment)
    if assignment.state is AssignmentState.LEASED:
        assignment.came_back = True  # what ran out has come back already
    elif assignment.state is not AssignmentState.EXPIRED or (
        uow[Leases].holder(assignment.item_id, user_id) is not None
    ):
        raise _ended(assignment)
    assignment.state, assignment.skip_reason = AssignmentState.SKIPPED, reason
    assignment.ended_at = uow.now
    uow.memory[VainSearches].came_back(project_id)
    look_at_checks(uow, uow[Projects].get(project_id))
    return _state(assignment)


def release(uow: UnitOfWork, project_id: int, user_id: int, assignment_id: int) -> LeaseState:
    """Gives the item back: anybody may get it next."""
    assignment = _open(uow, project_id, user_id, assignment_id)
    assignment.state, assignment.ended_at, assignment.came_back = (
        AssignmentState.RELEASED,
        uow.now,
        True,
    )
    uow.memory[VainSearches].came_back(project_id)
    return _state(assignment)


def _state(lease: Assignment) -> LeaseState:
    return LeaseState(lease.id, lease.state, lease.expires_at)


def _open(uow: UnitOfWork, project_id: int, user_id: int, assignment_id: int) -> Assignment:
    assignment = _held(uow, project_id, user_id, assignment_id)
    _check_open(uow, assignment)
    return assignment


def _held(uow: UnitOfWork, project_id: int, user_id: int, assignment_id: int) -> Assignment:
    uow[Projects].share(project_id)
    assignment = uow[Assignments].hold(project_id, assignment_id)
    if assignment.user_id != user_id:
        raise no_assignment(project_id, assignment_id)
    return assignment


def _check_open(uow: UnitOfWork, assignment: Assignment) -> None:
    if assignment.state is not AssignmentState.LEASED or assignment.expires_at <= uow.now:
        raise _ended(assignment)


def _ended(assignment: Assignment) -> LeaseEnded:
    return LeaseEnded(
        f"The lease of assignment {assignment.id} has ended. An answer to it is still kept."
    )
