from uuid import UUID

from fastapi import APIRouter, Response

from service.kit.errors import PostilError
from service.labelling.retract_annotation import retract_annotation
from service.labelling.shapes import (
    AnnotationOutcome,
    Bulk,
    BulkAnnotation,
    BulkOutcome,
    NewAnnotation,
    StoredAnnotation,
)
from service.labelling.show_annotation import show_annotation, show_submitted
from service.web.door import Guarded, bulk
from service.web.who_may import AtWork, Labeller

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
) -> StoredAnnotation:
    """Stores an answer under an id the client made: sending it again changes nothing.

    An answer whose lease has ended is kept too, marked late.
    """
    stored, is_new = await _store(labeller, annotation_id, body)
    response.status_code = 201 if is_new else 200
    return stored


@router.post(":bulk", openapi_extra=bulk(2 * 2**20))
async def post_bulk(body: Bulk, labeller: Labeller) -> BulkOutcome:
    """Stores up to 500 answers, each by itself: a result per row."""
    await labeller.does(lambda _uow, _me: None)
    return BulkOutcome([await _outcome(labeller, row) for row in body.annotations])


async def _outcome(labeller: AtWork, row: BulkAnnotation) -> AnnotationOutcome:
    try:
        return AnnotationOutcome.stored(*await _store(labeller, row.id, row))
    except PostilError as error:
        return AnnotationOutcome.refused(row.id, error)


async def _store(
    labeller: AtWork, annotation_id: UUID, sent: NewAnnotation
) -> tuple[StoredAnnotation, bool]:
    return await labeller.does(
        lambda uow, me: show_submitted(uow, labeller.project_id, me, annotation_id, sent)
    )


@router.post("/{annotation_id}/retract")
async def post_retract(annotation_id: UUID, labeller: Labeller) -> StoredAnnotation:
    """Takes an answer back, on record. The caller has its item on lease again."""
    return await labeller.does(
        lambda uow, me: show_annotation(
            uow, retract_annotation(uow, labeller.project_id, me.id, annotation_id)
        )
    )
