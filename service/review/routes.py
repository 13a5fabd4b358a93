from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from service.kit.page import Page
from service.review.decide import correct, undo_review
from service.review.notes import (
    read_reply,
    reopen_note,
    reply_to_note,
    resolve_note,
    show_notes,
    show_replies,
)
from service.review.shapes import (
    AgreementReport,
    Disagreement,
    NewReply,
    Resolution,
    ReviewNote,
    ReviewVerdict,
    SkippedText,
    SuspectedErrors,
    UnreadReply,
)
from service.review.show_agreement import show_agreement
from service.review.show_disagreements import show_disagreements
from service.review.show_errors import show_errors
from service.review.skipped import ask_again, show_skipped
from service.web.dependencies import Id, Paged, PagedByPlace
from service.web.door import Guarded
from service.web.who_may import (
    AdjudicatorReader,
    AdjudicatorWriter,
    EngineerReader,
    EngineerWriter,
    ProjectReader,
    ProjectWriter,
)

router = APIRouter(prefix="/projects/{project_id}", tags=["review"], route_class=Guarded)


@router.get("/review/disagreements")
def get_disagreements(reader: AdjudicatorReader, paging: PagedByPlace) -> Page[Disagreement]:
    """Items to which people gave different answers, side by side.

    A member who adjudicates sees no names, and no item that they answered themselves.
    """
    return show_disagreements(reader.uow, reader.project_id, reader.caller.id, reader.role, paging)


@router.get("/review/errors")
def get_errors(reader: EngineerReader, paging: PagedByPlace) -> SuspectedErrors:
    """Labels that are likely wrong, the likeliest first: at most 500.

    By the last measured round, with heads that haven't seen the label: those that are wrong in one
    of four cases or more. One that somebody kept or changed here doesn't come back.
    """
    return show_errors(reader.app, reader.uow, reader.project_id, paging)


@router.post("/review/errors/{item_id}", status_code=204)
def post_error(item_id: Id, body: ReviewVerdict, writer: EngineerWriter) -> None:
    """Keeps a label (the same answer) or changes it. The estimate goes by what was answered."""
    caller_id = writer.caller.id
    correct(writer.uow, writer.project_id, caller_id, body.batch, item_id, body.answer)


@router.delete("/review/decisions/{batch}", status_code=204)
def delete_decision(batch: UUID, writer: AdjudicatorWriter) -> None:
    """Takes back what was decided here under a batch; who is no engineer only their own."""
    undo_review(writer.uow, writer.project_id, writer.caller.id, writer.role, batch)


@router.get("/review/notes")
def get_notes(
    reader: EngineerReader,
    paging: Paged,
    state: Annotated[Literal["open", "resolved"], Query(description="Which of them.")] = "open",
) -> Page[ReviewNote]:
    """Flags and comments as a work list, the oldest first."""
    return show_notes(reader.uow, reader.project_id, paging, is_open=state == "open")


@router.get("/review/skipped")
def get_skipped(reader: EngineerReader, paging: PagedByPlace) -> Page[SkippedText]:
    """Texts without a label that people skipped, with who, why and when."""
    return show_skipped(reader.uow, reader.project_id, paging)


@router.post("/review/skipped/{item_id}/ask-again", status_code=204)
def post_ask_again(item_id: Id, writer: EngineerWriter) -> None:
    """People are asked about the text again, those who skipped it too. Again changes nothing."""
    ask_again(writer.uow, writer.project_id, item_id)


@router.get("/review/agreement")
def get_agreement(reader: EngineerReader) -> AgreementReport:
    """How far people agree who were asked for the same items, with intervals.

    Of at most 2,000 items, drawn at random where there are more.
    """
    return show_agreement(reader.uow, reader.project_id)


@router.post("/notes/{note_id}/resolve")
def post_resolve(note_id: Id, body: Resolution, writer: EngineerWriter) -> ReviewNote:
    """It is done with, with a reply or without. Again changes nothing but the reply."""
    return resolve_note(writer.uow, writer.project_id, writer.caller.id, note_id, body.reply)


@router.post("/notes/{note_id}/reopen")
def post_reopen(note_id: Id, writer: EngineerWriter) -> ReviewNote:
    """Opens a note again that was resolved."""
    return reopen_note(writer.uow, writer.project_id, note_id)


@router.put("/notes/{note_id}/reply")
def put_reply(note_id: Id, body: NewReply, writer: EngineerWriter) -> ReviewNote:
    """What its author reads where they label; empty takes it back."""
    return reply_to_note(writer.uow, writer.project_id, writer.caller.id, note_id, body.text)


@router.get("/notes/replies")
def get_replies(reader: ProjectReader, paging: Paged) -> Page[UnreadReply]:
    """To your own notes, that you haven't read."""
    return show_replies(reader.uow, reader.project_id, reader.caller.id, paging)


@router.post("/notes/{note_id}/read", status_code=204)
def post_read(note_id: Id, writer: ProjectWriter) -> None:
    """You have read the reply to your note."""
    read_reply(writer.uow, writer.project_id, writer.caller.id, note_id)
