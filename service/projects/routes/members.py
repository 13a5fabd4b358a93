from fastapi import APIRouter, Request

from service.app import App
from service.kit.page import Page
from service.people.invite import change_member, invite, remove_member, revoke_invitation
from service.people.issue_token import add_program
from service.people.make_member_link import make_member_link
from service.people.shapes import (
    InvitationLink,
    MemberChange,
    MemberLink,
    NewInvitation,
    NewProgram,
    OpenInvitation,
    Program,
    ProjectMember,
)
from service.people.show_members import list_invitations, list_members, show_member
from service.web.dependencies import Id, Paged
from service.web.door import Guarded
from service.web.who_may import EngineerReader, EngineerWriter

router = APIRouter(prefix="/projects/{project_id}", tags=["members"], route_class=Guarded)


def _base(request: Request, app: App) -> str:
    """What links begin with."""
    return (app.settings.public_url or str(request.base_url)).rstrip("/")


@router.post("/invitations", status_code=201)
def post_invitation(
    body: NewInvitation, request: Request, writer: EngineerWriter
) -> InvitationLink:
    """A link to send to people: who opens it types a name and labels."""
    base = _base(request, writer.app)
    return invite(writer.uow, writer.project_id, writer.caller, body, base)


@router.get("/invitations")
def get_invitations(reader: EngineerReader, paging: Paged) -> Page[OpenInvitation]:
    """Those that people can still join by. A link itself is shown only when it is made."""
    return list_invitations(reader.uow, reader.project_id, paging)


@router.delete("/invitations/{invitation_id}", status_code=204)
def delete_invitation(invitation_id: Id, writer: EngineerWriter) -> None:
    """Nobody joins by it any more. Who did stays; one that has ended stays ended."""
    revoke_invitation(writer.uow, writer.project_id, invitation_id)


@router.get("/members")
def get_members(reader: EngineerReader, paging: Paged) -> Page[ProjectMember]:
    """Who is in the project, with their roles."""
    return list_members(reader.uow, reader.project_id, paging)


@router.post("/programs", status_code=201)
def post_program(body: NewProgram, writer: EngineerWriter) -> Program:
    """Adds a member that is a program, with a token: what it does is told from what people do.

    The token's secret is shown this once.
    """
    return add_program(
        writer.uow, writer.project_id, body.name, body.role, body.days, by=writer.caller
    )


@router.patch("/members/{user_id}")
def patch_member(user_id: Id, body: MemberChange, writer: EngineerWriter) -> ProjectMember:
    """Changes a role, or whether an annotator decides where others differ."""
    change_member(
        writer.uow, writer.project_id, user_id, role=body.role, adjudicates=body.adjudicates
    )
    return show_member(writer.uow, writer.project_id, user_id)


@router.delete("/members/{user_id}", status_code=204)
def delete_member(user_id: Id, writer: EngineerWriter) -> None:
    """Removes somebody from the project. Their answers stay."""
    remove_member(writer.uow, writer.project_id, user_id)


@router.post("/members/{user_id}/sign-in-link", status_code=201)
def post_sign_in_link(user_id: Id, request: Request, writer: EngineerWriter) -> MemberLink:
    """A link that signs a member in whose session ended: once, within a week.

    It opens all that this person may do. So only an administrator can make one for a person who
    does more than label, has a password, or is in a project that the caller doesn't run.
    """
    base = _base(request, writer.app)
    return make_member_link(writer.uow, writer.caller, writer.project_id, user_id, base)
