from fastapi import APIRouter

from service.practice.practise import answer_practice, practise
from service.practice.shapes import PracticeAnswer, PracticeRound, PracticeVerdict
from service.web.dependencies import Id
from service.web.door import Guarded
from service.web.who_may import ProjectWriter

router = APIRouter(prefix="/projects/{project_id}/practice", tags=["practice"], route_class=Guarded)


@router.post("")
def post_practice(writer: ProjectWriter) -> PracticeRound:
    """Begins your practice round, or goes on with it; of no texts where you need none.

    A project with the setting `practice` has one for each new annotator. Nothing in it counts, and
    items are handed out for real whether it is done or not. Each of its texts is never asked of
    you for real.
    """
    return practise(writer.uow, writer.project_id, writer.caller.id, writer.role)


@router.put("/{item_id}")
def put_practice_answer(
    item_id: Id, body: PracticeAnswer, writer: ProjectWriter
) -> PracticeVerdict:
    """Says whether an answer is as the text is settled. The first answer stands.

    404 for a text that isn't in your round.
    """
    return answer_practice(writer.uow, writer.project_id, writer.caller.id, item_id, body)
