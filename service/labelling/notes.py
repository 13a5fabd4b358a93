"""Flags and comments on an item: written, taken back, and who may write them."""

from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Conflict, Invalid
from service.labelling.queries.arrivals import Leases
from service.labelling.queries.notes import Notes
from service.labelling.shapes import NoteReceipt
from service.labelling.tables import Note
from service.people.identify import Labelling
from service.people.permissions import may_pick
from service.pool.queries.items import Items, no_item

MOST_NOTES = 50
"""The most notes of one person on one item."""


def add_note(
    uow: UnitOfWork, project_id: int, me: Labelling, item_id: int, kind: str, text: str
) -> NoteReceipt:
    """Adds a note and returns it. While it is open, sending it again returns the same one.

    The same note is a flag, or a comment in the same words. So a client that got no response can
    send it again.
    """
    look_up(uow, project_id, me, item_id)
    uow[Items].hold(project_id, item_id)
    if kind == "comment" and not text.strip():
        raise Invalid("Write a comment.", field="text")
    for earlier in uow[Notes].open_of(item_id, me.id, kind):
        if kind == "flag" or earlier.text == text:
            return _receipt(earlier)
    if uow[Notes].count(item_id, me.id) >= MOST_NOTES:
        raise Conflict(f"You have written {MOST_NOTES} notes on this text, which is the limit.")
    note = Note(
        project_id=project_id,
        item_id=item_id,
        user_id=me.id,
        kind=kind,
        text=text,
        created_at=uow.now,
    )
    return _receipt(uow[Notes].add(note))


def _receipt(note: Note) -> NoteReceipt:
    return NoteReceipt(note.id, note.kind, note.text, note.created_at)


def take_back_flag(uow: UnitOfWork, project_id: int, me: Labelling, item_id: int) -> None:
    """Removes this person's open flag from the item, if there is one."""
    look_up(uow, project_id, me, item_id)
    for flag in uow[Notes].open_of(item_id, me.id, "flag"):
        uow[Notes].delete(flag)


def look_up(uow: UnitOfWork, project_id: int, me: Labelling, item_id: int) -> None:
    """The item; `NotFound` if there is none, or if an annotator was never offered it."""
    uow[Items].get(project_id, item_id)
    if not may_pick(me.role) and uow[Leases].latest(item_id, me.id) is None:
        raise no_item(project_id, item_id)
