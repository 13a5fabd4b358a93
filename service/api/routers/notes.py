from fastapi import APIRouter

from service.api.dependencies import Id, Paged
from service.api.door import Guarded
from service.api.schemas.notes import Reply, ReplyResponse, Resolution, ReviewNoteResponse
from service.api.who_may import EngineerWriter, ProjectReader, ProjectWriter
from service.kit.page import Page
from service.loop.review.handle_note import read_reply, reopen_note, reply_to_note, resolve_note
from service.loop.review.show_notes import show_note, show_replies

router = APIRouter(prefix="/projects/{project_id}/notes", tags=["review"], route_class=Guarded)


@router.post("/{note_id}/resolve")
def post_resolve(note_id: Id, body: Resolution, writer: EngineerWriter) -> ReviewNoteResponse:
    """It is done with, with a reply or without. Again changes nothing but the reply."""
    found = resolve_note(writer.uow, writer.project_id, writer.caller.id, note_id, body.reply)
    return ReviewNoteResponse.model_validate(show_note(writer.uow, found))


@router.post("/{note_id}/reopen")
def post_reopen(note_id: Id, writer: EngineerWriter) -> ReviewNoteResponse:
    found = reopen_note(writer.uow, writer.project_id, note_id)
    return ReviewNoteResponse.model_validate(show_note(writer.uow, found))


@router.put("/{note_id}/reply")
def put_reply(note_id: Id, body: Reply, writer: EngineerWriter) -> ReviewNoteResponse:
    """What its author reads where they label; empty takes it back."""
    found = reply_to_note(writer.uow, writer.project_id, writer.caller.id, note_id, body.text)
    return ReviewNoteResponse.model_validate(show_note(writer.uow, found))


@router.get("/replies")
def get_replies(reader: ProjectReader, paging: Paged) -> Page[ReplyResponse]:
    """To your own notes, that you haven't read."""
    found = show_replies(reader.uow, reader.project_id, reader.caller.id, paging)
    return found.shown(ReplyResponse.model_validate)


@router.post("/{note_id}/read", status_code=204)
def post_read(note_id: Id, writer: ProjectWriter) -> None:
    """You have read the reply to your note."""
    read_reply(writer.uow, writer.project_id, writer.caller.id, note_id)
