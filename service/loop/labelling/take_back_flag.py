"""Undo of a flag."""

from service.store.unit_of_work import UnitOfWork


def take_back_flag(uow: UnitOfWork, project_id: int, user_id: int, item_id: int) -> None:
    """Afterwards this person has no open flag on the item, whether or not there was one."""
    uow.items.get(project_id, item_id)
    for flag in uow.notes.open_flags(item_id, user_id):
        uow.notes.delete(flag)
