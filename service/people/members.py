"""Who is in a project: invited, shown, changed, brought back and sent away."""

from collections import ChainMap
from collections.abc import Callable, Mapping
from datetime import timedelta

from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Conflict, Forbidden, NotFound
from service.kit.page import Page, Paging
from service.kit.rooms import Additions
from service.kit.vocabulary import Role, UserState
from service.people.issue_token import not_after
from service.people.permissions import Principal, may_sign_in_as
from service.people.queries.access import Access
from service.people.shapes import (
    InvitationLink,
    MemberLink,
    NewInvitation,
    OpenInvitation,
    PracticeFigures,
    ProjectMember,
)
from service.people.sign_in import LINK_LASTS, hashed, make_sign_in_link, new_secret
from service.people.tables import Invitation
from service.pool.queries.projects import Projects
from service.pool.tables.people import Member, User

PRACTISED: Additions[Callable[[UnitOfWork, int], Mapping[int, PracticeFigures]]] = Additions("room")
"""How far people of a project have come with practice, by user."""


def invite(
    uow: UnitOfWork, project_id: int, invited_by: Principal, new: NewInvitation, base: str
) -> InvitationLink:
    """An invitation to a project, whose links begin with `base`. One made by a token ends with it
    at the latest."""
    end = uow.now + timedelta(days=new.days)
    secret = new_secret()
    invitation = uow[Access].add(
        Invitation(
            project_id=project_id,
            role=new.role,
            token_hash=hashed(secret),
            uses=new.uses,
            created_by=invited_by.id,
            created_at=uow.now,
            expires_at=not_after(invited_by, end) or end,
            made_with=invited_by.token_id,
        )
    )
    return InvitationLink(
        id=invitation.id,
        url=f"{base}/invite#token={secret}",
        role=invitation.role,
        uses=invitation.uses,
        expires_at=invitation.expires_at,
    )


def revoke_invitation(uow: UnitOfWork, project_id: int, invitation_id: int) -> None:
    """Nobody joins by it any more; who did stays."""
    invitation = uow[Access].invitation(project_id, invitation_id)
    if invitation is None:
        raise NotFound(f"There is no invitation {invitation_id} in project {project_id}.")
    if invitation.revoked_at is None:
        invitation.revoked_at = uow.now


def change_member(
    uow: UnitOfWork,
    project_id: int,
    user_id: int,
    *,
    role: Role | None = None,
    adjudicates: bool | None = None,
) -> Member:
    """What is None stays as it is."""
    membership = _membership(uow, project_id, user_id)
    if role is Role.ANNOTATOR:
        _end_say(uow, membership)
    membership.role = role or membership.role
    membership.adjudicates = membership.adjudicates if adjudicates is None else adjudicates
    return membership


def remove_member(uow: UnitOfWork, project_id: int, user_id: int) -> None:
    """Ends someone's part in a project; their answers stay."""
    membership = _membership(uow, project_id, user_id)
    _end_say(uow, membership)
    uow[Access].delete(membership)


def _end_say(uow: UnitOfWork, member: Member) -> None:
    """Nobody joins by their invitations any more, themselves included; an owner keeps their say."""
    if uow[Projects].get(member.project_id).created_by == member.user_id:
        raise Conflict("The project's owner stays, as an engineer.")
    uow[Access].revoke_invitations(member.project_id, member.user_id, uow.now)


def _membership(uow: UnitOfWork, project_id: int, user_id: int) -> Member:
    membership = uow[Access].membership(project_id, user_id)
    if membership is None:
        raise NotFound(f"User {user_id} is not in project {project_id}.")
    return membership


def list_members(uow: UnitOfWork, project_id: int, paging: Paging) -> Page[ProjectMember]:
    owner = uow[Projects].get(project_id).created_by
    practised = _practised(uow, project_id)
    page = paging.cut(uow[Access].members(project_id), lambda one: one[0].id)
    return page.shown(lambda one: _member(*one, owner, practised))


def show_member(uow: UnitOfWork, project_id: int, user_id: int) -> ProjectMember:
    [member] = [one for one in uow[Access].members(project_id) if one[1].id == user_id]
    owner = uow[Projects].get(project_id).created_by
    return _member(*member, owner, _practised(uow, project_id))


def _practised(uow: UnitOfWork, project_id: int) -> Mapping[int, PracticeFigures]:
    return ChainMap(*(dict(figures(uow, project_id)) for figures in PRACTISED))


def _member(
    member: Member, user: User, owner: int | None, practised: Mapping[int, PracticeFigures]
) -> ProjectMember:
    return ProjectMember(
        user_id=member.user_id,
        name=user.name,
        role=member.role,
        state=user.state,
        adjudicates=member.adjudicates,
        is_owner=member.user_id == owner,
        is_program=user.is_program,
        practice=practised.get(member.user_id),
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


def make_member_link(
    uow: UnitOfWork, principal: Principal, project_id: int, user_id: int, base: str
) -> MemberLink:
    """A link that signs a member in, once. Links begin with `base`."""
    user = uow[Access].user(user_id)
    if user is None or uow[Access].membership(project_id, user_id) is None:
        raise NotFound(f"User {user_id} is not in project {project_id}.")
    if user.state is not UserState.ACTIVE:
        raise Conflict("This account was disabled.")
    if not may_sign_in_as(uow, principal, user):
        raise Forbidden(
            "Only an administrator can make a sign-in link for this person. They do more than "
            "label, have a password, or are in a project that you don't run."
        )
    until = not_after(principal, uow.now + LINK_LASTS) or uow.now + LINK_LASTS
    secret = make_sign_in_link(uow, user, made_by=principal, until=until)
    return MemberLink(url=f"{base}/sign-in#token={secret}", expires_at=until)
