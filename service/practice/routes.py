from fastapi import APIRouter

from service.practice.practise import answer_practice, practise
from service.practice.shapes import PracticeAnswer, PracticeRound, PracticeVerdict
from service.web.dependencies import Id
from service.web.door import Guarded
from service.web.routers import ROUTERS
from service.web.who_may import ProjectWriter

router = ROUTERS.add(
    APIRouter(prefix="/projects/{project_id}/practice", tags=["practice"], route_class=Guarded)
)


@router.post("")
def post_practice(writer: ProjectWriter) -> PracticeRound:
    """Starts or continues your practice round. It has no texts if you need no practice.

    In a project with the setting `practice`, each new annotator has one. Nothing in it counts, and
    real items are handed out whether it is finished or not. You are never asked about its texts for
    real.
    """
    return practise(writer.uow, writer.project_id, writer.caller.id, writer.role)


@router.put("/{item_id}")
def put_practice_answer(
    item_id: Id, body: PracticeAnswer, writer: ProjectWriter
) -> PracticeVerdict:
    """Checks your answer to a practice text against its settled label. Only the first answer
    counts.

    The status is 404 for a text that isn't in your round.
    """
    return answer_practice(writer.uow, writer.project_id, writer.caller.id, item_id, body)
