from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from service.find.label_items import label_items
from service.find.searching.search_by_meaning import search_items, similar_items
from service.find.shapes import (
    ItemDetail,
    ItemListQuery,
    ItemSummary,
    LabelChanges,
    LabelItems,
    SimilarItemsQuery,
)
from service.find.show_items import show_item
from service.kit.page import Page
from service.labelling.decide_items import undo_batch
from service.labelling.notes import add_note, take_back_flag
from service.labelling.shapes import NewNote, NoteReceipt
from service.people.identify import Labelling
from service.review.decide import adjudicate
from service.review.shapes import ReviewVerdict
from service.web.dependencies import Id
from service.web.door import Guarded
from service.web.who_may import (
    AdjudicatorWriter,
    EngineerAsking,
    EngineerChanging,
    EngineerReader,
    ProjectWriter,
)

router = APIRouter(prefix="/projects/{project_id}/items", tags=["items"], route_class=Guarded)


@router.get("")
def get_items(
    engineer: EngineerAsking, query: Annotated[ItemListQuery, Query()]
) -> Page[ItemSummary]:
    """Items of the pool that are what is looked for. What is soon asked is passed over."""
    return search_items(
        engineer.app, engineer.project_id, query.meaning, query, query.paging(query.sort)
    )


@router.post(":label")
def post_labels(body: LabelItems, engineer: EngineerChanging) -> LabelChanges:
    """Sets the label of up to 500 items, over what annotators answer, sent once or twice."""
    return label_items(engineer.app, engineer.project_id, engineer.caller.id, body)


@router.delete(":label/{batch}", status_code=204)
def delete_labels(batch: UUID, engineer: EngineerChanging) -> None:
    """Takes back all that was labelled under a batch; what was decided since stays."""
    undo_batch(engineer.app, engineer.project_id, engineer.caller.id, batch)


@router.get("/{item_id}")
def get_item(item_id: Id, reader: EngineerReader) -> ItemDetail:
    """One item with its sources, every answer and decision about it, and its notes."""
    return show_item(reader.app, reader.uow, reader.project_id, item_id)


@router.get("/{item_id}/similar")
def get_similar(
    item_id: Id, engineer: EngineerAsking, query: Annotated[SimilarItemsQuery, Query()]
) -> Page[ItemSummary]:
    """The items nearest in meaning to one, best first, as a worker says."""
    return similar_items(engineer.app, engineer.project_id, item_id, query, query.paging())


@router.post("/{item_id}/notes", status_code=201)
def post_note(item_id: Id, body: NewNote, writer: ProjectWriter) -> NoteReceipt:
    """A flag or a comment for whoever looks after the project. Flagging again changes nothing."""
    me = Labelling(writer.caller.id, writer.role)
    return add_note(writer.uow, writer.project_id, me, item_id, body.kind, body.text)


@router.delete("/{item_id}/flag", status_code=204)
def delete_flag(item_id: Id, writer: ProjectWriter) -> None:
    """Takes the caller's flag back; without one, nothing changes."""
    me = Labelling(writer.caller.id, writer.role)
    take_back_flag(writer.uow, writer.project_id, me, item_id)


@router.post("/{item_id}/adjudicate", status_code=204)
def post_adjudicate(item_id: Id, body: ReviewVerdict, writer: AdjudicatorWriter) -> None:
    """Decides an item to which people gave different answers; 409 for one of those people."""
    caller_id = writer.caller.id
    adjudicate(writer.uow, writer.project_id, caller_id, body.batch, item_id, body.answer)
