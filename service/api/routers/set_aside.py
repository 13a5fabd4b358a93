from fastapi import APIRouter

from service.api.dependencies import Id, Paged
from service.api.door import Guarded
from service.api.schemas.set_aside import SetAsideCountResponse, SetAsideResponse
from service.api.who_may import EngineerChanging, EngineerReader
from service.kit.page import Page
from service.loop.labelling.set_aside import bring_back, list_set_aside, set_aside

router = APIRouter(prefix="/projects/{project_id}", tags=["members"], route_class=Guarded)


@router.get("/set-aside")
def get_set_aside(reader: EngineerReader, paging: Paged) -> Page[SetAsideResponse]:
    """People whose answers are set aside, members or not."""
    found = list_set_aside(reader.uow, reader.project_id, paging)
    return found.shown(SetAsideResponse.model_validate)


@router.post("/members/{user_id}/set-aside")
def post_set_aside(user_id: Id, engineer: EngineerChanging) -> SetAsideCountResponse:
    """Has all that somebody answered so far count no longer: others are asked for it.

    Also of somebody who is no member any more. Later answers count.
    """
    by = engineer.caller.id
    return SetAsideCountResponse(answers=set_aside(engineer.app, engineer.project_id, user_id, by))


@router.delete("/members/{user_id}/set-aside")
def delete_set_aside(user_id: Id, engineer: EngineerChanging) -> SetAsideCountResponse:
    """Has it count again, but for what they have answered anew."""
    by = engineer.caller.id
    return SetAsideCountResponse(answers=bring_back(engineer.app, engineer.project_id, user_id, by))
