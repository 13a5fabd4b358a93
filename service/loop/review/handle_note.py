"""What becomes of a flag or a comment: a reply, and that it is done with."""

from service.errors import NotFound
from service.loop.review.shapes import ReviewNote
from service.loop.review.show_notes import show_note
from service.models import Note
from service.store.unit_of_work import UnitOfWork


def resolve_note(
    uow: UnitOfWork, project_id: int, user_id: int, note_id: int, reply: str | None
) -> ReviewNote:
    """It waits for nobody any more; again changes nothing but a reply that is given."""
    found = _note(uow, project_id, note_id)
    if found.resolved_at is None:
        found.resolved_at, found.resolved_by = uow.now, user_id
    if reply is not None:
        _reply(uow, found, user_id, reply)
    return show_note(uow, found)


def reopen_note(uow: UnitOfWork, project_id: int, note_id: int) -> ReviewNote:
    """It waits again, with the reply that it has."""
    found = _note(uow, project_id, note_id)
    found.resolved_at = found.resolved_by = None
    return show_note(uow, found)


def reply_to_note(
    uow: UnitOfWork, project_id: int, user_id: int, note_id: int, reply: str
) -> ReviewNote:
    """Its author is told, once; an empty reply takes the last one back."""
    found = _note(uow, project_id, note_id)
    _reply(uow, found, user_id, reply)
    return show_note(uow, found)


def read_reply(uow: UnitOfWork, project_id: int, user_id: int, note_id: int) -> None:
    """Its author has read it. A note of somebody else is none, to them."""
    found = _note(uow, project_id, note_id)
    if found.user_id != user_id:
        raise NotFound(f"You have no note {note_id} in this project.")
    if found.replied_at is not None and found.reply_read_at is None:
        found.reply_read_at = uow.now


def _reply(uow: UnitOfWork, note: Note, user_id: int, reply: str) -> None:
    if reply == note.reply:
        return
    note.reply = reply
    note.replied_at, note.replied_by = (uow.now, user_id) if reply else (None, None)
    note.reply_read_at = uow.now if reply and user_id == note.user_id else None


def _note(uow: UnitOfWork, project_id: int, note_id: int) -> Note:
    found = uow.notes.get(project_id, note_id)
    if found is None:
        raise NotFound(f"There is no note {note_id} in project {project_id}.")
    return found
