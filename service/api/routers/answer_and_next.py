from fastapi import APIRouter

from service.api.door import Guarded
from service.api.schemas.annotations import (
    AnnotationAndNext,
    AnnotationAndNextResponse,
    AnnotationResponse,
    BulkRowResponse,
    RefusalResponse,
)
from service.api.schemas.assignments import OfferResponse
from service.api.who_may import Labeller
from service.loop.labelling.answer_and_next import Stored, answer_and_next

router = APIRouter(prefix="/projects/{project_id}", tags=["annotations"], route_class=Guarded)


@router.post("/answer-and-next")
async def post_answer_and_next(
    body: AnnotationAndNext, labeller: Labeller
) -> AnnotationAndNextResponse:
    """Stores an answer as `PUT annotations` does and offers items as `POST assignments` does.

    In one go: what one of them refuses keeps the other from nothing. Sent again it is the same
    answer.
    """
    project_id, sent = labeller.project_id, body.answered(body.id)
    stored, offer = await labeller.does(
        lambda uow, me: answer_and_next(uow, project_id, me, sent, body.limit, body.holding)
    )
    return AnnotationAndNextResponse(answered=_answered(body, stored), next=OfferResponse.of(offer))


def _answered(body: AnnotationAndNext, stored: Stored) -> BulkRowResponse:
    if stored.refusal is not None:
        refusal = RefusalResponse.model_validate(stored.refusal)
        return BulkRowResponse(id=body.id, status=stored.refusal.status, refusal=refusal)
    annotation = AnnotationResponse.model_validate(stored.annotation)
    return BulkRowResponse(id=body.id, status=201 if stored.is_new else 200, annotation=annotation)
