"""Flags and comments shown, answered and resolved."""

from collections.abc import Callable, Mapping, Sequence

from service.db.unit_of_work import UnitOfWork
from service.kit.errors import NotFound
from service.kit.page import Page, Paging
from service.labelling.answer_names import Telling, telling
from service.labelling.queries.notes import NotedItem, Notes
from service.labelling.tables import Note
from service.people.queries.access import Access
from service.review.shapes import ReviewNote, UnreadReply


def resolve_note(
    uow: UnitOfWork, project_id: int, user_id: int, note_id: int, reply: str | None
) -> ReviewNote:
    """It waits for nobody any more; again changes nothing but a reply that is given."""
    note = _stored(uow, project_id, note_id)
    if note.resolved_at is None:
        note.resolved_at, note.resolved_by = uow.now, user_id
    if reply is not None:
        _reply(uow, note, user_id, reply)
    return show_note(uow, note)


def reopen_note(uow: UnitOfWork, project_id: int, note_id: int) -> ReviewNote:
    """It waits again, with the reply that it has."""
    note = _stored(uow, project_id, note_id)
    note.resolved_at = note.resolved_by = None
    return show_note(uow, note)


def reply_to_note(
    uow: UnitOfWork, project_id: int, user_id: int, note_id: int, reply: str
) -> ReviewNote:
    """Its author is told, once; an empty reply takes the last one back."""
    note = _stored(uow, project_id, note_id)
    _reply(uow, note, user_id, reply)
    return show_note(uow, note)


def read_reply(uow: UnitOfWork, project_id: int, user_id: int, note_id: int) -> None:
    """Its author has read it. A note of somebody else is none, to them."""
    note = _stored(uow, project_id, note_id)
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


def _stored(uow: UnitOfWork, project_id: int, note_id: int) -> Note:
    note = uow[Notes].get(project_id, note_id)
    if note is None:
        raise NotFound(f"There is no note {note_id} in project {project_id}.")
    return note


def show_notes(
    uow: UnitOfWork, project_id: int, paging: Paging, *, is_open: bool
) -> Page[ReviewNote]:
    """Those that wait for somebody, or those that are done with; the oldest first."""
    rows = uow[Notes].page(project_id, is_open=is_open, after=paging.after, limit=paging.looked_at)
    return paging.page(rows, lambda row: row.note.id).shown(_showing(uow, project_id, rows))


def show_note(uow: UnitOfWork, note: Note) -> ReviewNote:
    """One of them, after a change."""
    is_open, project_id = note.resolved_at is None, note.project_id
    rows = uow[Notes].page(project_id, is_open=is_open, after=note.id - 1, limit=1)
    return _showing(uow, project_id, rows)(rows[0])


def show_replies(
    uow: UnitOfWork, project_id: int, user_id: int, paging: Paging
) -> Page[UnreadReply]:
    """Those that the author of the notes hasn't read."""
    replies = [
        UnreadReply(
            note_id=note.id,
            item_text=text,
            kind=note.kind,
            text=note.text,
            reply=note.reply,
            replied_at=note.replied_at,
        )
        for note, text in uow[Notes].unread(project_id, user_id)
        if note.replied_at is not None
    ]
    return paging.cut(replies, lambda reply: reply.note_id)


def _showing(
    uow: UnitOfWork, project_id: int, rows: Sequence[NotedItem]
) -> Callable[[NotedItem], ReviewNote]:
    tell = telling(uow, project_id)
    repliers = {row.note.replied_by for row in rows if row.note.replied_by is not None}
    names = uow[Access].names(repliers)
    return lambda row: _note(row, tell, names)


def _note(row: NotedItem, tell: Telling, names: Mapping[int, str]) -> ReviewNote:
    note = row.note
    return ReviewNote(
        id=note.id,
        item_id=note.item_id,
        item_text=row.item.text,
        label=tell(row.label.answer) if row.label is not None else None,
        annotator=row.author,
        kind=note.kind,
        text=note.text,
        created_at=note.created_at,
        resolved_at=note.resolved_at,
        reply=note.reply,
        replied_by=None if note.replied_by is None else names[note.replied_by],
    )
