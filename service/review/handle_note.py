"""What becomes of a flag or a comment: a reply, and that it is done with."""

from service.db.unit_of_work import UnitOfWork
from service.kit.errors import NotFound
from service.labelling.tables import Note
from service.review.queries.notes import Notes
from service.review.shapes import ReviewNote
from service.review.show_notes import show_note


def resolve_note(
    uow: UnitOfWork, project_id: int, user_id: int, note_id: int, reply: str | None
) -> ReviewNote:
    """It waits for nobody any more; again changes nothing but a reply that is given."""
    note = _note(uow, project_id, note_id)
    if note.resolved_at is None:
        note.resolved_at, note.resolved_by = uow.now, user_id
    if reply is not None:
        _reply(uow, note, user_id, reply)
    return show_note(uow, note)


def reopen_note(uow: UnitOfWork, project_id: int, note_id: int) -> ReviewNote:
    """It waits again, with the reply that it has."""
    note = _note(uow, project_id, note_id)
    note.resolved_at = note.resolved_by = None
    return show_note(uow, note)


def reply_to_note(
    uow: UnitOfWork, project_id: int, user_id: int, note_id: int, reply: str
) -> ReviewNote:
    """Its author is told, once; an empty reply takes the last one back."""
    note = _note(uow, project_id, note_id)
    _reply(uow, note, user_id, reply)
    return show_note(uow, note)


def read_reply(uow: UnitOfWork, project_id: int, user_id: int, note_id: int) -> None:
    """Its author has read it. A note of somebody else is none, to them."""
    note = _note(uow, project_id, note_id)
    if note.user_id != user_id:
        raise NotFound(f"You have no note {note_id} in this project.")
    if note.replied_at is not None and note.reply_read_at is None:
        note.reply_read_at = uow.now


def _reply(uow: UnitOfWork, note: Note, user_id: int, reply: str) -> None:
    if reply == note.reply:
        return
    note.reply = reply
    note.replied_at, note.replied_by = (uow.now, user_id) if reply else (None, None)
    note.reply_read_at = uow.now if reply and user_id == note.user_id else None


def _note(uow: UnitOfWork, project_id: int, note_id: int) -> Note:
    note = uow[Notes].get(project_id, note_id)
    if note is None:
        raise NotFound(f"There is no note {note_id} in project {project_id}.")
    return note
