from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from service.api.dependencies import Id, PagedByPlace
from service.api.door import Guarded
from service.api.schemas.annotations import NewNote, NoteResponse
from service.api.schemas.base import NO_NUL, PageResponse, RowId
from service.api.schemas.decisions import LabelItems, LabelledResponse
from service.api.schemas.items import ItemDetailResponse, ItemResponse
from service.api.schemas.review import Verdict
from service.api.who_may import AdjudicatorWriter, EngineerReader, EngineerWriter, ProjectWriter
from service.loop.labelling.add_note import add_note
from service.loop.labelling.decide_items import undo_decisions
from service.loop.labelling.label_items import label_items
from service.loop.labelling.show_items import list_items, show_item
from service.loop.labelling.take_back_flag import take_back_flag
from service.loop.review.decide import adjudicate

router = APIRouter(prefix="/projects/{project_id}/items", tags=["items"], route_class=Guarded)
State = Literal["waiting", "leased", "provisional", "settled", "skipped"]


@router.get("")
def get_items(
    reader: EngineerReader,
    paging: PagedByPlace,
    q: Annotated[
        str | None, Query(max_length=200, pattern=NO_NUL, description="Text to look for.")
    ] = None,
    class_name: Annotated[str | None, Query(alias="class", max_length=200, pattern=NO_NUL)] = None,
    state: State | None = None,
    annotator: RowId | None = None,
) -> PageResponse[ItemResponse]:
    found = list_items(
        reader.uow,
        reader.project_id,
        paging,
        query=q,
        class_name=class_name,
        state=state,
        annotator=annotator,
    )
    return PageResponse[ItemResponse].model_validate(found)


@router.post(":label")
def post_labels(body: LabelItems, writer: EngineerWriter) -> LabelledResponse:
    """Sets the label of up to 500 items, over what annotators answer, sent once or twice."""
    caller_id = writer.caller.id
    done = label_items(
        writer.uow, writer.project_id, caller_id, body.batch, body.answer, body.items
    )
    return LabelledResponse.model_validate(done)


@router.delete(":label/{batch}", status_code=204)
def delete_labels(batch: UUID, writer: EngineerWriter) -> None:
    """Takes back all that was labelled under a batch; what was decided since stays."""
    undo_decisions(writer.uow, writer.project_id, writer.caller.id, batch)


@router.get("/{item_id}")
def get_item(item_id: Id, reader: EngineerReader) -> ItemDetailResponse:
    """One item with its sources, every answer ever given to it, and its notes."""
    return ItemDetailResponse.model_validate(show_item(reader.uow, reader.project_id, item_id))


@router.post("/{item_id}/notes", status_code=201)
def post_note(item_id: Id, body: NewNote, writer: ProjectWriter) -> NoteResponse:
    """A flag or a comment for whoever looks after the project. Flagging again changes nothing."""
    caller_id = writer.caller.id
    made = add_note(writer.uow, writer.project_id, caller_id, item_id, body.kind, body.text)
    return NoteResponse.model_validate(made)


@router.delete("/{item_id}/flag", status_code=204)
def delete_flag(item_id: Id, writer: ProjectWriter) -> None:
    """Takes the caller's flag back; without one, nothing changes."""
    take_back_flag(writer.uow, writer.project_id, writer.caller.id, item_id)


@router.post("/{item_id}/adjudicate", status_code=204)
def post_adjudicate(item_id: Id, body: Verdict, writer: AdjudicatorWriter) -> None:
    """Decides an item to which people gave different answers; 409 for one of those people."""
    caller_id = writer.caller.id
    adjudicate(writer.uow, writer.project_id, caller_id, body.batch, item_id, body.answer)
