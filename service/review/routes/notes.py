from fastapi import APIRouter

from service.kit.page import Page
from service.review.handle_note import read_reply, reopen_note, reply_to_note, resolve_note
from service.review.shapes import NewReply, Resolution, ReviewNote, UnreadReply
from service.review.show_notes import show_replies
from service.web.dependencies import Id, Paged
from service.web.door import Guarded
from service.web.who_may import EngineerWriter, ProjectReader, ProjectWriter

router = APIRouter(prefix="/projects/{project_id}/notes", tags=["review"], route_class=Guarded)


@router.post("/{note_id}/resolve")
def post_resolve(note_id: Id, body: Resolution, writer: EngineerWriter) -> ReviewNote:
    """It is done with, with a reply or without. Again changes nothing but the reply."""
    return resolve_note(writer.uow, writer.project_id, writer.caller.id, note_id, body.reply)


@router.post("/{note_id}/reopen")
def post_reopen(note_id: Id, writer: EngineerWriter) -> ReviewNote:
    """Opens a note again that was resolved."""
    return reopen_note(writer.uow, writer.project_id, note_id)


@router.put("/{note_id}/reply")
def put_reply(note_id: Id, body: NewReply, writer: EngineerWriter) -> ReviewNote:
    """What its author reads where they label; empty takes it back."""
    return reply_to_note(writer.uow, writer.project_id, writer.caller.id, note_id, body.text)


@router.get("/replies")
def get_replies(reader: ProjectReader, paging: Paged) -> Page[UnreadReply]:
    """To your own notes, that you haven't read."""
    return show_replies(reader.uow, reader.project_id, reader.caller.id, paging)


@router.post("/{note_id}/read", status_code=204)
def post_read(note_id: Id, writer: ProjectWriter) -> None:
    """You have read the reply to your note."""
    read_reply(writer.uow, writer.project_id, writer.caller.id, note_id)
