from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from service.find.find_items import label_items
from service.find.hunt import (
    find_candidates,
    show_hunt,
    take_look,
    undo_look,
)
from service.find.kinds import start_map
from service.find.near_copies import near_copies
from service.find.search_by_meaning import search_items, similar_items
from service.find.shapes.hunts import (
    Hunt,
    HuntCandidates,
    NewLook,
    NextCandidates,
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
from service.jobs.shapes import JobStatus
from service.kit.page import Page
from service.labelling.decide_items import undo_batch
from service.web.dependencies import Id
from service.web.door import Guarded
from service.web.routers import ROUTERS
from service.web.who_may import (
    EngineerAsking,
    EngineerChanging,
    EngineerReader,
    EngineerWriter,
)

items = ROUTERS.add(
    APIRouter(prefix="/projects/{project_id}/items", tags=["items"], route_class=Guarded)
)
groups = ROUTERS.add(
    APIRouter(prefix="/projects/{project_id}", tags=["items"], route_class=Guarded)
)
hunts = ROUTERS.add(
    APIRouter(
        prefix="/projects/{project_id}/classes/{class_id}", tags=["classes"], route_class=Guarded
    )
)


@items.get("")
def get_items(
    engineer: EngineerAsking, query: Annotated[ItemListQuery, Query()]
) -> Page[ItemSummary]:
    """Lists items of the pool that match the filters. Items that may soon become audit items are
    left out."""
    return search_items(
        engineer.app, engineer.project_id, query.meaning, query, query.paging(query.sort)
    )


@items.post(":label")
def post_labels(body: LabelItems, engineer: EngineerChanging) -> LabelChanges:
    """Sets the label of up to 500 items, whatever annotators answer. Sending it twice changes
    nothing more."""
    return label_items(engineer.app, engineer.project_id, engineer.caller.id, body)


@items.delete(":label/{batch}", status_code=204)
def delete_labels(batch: UUID, engineer: EngineerChanging) -> None:
    """Takes back all labels set under a batch. Later decisions stay."""
    undo_batch(engineer.app, engineer.project_id, engineer.caller.id, batch)


@items.get("/{item_id}")
def get_item(item_id: Id, reader: EngineerReader) -> ItemDetail:
    """Shows an item with its sources, all answers and decisions about it, and its notes."""
    return show_item(reader.app, reader.uow, reader.project_id, item_id)


@items.get("/{item_id}/similar")
def get_similar(
    item_id: Id, engineer: EngineerAsking, query: Annotated[NearItemsQuery, Query()]
) -> Page[ItemSummary]:
    """Lists the items nearest in meaning to an item, the nearest first, as a worker finds."""
    return similar_items(engineer.app, engineer.project_id, item_id, query, query.paging())


@groups.get("/near-copies")
def get_near_copies(
    engineer: EngineerAsking, query: Annotated[GroupsQuery, Query()]
) -> NearCopyGroups:
    """Lists groups of unlabelled items that are nearly the same. Items that may soon become audit
    items are left out.

    `…/items/{item_id}/similar?likeness=0.95&state=unlabelled` lists the items of a group.
    """
    return near_copies(engineer.app, engineer.project_id, query)


@groups.get("/map")
def get_map(reader: EngineerReader) -> MapStatus:
    """Shows whether there is a map of the texts, how old it is, and the job that draws it."""
    return show_map(reader.app, reader.uow, reader.project_id)


@groups.post("/map", status_code=202)
def post_map(writer: EngineerWriter) -> JobStatus:
    """Draws the map, or draws it again. Similar texts are near each other.

    A map has 100,000 texts at most. From a larger pool they are chosen at random.
    """
    return start_map(writer.uow, writer.project_id)


@groups.get("/map/points")
def get_map_points(reader: EngineerReader) -> MapPoints:
    """Shows the texts on the map, with what colours them. Items that may soon become audit items
    are left out.

    `…/items?area=…` lists the texts in an area of the map, and `items:label` labels them.
    """
    return show_points(reader.app, reader.uow, reader.project_id)


@hunts.get("/hunt")
def get_hunt(class_id: Id, reader: EngineerReader) -> Hunt:
    """Shows the progress of the search for a class."""
    return show_hunt(reader.uow, reader.project_id, class_id)


@hunts.post("/hunt")
def post_hunt(class_id: Id, body: NextCandidates, engineer: EngineerAsking) -> HuntCandidates:
    """Finds the unlabelled items that look most like the class, as far as is known now.

    It uses the description, examples and labels of the class, and all answers in hunts so far. So
    ask again after each answer.
    """
    return find_candidates(engineer.app, engineer.project_id, class_id, engineer.caller.id, body)


@hunts.put("/hunt/{look_id}")
def put_look(class_id: Id, look_id: UUID, body: NewLook, writer: EngineerWriter) -> Hunt:
    """Stores your answer about a candidate, under an id that you made. Sending it again changes
    nothing.

    The answer becomes the item's label.
    """
    return take_look(writer.uow, writer.project_id, class_id, writer.caller.id, look_id, body)


@hunts.delete("/hunt/{look_id}")
def delete_look(class_id: Id, look_id: UUID, writer: EngineerWriter) -> Hunt:
    """Takes back your answer about a candidate, and the label that came from it."""
    return undo_look(writer.uow, writer.project_id, class_id, writer.caller.id, look_id)
