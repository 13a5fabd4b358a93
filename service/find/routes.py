from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from service.find.find_items import label_items
from service.find.hunt import (
    find_candidates,
    set_examples,
    show_all_examples,
    show_examples,
    show_hunt,
    take_look,
    undo_look,
)
from service.find.near_copies import near_copies
from service.find.search_by_meaning import search_items, similar_items
from service.find.shapes.hunts import (
    AllExamples,
    ClassExamples,
    Hunt,
    HuntCandidates,
    NewLook,
    NextCandidates,
    StoredExamples,
)
from service.find.shapes.item_detail import ItemDetail
from service.find.shapes.items import (
    GroupsQuery,
    ItemListQuery,
    ItemSummary,
    LabelChanges,
    LabelItems,
    NearCopyGroups,
    NearItemsQuery,
)
from service.find.shapes.maps import MapPoints, MapStatus
from service.find.show_items import show_item
from service.find.show_map import show_map, show_points
from service.jobs.kinds.draw_map import start_map
from service.jobs.shapes import JobStatus
from service.kit.page import Page
from service.labelling.decide_items import undo_batch
from service.labelling.exclude_items import bring_items_back, exclude_items
from service.labelling.notes import add_note, take_back_flag
from service.labelling.shapes import ExclusionChanges, ItemsToExclude, NewNote, NoteReceipt
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
    EngineerWriter,
    ProjectReader,
    ProjectWriter,
)

items = APIRouter(prefix="/projects/{project_id}/items", tags=["items"], route_class=Guarded)
groups = APIRouter(prefix="/projects/{project_id}", tags=["items"], route_class=Guarded)
examples = APIRouter(prefix="/projects/{project_id}", tags=["classes"], route_class=Guarded)
hunts = APIRouter(
    prefix="/projects/{project_id}/classes/{class_id}", tags=["classes"], route_class=Guarded
)


@items.get("")
def get_items(
    engineer: EngineerAsking, query: Annotated[ItemListQuery, Query()]
) -> Page[ItemSummary]:
    """Items of the pool that are what is looked for. What is soon asked is passed over."""
    return search_items(
        engineer.app, engineer.project_id, query.meaning, query, query.paging(query.sort)
    )


@items.post(":label")
def post_labels(body: LabelItems, engineer: EngineerChanging) -> LabelChanges:
    """Sets the label of up to 500 items, over what annotators answer, sent once or twice."""
    return label_items(engineer.app, engineer.project_id, engineer.caller.id, body)


@items.delete(":label/{batch}", status_code=204)
def delete_labels(batch: UUID, engineer: EngineerChanging) -> None:
    """Takes back all that was labelled under a batch; what was decided since stays."""
    undo_batch(engineer.app, engineer.project_id, engineer.caller.id, batch)


@items.post(":exclude")
def post_exclude(body: ItemsToExclude, writer: EngineerWriter) -> ExclusionChanges:
    """Has nobody asked about up to 500 unlabelled items; lists, maps and hunts pass over them.

    The state `excluded` lists them. Figures go by the other items.
    """
    return exclude_items(writer.uow, writer.project_id, writer.caller.id, body.items)


@items.post(":bring-back")
def post_bring_back(body: ItemsToExclude, writer: EngineerWriter) -> ExclusionChanges:
    """Has people asked again about items that were excluded."""
    return bring_items_back(writer.uow, writer.project_id, body.items)


@items.get("/{item_id}")
def get_item(item_id: Id, reader: EngineerReader) -> ItemDetail:
    """One item with its sources, every answer and decision about it, and its notes."""
    return show_item(reader.app, reader.uow, reader.project_id, item_id)


@items.get("/{item_id}/similar")
def get_similar(
    item_id: Id, engineer: EngineerAsking, query: Annotated[NearItemsQuery, Query()]
) -> Page[ItemSummary]:
    """The items nearest in meaning to one, best first, as a worker says."""
    return similar_items(engineer.app, engineer.project_id, item_id, query, query.paging())


@items.post("/{item_id}/notes", status_code=201)
def post_note(item_id: Id, body: NewNote, writer: ProjectWriter) -> NoteReceipt:
    """A flag or a comment for whoever looks after the project.

    Sent again while it is open, it is the same one: a flag, or a comment in the same words.
    """
    me = Labelling(writer.caller.id, writer.role)
    return add_note(writer.uow, writer.project_id, me, item_id, body.kind, body.text)


@items.delete("/{item_id}/flag", status_code=204)
def delete_flag(item_id: Id, writer: ProjectWriter) -> None:
    """Takes the caller's flag back; without one, nothing changes."""
    me = Labelling(writer.caller.id, writer.role)
    take_back_flag(writer.uow, writer.project_id, me, item_id)


@items.post("/{item_id}/adjudicate", status_code=204)
def post_adjudicate(item_id: Id, body: ReviewVerdict, writer: AdjudicatorWriter) -> None:
    """Decides an item to which people gave different answers.

    409 for one of those people, and once somebody else has decided.
    """
    caller_id = writer.caller.id
    adjudicate(writer.uow, writer.project_id, caller_id, body.batch, item_id, body.answer)


@groups.get("/near-copies")
def get_near_copies(
    engineer: EngineerAsking, query: Annotated[GroupsQuery, Query()]
) -> NearCopyGroups:
    """Groups of unlabelled items that are nearly the same. What is soon asked is passed over.

    `…/items/{item_id}/similar?likeness=0.95&state=unlabelled` lists the items of one.
    """
    return near_copies(engineer.app, engineer.project_id, query)


@groups.get("/map")
def get_map(reader: EngineerReader) -> MapStatus:
    """Whether there is a map of the texts, how old it is, and the job that draws it."""
    return show_map(reader.app, reader.uow, reader.project_id)


@groups.post("/map", status_code=202)
def post_map(writer: EngineerWriter) -> JobStatus:
    """Draws it, anew where there is one: texts that are alike lie near each other.

    A map has 100,000 texts at most: of a larger pool they are chosen at random.
    """
    return start_map(writer.uow, writer.project_id)


@groups.get("/map/points")
def get_map_points(reader: EngineerReader) -> MapPoints:
    """The texts on the map, with what they are coloured by. What is soon asked is passed over.

    `…/items?area=…` lists those in an area of it, and `items:label` labels them.
    """
    return show_points(reader.app, reader.uow, reader.project_id)


@examples.get("/examples")
def get_all_examples(reader: ProjectReader) -> AllExamples:
    """The sentences of all classes, for whoever labels: the page shows them with the guidelines."""
    return show_all_examples(reader.uow, reader.project_id)


@hunts.get("/examples")
def get_examples(class_id: Id, reader: EngineerReader) -> StoredExamples:
    """Sentences as items of the class might be: by them and its description it is looked for."""
    return show_examples(reader.uow, reader.project_id, class_id)


@hunts.put("/examples")
def put_examples(class_id: Id, body: ClassExamples, writer: EngineerWriter) -> StoredExamples:
    """Up to ten, in the place of those before."""
    return set_examples(writer.uow, writer.project_id, class_id, body.examples)


@hunts.get("/hunt")
def get_hunt(class_id: Id, reader: EngineerReader) -> Hunt:
    """How far one has come in looking for the class."""
    return show_hunt(reader.uow, reader.project_id, class_id)


@hunts.post("/hunt")
def post_hunt(class_id: Id, body: NextCandidates, engineer: EngineerAsking) -> HuntCandidates:
    """The unlabelled items that look most as if they were of the class, as far as is known now.

    By its description, examples and labels, and by all looks so far: ask again after each.
    """
    return find_candidates(engineer.app, engineer.project_id, class_id, engineer.caller.id, body)


@hunts.put("/hunt/{look_id}")
def put_look(class_id: Id, look_id: UUID, body: NewLook, writer: EngineerWriter) -> Hunt:
    """What you say of a candidate, under an id that you made: sent again, it changes nothing.

    Its answer becomes the item's label.
    """
    return take_look(writer.uow, writer.project_id, class_id, writer.caller.id, look_id, body)


@hunts.delete("/hunt/{look_id}")
def delete_look(class_id: Id, look_id: UUID, writer: EngineerWriter) -> Hunt:
    """Takes a look of yours back, and the label that came of it."""
    return undo_look(writer.uow, writer.project_id, class_id, writer.caller.id, look_id)
