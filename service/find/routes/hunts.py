from uuid import UUID

from fastapi import APIRouter

from service.find.searching.find_candidates import find_candidates
from service.find.searching.hunted_class import set_examples, show_examples, show_hunt
from service.find.searching.shapes import (
    ClassExamples,
    Hunt,
    HuntCandidates,
    NewLook,
    NextCandidates,
    StoredExamples,
)
from service.find.searching.take_look import take_look, undo_look
from service.web.dependencies import Id
from service.web.door import Guarded
from service.web.who_may import EngineerAsking, EngineerReader, EngineerWriter

router = APIRouter(
    prefix="/projects/{project_id}/classes/{class_id}", tags=["classes"], route_class=Guarded
)


@router.get("/examples")
def get_examples(class_id: Id, reader: EngineerReader) -> StoredExamples:
    """Sentences as items of the class might be: by them and its description it is looked for."""
    return show_examples(reader.uow, reader.project_id, class_id)


@router.put("/examples")
def put_examples(class_id: Id, body: ClassExamples, writer: EngineerWriter) -> StoredExamples:
    """Up to ten, in the place of those before."""
    return set_examples(writer.uow, writer.project_id, class_id, body.examples)


@router.get("/hunt")
def get_hunt(class_id: Id, reader: EngineerReader) -> Hunt:
    """How far one has come in looking for the class."""
    return show_hunt(reader.uow, reader.project_id, class_id)


@router.post("/hunt")
def post_hunt(class_id: Id, body: NextCandidates, engineer: EngineerAsking) -> HuntCandidates:
    """The unlabelled items that look most as if they were of the class, as far as is known now.

    By its description, examples and labels, and by all looks so far: ask again after each.
    """
    return find_candidates(engineer.app, engineer.project_id, class_id, engineer.caller.id, body)


@router.put("/hunt/{look_id}")
def put_look(class_id: Id, look_id: UUID, body: NewLook, writer: EngineerWriter) -> Hunt:
    """What you say of a candidate, under an id that you made: sent again, it changes nothing.

    Its answer becomes the item's label.
    """
    return take_look(writer.uow, writer.project_id, class_id, writer.caller.id, look_id, body)


@router.delete("/hunt/{look_id}")
def delete_look(class_id: Id, look_id: UUID, writer: EngineerWriter) -> Hunt:
    """Takes a look of yours back, and the label that came of it."""
    return undo_look(writer.uow, writer.project_id, class_id, writer.caller.id, look_id)
