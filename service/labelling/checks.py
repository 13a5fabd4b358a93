"""Items that rooms have people asked about beside the ranking, while a project is `certifying`."""

from collections.abc import Callable
from itertools import groupby
from random import SystemRandom

from service.db.unit_of_work import UnitOfWork
from service.kit.rooms import Additions
from service.labelling.queries.assignments import Assignments, Offering
from service.labelling.queries.leasing import Offered
from service.pool.tables.projects import Project

_DICE = SystemRandom()

CHECKS: Additions[Offering] = Additions("room")
"""Of what is offered, as `assignment_statements.ranked` is a statement."""
SHARE = 0.5
"""Of what goes out while there are checks."""
AFTER_ANSWERS: Additions[Callable[[UnitOfWork, int], None]] = Additions("room")
"""What is done in a project after an answer or a skip."""


def look_at_checks(uow: UnitOfWork, project: Project) -> None:
    """After an answer or a skip, which may be the last that something waits for."""
    if project.certifying:
        for follow in AFTER_ANSWERS:
            follow(uow, project.id)


def mixed_with_checks(
    uow: UnitOfWork,
    project: Project,
    user_id: int,
    limit: int,
    others: Callable[[int], list[Offered]],
) -> list[Offered]:
    """Checks and what would go out without them (`others` leases so many), mixed so that nobody can
    tell which is which.

    Checks count as no hand-outs: where audits stand in what is ranked must not change.
    """

    def checks(count: int) -> list[Offered]:
        offers: list[Offered] = []
        for offering in CHECKS:
            missing = count - len(offers)
            offers += uow[Assignments].lease_checks(offering, project, user_id, missing, uow.now)
        return offers

    offers: list[Offered] = []
    wanted = sum(_DICE.random() < SHARE for _ in range(limit))
    there = min(wanted, _askable(uow, project, user_id, wanted))
    # Few among many stand anywhere: else what comes first would be a check more often.
    places = {*_DICE.sample(range(limit), there)}
    drawn = [place in places for place in range(limit)]
    for is_check, run in groupby(drawn):
        wanted = len(offers) + len(list(run))
        for way in (checks, others) if is_check else (others, checks):
            if len(offers) < wanted:
                offers += way(wanted - len(offers))
    return offers


def _askable(uow: UnitOfWork, project: Project, user_id: int, most: int) -> int:
    """How many checks somebody may get, `most` at most of each room."""
    if not most:
        return 0
    return sum(uow[Assignments].count_offered(each, project, user_id, most) for each in CHECKS)
