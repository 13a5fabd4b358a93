from uuid import UUID

from fastapi import APIRouter, Response

from service.api.door import Guarded, bulk
from service.api.schemas.annotations import (
    AnnotationResponse,
    Bulk,
    BulkAnnotation,
    BulkResponse,
    BulkRowResponse,
    NewAnnotation,
    RefusalResponse,
)
from service.api.who_may import AtWork, Labeller
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
    annotation_id: UUID,
    body: NewAnnotation,
    response: Response,
    labeller: Labeller,
) -> AnnotationResponse:
    """Stores an answer under an id the client made: sending it again changes nothing.

    An answer whose lease has ended is kept too, marked late.
    """
    stored, is_new = await _store(labeller, body.answered(annotation_id))
    response.status_code = 201 if is_new else 200
    return stored


@router.post(":bulk", openapi_extra=bulk(2 * 2**20))
async def post_bulk(body: Bulk, labeller: Labeller) -> BulkResponse:
    """Stores up to 500 answers, each by itself: a result per row."""
    await labeller.does(lambda _uow, _me: None)
    return BulkResponse(results=[await _row(labeller, row) for row in body.annotations])


async def _row(labeller: AtWork, row: BulkAnnotation) -> BulkRowResponse:
    try:
        stored, is_new = await _store(labeller, row.answered(row.id))
    except PostilError as error:
        refusal = RefusalResponse.model_validate(error)
        return BulkRowResponse(id=row.id, status=error.status, refusal=refusal)
    return BulkRowResponse(id=row.id, status=201 if is_new else 200, annotation=stored)


async def _store(labeller: AtWork, answered: Answered) -> tuple[AnnotationResponse, bool]:
    shown, is_new = await labeller.does(
        lambda uow, me: show_submitted(uow, labeller.project_id, me, answered)
    )
    return AnnotationResponse.model_validate(shown), is_new


@router.post("/{annotation_id}/retract")
async def post_retract(annotation_id: UUID, labeller: Labeller) -> AnnotationResponse:
    """Takes an answer back, on record. The caller has its item on lease again."""
    shown = await labeller.does(
        lambda uow, me: show_annotation(
            uow, retract_annotation(uow, labeller.project_id, me.id, annotation_id)
        )
    )
    return AnnotationResponse.model_validate(shown)
