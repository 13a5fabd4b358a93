from fastapi import APIRouter

from service.labelling.answer_and_next import answer_and_next
from service.labelling.shapes import AnnotationAndNext, OutcomeAndOffer
from service.web.door import Guarded
from service.web.who_may import Labeller

router = APIRouter(prefix="/projects/{project_id}", tags=["annotations"], route_class=Guarded)


@router.post("/answer-and-next")
async def post_answer_and_next(body: AnnotationAndNext, labeller: Labeller) -> OutcomeAndOffer:
    """Stores an answer as `PUT annotations` does and offers items as `POST assignments` does.

    In one go: what one of them refuses keeps the other from nothing. Sent again it is the same
    answer.
    """
    return await labeller.does(lambda uow, me: answer_and_next(uow, labeller.project_id, me, body))
