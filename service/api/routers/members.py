from fastapi import APIRouter, Request

from service.api.dependencies import AppDep, CurrentPrincipal, Id
from service.api.door import Guarded
from service.api.schemas.projects import (
    InvitationResponse,
    MemberChange,
    MemberResponse,
    NewInvitation,
    OpenInvitationResponse,
    SignInLinkResponse,
)
from service.loop.app import App
from service.loop.people.invite import change_member, invite, remove_member, revoke_invitation
from service.loop.people.make_member_link import make_member_link
from service.loop.people.permissions import require
from service.loop.projects.show_project import list_invitations, list_members
from service.vocabulary import Role

router = APIRouter(prefix="/projects/{project_id}", tags=["members"], route_class=Guarded)


def _base(request: Request, app: App) -> str:
    """What links begin with."""
    return (app.settings.public_url or str(request.base_url)).rstrip("/")


@router.post("/invitations", status_code=201)
def post_invitation(
    project_id: Id, body: NewInvitation, request: Request, principal: CurrentPrincipal, app: AppDep
) -> InvitationResponse:
    """A link to send to people: who opens it types a name and labels."""
    with app.write() as uow:
        require(uow, principal, project_id, Role.ENGINEER)
        made, secret = invite(uow, project_id, principal, body.role, body.uses, body.days)
        return InvitationResponse(
            id=made.id or 0,
            url=f"{_base(request, app)}/invite#token={secret}",
            role=made.role,
            uses=made.uses,
            expires_at=made.expires_at,
        )


@router.get("/invitations")
def get_invitations(
    project_id: Id, principal: CurrentPrincipal, app: AppDep
) -> list[OpenInvitationResponse]:
    """Those that people can still join by. A link itself is shown only when it is made."""
    with app.read() as uow:
        require(uow, principal, project_id, Role.ENGINEER)
        return [OpenInvitationResponse(**each) for each in list_invitations(uow, project_id)]


@router.delete("/invitations/{invitation_id}", status_code=204)
def delete_invitation(
    project_id: Id, invitation_id: Id, principal: CurrentPrincipal, app: AppDep
) -> None:
    """Nobody joins by it any more. Who did stays; one that has ended stays ended."""
    with app.write() as uow:
        require(uow, principal, project_id, Role.ENGINEER)
        revoke_invitation(uow, project_id, invitation_id)


@router.get("/members")
def get_members(project_id: Id, principal: CurrentPrincipal, app: AppDep) -> list[MemberResponse]:
    with app.read() as uow:
        require(uow, principal, project_id, Role.ENGINEER)
        return [MemberResponse(**member) for member in list_members(uow, project_id)]


@router.patch("/members/{user_id}")
def patch_member(
    project_id: Id, user_id: Id, body: MemberChange, principal: CurrentPrincipal, app: AppDep
) -> MemberResponse:
    with app.write() as uow:
        require(uow, principal, project_id, Role.ENGINEER)
        change_member(uow, project_id, user_id, body.role)
        members = list_members(uow, project_id)
        return next(MemberResponse(**m) for m in members if m["user_id"] == user_id)


@router.delete("/members/{user_id}", status_code=204)
def delete_member(project_id: Id, user_id: Id, principal: CurrentPrincipal, app: AppDep) -> None:
    with app.write() as uow:
        require(uow, principal, project_id, Role.ENGINEER)
        remove_member(uow, project_id, user_id)


@router.post("/members/{user_id}/sign-in-link", status_code=201)
def post_sign_in_link(
    project_id: Id, user_id: Id, request: Request, principal: CurrentPrincipal, app: AppDep
) -> SignInLinkResponse:
    """A link that signs a member in whose session ended: once, within a week.

    It opens all that this person may do. So only an administrator can make one for a person who
    does more than label, has a password, or is in a project that the caller doesn't run.
    """
    with app.write() as uow:
        require(uow, principal, project_id, Role.ENGINEER)
        secret, expires_at = make_member_link(uow, principal, project_id, user_id)
        return SignInLinkResponse(
            url=f"{_base(request, app)}/sign-in#token={secret}", expires_at=expires_at
        )
