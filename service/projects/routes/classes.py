from fastapi import APIRouter

from service.kit.page import Page
from service.people.admit import InProject
from service.projects.change_classes import add_class, change_class, order_classes
from service.projects.merge_classes import merge_classes, restore_class, retire_class
from service.projects.shapes import (
    ClassChange,
    ClassDetails,
    ClassOrder,
    Merge,
    MergeEffect,
    NewClass,
)
from service.projects.show_classes import list_classes, show_class
from service.web.dependencies import Id, Paged
from service.web.door import Guarded
from service.web.who_may import EngineerWriter, ProjectReader

router = APIRouter(prefix="/projects/{project_id}", tags=["classes"], route_class=Guarded)


@router.get("/classes")
def get_classes(reader: ProjectReader, paging: Paged) -> Page[ClassDetails]:
    """All that people see: those too that were merged or retired."""
    return list_classes(reader.uow, reader.project_id, reader.role, paging)


@router.post("/classes", status_code=201)
def post_class(body: NewClass, writer: EngineerWriter) -> ClassDetails:
    """Adds a class after the others. Open labelling screens offer it within seconds."""
    label_class = add_class(writer.uow, writer.project_id, body, by=writer.caller.id)
    return _shown(writer, label_class.id)


@router.post("/classes:order", status_code=204)
def post_order(body: ClassOrder, writer: EngineerWriter) -> None:
    """Puts the classes in order. Keys stay with their classes."""
    order_classes(writer.uow, writer.project_id, body.ids)


@router.patch("/classes/{class_id}")
def patch_class(class_id: Id, body: ClassChange, writer: EngineerWriter) -> ClassDetails:
    """Changes what is sent and nothing else. An answer under way may use the former name."""
    change_class(writer.uow, writer.project_id, class_id, body)
    return _shown(writer, class_id)


@router.post("/classes/{class_id}/merge")
def post_merge(class_id: Id, body: Merge, writer: EngineerWriter) -> MergeEffect:
    """Lets a class mean another: in labels, figures and exports. `restore` undoes it."""
    return merge_classes(
        writer.uow,
        writer.project_id,
        class_id,
        body.into,
        by=writer.caller.id,
        dry_run=body.dry_run,
    )


@router.post("/classes/{class_id}/retire")
def post_retire(class_id: Id, writer: EngineerWriter) -> ClassDetails:
    """Offers a class no more. Labels keep it; the model neither learns nor predicts it."""
    retire_class(writer.uow, writer.project_id, class_id, by=writer.caller.id)
    return _shown(writer, class_id)


@router.post("/classes/{class_id}/restore")
def post_restore(class_id: Id, writer: EngineerWriter) -> ClassDetails:
    """Brings a class back that was merged or retired, with the labels that were given as it."""
    restore_class(writer.uow, writer.project_id, class_id, by=writer.caller.id)
    return _shown(writer, class_id)


def _shown(writer: InProject, class_id: int) -> ClassDetails:
    return show_class(writer.uow, writer.project_id, class_id, writer.role)
