from uuid import UUID

from fastapi import APIRouter, Response

from service.api.dependencies import AppDep, CurrentPrincipal, Id
from service.api.schemas.annotations import (
    AnnotationAnswer,
    Bulk,
    BulkAnnotation,
    BulkAnswer,
    BulkRow,
    NewAnnotation,
)
from service.bootstrap import App
from service.errors import PostilError
from service.loop.permissions import Principal, role_in
from service.loop.retract_annotation import retract_annotation
from service.loop.show_annotation import show_annotation
from service.loop.submit_annotation import submit_annotation

router = APIRouter(prefix="/projects/{project_id}/annotations", tags=["annotations"])


@router.put(
    "/{annotation_id}",
    responses={200: {"description": "It was here already."}, 201: {"description": "Stored."}},
)
def put_annotation(
    project_id: Id,
    annotation_id: UUID,
    body: NewAnnotation,
    response: Response,
    principal: CurrentPrincipal,
    app: AppDep,
) -> AnnotationAnswer:
    """Stores an answer under an id the client made: sending it again changes nothing.

    An answer whose lease has ended is kept too, marked late.
    """
    with app.write() as uow:
        role_in(uow, principal, project_id)
        answered = body.answered(annotation_id)
        made, is_new = submit_annotation(uow, project_id, principal.id, answered)
        response.status_code = 201 if is_new else 200
        return AnnotationAnswer(**show_annotation(uow, made))


@router.post(":bulk")
def post_bulk(project_id: Id, body: Bulk, principal: CurrentPrincipal, app: AppDep) -> BulkAnswer:
    """Stores up to 500 answers, each by itself: a result per row."""
    with app.read() as uow:
        role_in(uow, principal, project_id)
    return BulkAnswer(results=[_row(app, principal, project_id, sent) for sent in body.annotations])


def _row(app: App, principal: Principal, project_id: int, sent: BulkAnnotation) -> BulkRow:
    try:
        with app.write() as uow:
            role_in(uow, principal, project_id)
            answered = sent.answered(sent.id)
            made, is_new = submit_annotation(uow, project_id, principal.id, answered)
            shown = AnnotationAnswer(**show_annotation(uow, made))
    except PostilError as error:
        return BulkRow(id=sent.id, status=error.status, detail=error.detail)
    return BulkRow(id=sent.id, status=201 if is_new else 200, annotation=shown)


@router.post("/{annotation_id}/retract")
def post_retract(
    project_id: Id, annotation_id: UUID, principal: CurrentPrincipal, app: AppDep
) -> AnnotationAnswer:
    """Takes an answer back, on record. The caller has its item on lease again."""
    with app.write() as uow:
        role_in(uow, principal, project_id)
        found = retract_annotation(uow, project_id, principal.id, annotation_id)
        return AnnotationAnswer(**show_annotation(uow, found))
