from typing import Annotated, Literal

from fastapi import APIRouter, Query

from service.api.dependencies import NO_NUL, AppDep, CurrentPrincipal, Id, PageSize, Place
from service.api.door import Guarded
from service.api.schemas.annotations import NewNote, NoteResponse
from service.api.schemas.base import RowId
from service.api.schemas.items import ItemDetailResponse, ItemPageResponse
from service.loop.labelling.add_note import add_note
from service.loop.labelling.show_items import list_items, show_item
from service.loop.labelling.take_back_flag import take_back_flag
from service.loop.people.permissions import require, role_in
from service.vocabulary import Role

router = APIRouter(prefix="/projects/{project_id}/items", tags=["items"], route_class=Guarded)
State = Literal["waiting", "leased", "provisional", "settled", "skipped"]


@router.get("")
def get_items(
    project_id: Id,
    principal: CurrentPrincipal,
    app: AppDep,
    cursor: Place = 0,
    limit: PageSize = 100,
    q: Annotated[
        str | None, Query(max_length=200, pattern=NO_NUL, description="Text to look for.")
    ] = None,
    class_name: Annotated[str | None, Query(alias="class", max_length=200, pattern=NO_NUL)] = None,
    state: State | None = None,
    annotator: RowId | None = None,
) -> ItemPageResponse:
    with app.read() as uow:
        require(uow, principal, project_id, Role.ENGINEER)
        items, following = list_items(
            uow,
            project_id,
            after=cursor,
            limit=limit,
            query=q,
            class_name=class_name,
            state=state,
            annotator=annotator,
        )
        return ItemPageResponse(items=items, next=following)


@router.get("/{item_id}")
def get_item(
    project_id: Id, item_id: Id, principal: CurrentPrincipal, app: AppDep
) -> ItemDetailResponse:
    """One item with its sources, every answer ever given to it, and its notes."""
    with app.read() as uow:
        require(uow, principal, project_id, Role.ENGINEER)
        return ItemDetailResponse(**show_item(uow, project_id, item_id))


@router.post("/{item_id}/notes", status_code=201)
def post_note(
    project_id: Id, item_id: Id, body: NewNote, principal: CurrentPrincipal, app: AppDep
) -> NoteResponse:
    """A flag or a comment for whoever looks after the project. Flagging again changes nothing."""
    with app.write() as uow:
        role_in(uow, principal, project_id)
        made = add_note(uow, project_id, principal.id, item_id, body.kind, body.text)
        return NoteResponse.model_validate(made)


@router.delete("/{item_id}/flag", status_code=204)
def delete_flag(project_id: Id, item_id: Id, principal: CurrentPrincipal, app: AppDep) -> None:
    """Takes the caller's flag back; without one, nothing changes."""
    with app.write() as uow:
        role_in(uow, principal, project_id)
        take_back_flag(uow, project_id, principal.id, item_id)
