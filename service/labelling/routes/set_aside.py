from fastapi import APIRouter

from service.kit.page import Page
from service.labelling.set_aside import bring_back, list_set_aside, set_aside
from service.labelling.shapes import SetAsideAnswers, SetAsideCount
from service.web.dependencies import Id, Paged
from service.web.door import Guarded
from service.web.who_may import EngineerChanging, EngineerReader

router = APIRouter(prefix="/projects/{project_id}", tags=["members"], route_class=Guarded)


@router.get("/set-aside")
def get_set_aside(reader: EngineerReader, paging: Paged) -> Page[SetAsideAnswers]:
    """People whose answers are set aside, members or not."""
    return list_set_aside(reader.uow, reader.project_id, paging)


@router.post("/members/{user_id}/set-aside")
def post_set_aside(user_id: Id, engineer: EngineerChanging) -> SetAsideCount:
    """Has all that somebody answered so far count no longer: others are asked for it.

    Also of somebody who is no member any more. Later answers count.
    """
    return set_aside(engineer.app, engineer.project_id, user_id, engineer.caller.id)


@router.delete("/members/{user_id}/set-aside")
def delete_set_aside(user_id: Id, engineer: EngineerChanging) -> SetAsideCount:
    """Has it count again, but for what they have answered anew."""
    return bring_back(engineer.app, engineer.project_id, user_id, engineer.caller.id)
