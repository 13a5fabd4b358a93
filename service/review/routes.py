from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from service.kit.page import Page
from service.review.decide import adjudicate, correct, undo_review
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
items = APIRouter(prefix="/projects/{project_id}/items", tags=["items"], route_class=Guarded)


@router.get("/review/disagreements")
def get_disagreements(reader: AdjudicatorReader, paging: PagedByPlace) -> Page[Disagreement]:
    """Lists items to which people gave different answers, side by side.

    A member who adjudicates sees no names, and no item that they answered themselves.
    """
    return show_disagreements(reader.uow, reader.project_id, reader.caller.id, reader.role, paging)


@router.get("/review/errors")
def get_errors(reader: EngineerReader, paging: PagedByPlace) -> SuspectedErrors:
    """Lists labels that are probably wrong, the most probable first, at most 500.

    They are found by the last measured round, with heads that haven't seen the label. Each is wrong
    with a probability of at least a quarter. A label that somebody kept or changed here doesn't
    come back.
    """
    return show_errors(reader.app, reader.uow, reader.project_id, paging)


@router.post("/review/errors/{item_id}", status_code=204)
def post_error(item_id: Id, body: ReviewVerdict, writer: EngineerWriter) -> None:
    """Keeps a label, if the same answer is sent, or changes it. The estimate still uses people's
    own answers."""
    caller_id = writer.caller.id
    correct(writer.uow, writer.project_id, caller_id, body.batch, item_id, body.answer)


@router.delete("/review/decisions/{batch}", status_code=204)
def delete_decision(batch: UUID, writer: AdjudicatorWriter) -> None:
    """Takes back the decisions made here under a batch. Members who aren't engineers can only take
    back their own."""
    undo_review(writer.uow, writer.project_id, writer.caller.id, writer.role, batch)


@router.get("/review/notes")
def get_notes(
    reader: EngineerReader,
    paging: Paged,
    state: Annotated[
        Literal["open", "resolved"], Query(description="State of the notes to list.")
    ] = "open",
) -> Page[ReviewNote]:
    """Lists flags and comments to work through, the oldest first."""
    return show_notes(reader.uow, reader.project_id, paging, is_open=state == "open")


@router.get("/review/skipped")
def get_skipped(reader: EngineerReader, paging: PagedByPlace) -> Page[SkippedText]:
    """Lists texts without a label that people skipped, with who skipped them, why and when."""
    return show_skipped(reader.uow, reader.project_id, paging)


@router.post("/review/skipped/{item_id}/ask-again", status_code=204)
def post_ask_again(item_id: Id, writer: EngineerWriter) -> None:
    """Has people asked about a skipped text again, including those who skipped it. Repeating it
    changes nothing."""
    ask_again(writer.uow, writer.project_id, item_id)


@router.get("/review/agreement")
def get_agreement(reader: EngineerReader) -> AgreementReport:
    """Shows how far people agree who were asked about the same items, with intervals.

    It compares at most 2,000 items, drawn at random if there are more.
    """
    return show_agreement(reader.uow, reader.project_id)


@router.post("/notes/{note_id}/resolve")
def post_resolve(note_id: Id, body: Resolution, writer: EngineerWriter) -> ReviewNote:
    """Resolves a note, with a reply or without. Repeating it changes only the reply."""
    return resolve_note(writer.uow, writer.project_id, writer.caller.id, note_id, body.reply)


@router.post("/notes/{note_id}/reopen")
def post_reopen(note_id: Id, writer: EngineerWriter) -> ReviewNote:
    """Opens a resolved note again."""
    return reopen_note(writer.uow, writer.project_id, note_id)


@router.put("/notes/{note_id}/reply")
def put_reply(note_id: Id, body: NewReply, writer: EngineerWriter) -> ReviewNote:
    """Sets the reply that the author of a note reads while labelling. An empty reply takes it
    back."""
    return reply_to_note(writer.uow, writer.project_id, writer.caller.id, note_id, body.text)


@router.get("/notes/replies")
def get_replies(reader: ProjectReader, paging: Paged) -> Page[UnreadReply]:
    """Lists replies to your own notes that you haven't read."""
    return show_replies(reader.uow, reader.project_id, reader.caller.id, paging)


@router.post("/notes/{note_id}/read", status_code=204)
def post_read(note_id: Id, writer: ProjectWriter) -> None:
    """Marks the reply to your note as read."""
    read_reply(writer.uow, writer.project_id, writer.caller.id, note_id)


@items.post("/{item_id}/adjudicate", status_code=204)
def post_adjudicate(item_id: Id, body: ReviewVerdict, writer: AdjudicatorWriter) -> None:
    """Decides an item to which people gave different answers.

    The status is 409 if you are one of those people, or if somebody else has decided.
    """
    caller_id = writer.caller.id
    adjudicate(writer.uow, writer.project_id, caller_id, body.batch, item_id, body.answer)
