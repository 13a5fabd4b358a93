"""A flag or a comment on an item."""

from service.errors import Conflict, Invalid
from service.loop.labelling.items_of_notes import look_up
from service.loop.labelling.shapes import NoteReceipt
from service.loop.people.identify import Labelling
from service.models import Note
from service.store.notes import Notes
from service.store.unit_of_work import UnitOfWork

MOST_NOTES = 50
"""Of one person on one item."""


def add_note(
    uow: UnitOfWork, project_id: int, me: Labelling, item_id: int, kind: str, text: str
) -> NoteReceipt:
    """The note; one open flag is enough, so the same person's next one is that one."""
    look_up(uow, project_id, me, item_id)
    if kind == "comment" and not text.strip():
        raise Invalid("A comment without words says nothing.", field="text")
    if kind == "flag" and (there := uow[Notes].open_flags(item_id, me.id)):
        return _receipt(there[0])
    if uow[Notes].count(item_id, me.id) >= MOST_NOTES:
        raise Conflict(f"You have written {MOST_NOTES} notes on this text, which is the most.")
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
