"""Who is in a project, and who may still join."""

from service.db.unit_of_work import UnitOfWork
from service.kit.page import Page, Paging
from service.people.queries.access import Access
from service.people.shapes import OpenInvitation, ProjectMember
from service.people.tables import Invitation, Member, User
from service.pool.queries.projects import Projects


def list_members(uow: UnitOfWork, project_id: int, paging: Paging) -> Page[ProjectMember]:
    owner = uow[Projects].get(project_id).created_by
    page = paging.cut(uow[Access].members(project_id), lambda one: one[0].id)
    return page.shown(lambda one: _member(*one, owner))


def show_member(uow: UnitOfWork, project_id: int, user_id: int) -> ProjectMember:
    [member] = [one for one in uow[Access].members(project_id) if one[1].id == user_id]
    return _member(*member, uow[Projects].get(project_id).created_by)


def _member(member: Member, user: User, owner: int | None) -> ProjectMember:
    return ProjectMember(
        user_id=member.user_id,
        name=user.name,
        role=member.role,
        state=user.state,
        adjudicates=member.adjudicates,
        is_owner=member.user_id == owner,
    )


def list_invitations(uow: UnitOfWork, project_id: int, paging: Paging) -> Page[OpenInvitation]:
    """Those that people can still join by; never the secret, of which only a hash is known."""
    page = paging.cut(uow[Access].open_invitations(project_id, uow.now), lambda one: one[0].id)
    return page.shown(lambda one: _invitation(*one))


def _invitation(invitation: Invitation, by: User) -> OpenInvitation:
    return OpenInvitation(
        id=invitation.id,
        role=invitation.role,
        uses_left=invitation.uses - invitation.used,
        expires_at=invitation.expires_at,
        made_by=by.name,
        created_at=invitation.created_at,
    )
