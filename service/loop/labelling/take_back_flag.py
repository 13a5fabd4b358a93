"""Undo of a flag."""

from service.loop.labelling.items_of_notes import look_up
from service.loop.people.identify import Labelling
from service.store.notes import Notes
from service.store.unit_of_work import UnitOfWork


def take_back_flag(uow: UnitOfWork, project_id: int, me: Labelling, item_id: int) -> None:
    """Afterwards this person has no open flag on the item, whether or not there was one."""
    look_up(uow, project_id, me, item_id)
    for flag in uow[Notes].open_flags(item_id, me.id):
        uow[Notes].delete(flag)
