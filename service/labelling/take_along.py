"""Items that a person takes along to where there is no network, and gives back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Conflict, Invalid
from service.labelling.assign_items import assign_items
from service.labelling.queries.hand_out_memory import VainSearches
from service.labelling.queries.taken_along import TakenAlong
from service.labelling.shapes import GivenBack, Offer, TakeAlong
from service.pool.queries.projects import Projects

NOT_HERE = "Nobody takes items of this project along: its setting `take_along_hours` is 0."


def take_along(uow: UnitOfWork, project_id: int, user_id: int, sent: TakeAlong) -> Offer:
    """Offers items as usual, and keeps them for longer.

    So audits and checks are among them as always, and nobody can tell which they are.
    """
    most = uow[Projects].share(project_id).take_along_hours
    if most == 0:
        raise Conflict(NOT_HERE)
    if sent.hours > most:
        raise Invalid(f"Items of this project are kept for {most} hours at most.", field="hours")
    offer = assign_items(uow, project_id, user_id, sent.items)
    until = uow.now + timedelta(hours=sent.hours)
    uow[TakenAlong].keep([lease.id for lease in offer.assignments], until)
    leases = [replace(lease, expires_at=until) for lease in offer.assignments]
    return replace(offer, assignments=leases)


def give_back(
    uow: UnitOfWork, project_id: int, user_id: int, assignments: Sequence[int]
) -> GivenBack:
    """Gives several items back, as `release` does for one."""
    uow[Projects].share(project_id)
    number = uow[TakenAlong].give_back(project_id, user_id, assignments, uow.now)
    uow.memory[VainSearches].came_back(project_id)
    return GivenBack(number)
