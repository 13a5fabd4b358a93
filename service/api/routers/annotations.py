from uuid import UUID

from fastapi import APIRouter, Response

from service.api.dependencies import CurrentMember, Id, Member
from service.api.door import Guarded, bulk
from service.api.schemas.annotations import (
    AnnotationResponse,
    Bulk,
    BulkAnnotation,
    BulkResponse,
    BulkRowResponse,
    NewAnnotation,
)
from service.errors import PostilError
from service.loop.labelling.retract_annotation import retract_annotation
from service.loop.labelling.show_annotation import show_annotation, show_submitted
from service.loop.labelling.submit_annotation import Answered

router = APIRouter(
    prefix="/projects/{project_id}/annotations", tags=["annotations"], route_class=Guarded
)


@router.put(
    "/{annotation_id}",
    responses={200: {"description": "It was here already."}, 201: {"description": "Stored."}},
)
async def put_annotation(
    project_id: Id,
    annotation_id: UUID,
    body: NewAnnotation,
    response: Response,
    member: CurrentMember,
) -> AnnotationResponse:
    """Stores an answer under an id the client made: sending it again changes nothing.

    An answer whose lease has ended is kept too, marked late.
    """
    stored, is_new = await _store(member, project_id, body.answered(annotation_id))
    response.status_code = 201 if is_new else 200
    return stored


@router.post(":bulk", openapi_extra=bulk(2 * 2**20))
async def post_bulk(project_id: Id, body: Bulk, member: CurrentMember) -> BulkResponse:
    """Stores up to 500 answers, each by itself: a result per row."""
    await member.does(lambda _uow, _user_id: None)
    return BulkResponse(results=[await _row(member, project_id, row) for row in body.annotations])


async def _row(member: Member, project_id: int, row: BulkAnnotation) -> BulkRowResponse:
    try:
        stored, is_new = await _store(member, project_id, row.answered(row.id))
    except PostilError as error:
        return BulkRowResponse(id=row.id, status=error.status, detail=error.detail)
    return BulkRowResponse(id=row.id, status=201 if is_new else 200, annotation=stored)


async def _store(
    member: Member, project_id: int, answered: Answered
) -> tuple[AnnotationResponse, bool]:
    shown, is_new = await member.does(
        lambda uow, user_id: show_submitted(uow, project_id, user_id, answered)
    )
    return AnnotationResponse(**shown), is_new


@router.post("/{annotation_id}/retract")
async def post_retract(
    project_id: Id, annotation_id: UUID, member: CurrentMember
) -> AnnotationResponse:
    """Takes an answer back, on record. The caller has its item on lease again."""
    shown = await member.does(
        lambda uow, user_id: show_annotation(
            uow, retract_annotation(uow, project_id, user_id, annotation_id)
        )
    )
    return AnnotationResponse(**shown)
