"""Bringing people into a project."""

from datetime import timedelta

from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Conflict, NotFound
from service.kit.vocabulary import Role
from service.people.issue_token import not_after
from service.people.permissions import Principal
from service.people.queries.access import Access
from service.people.shapes import InvitationLink, NewInvitation
from service.people.sign_in import hashed, new_secret
from service.people.tables import Invitation, Member
from service.pool.queries.projects import Projects


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
    membership = _member(uow, project_id, user_id)
    if role is Role.ANNOTATOR:
        _end_say(uow, membership)
    membership.role = role or membership.role
    membership.adjudicates = membership.adjudicates if adjudicates is None else adjudicates
    return membership


def remove_member(uow: UnitOfWork, project_id: int, user_id: int) -> None:
    """Ends someone's part in a project; their answers stay."""
    membership = _member(uow, project_id, user_id)
    _end_say(uow, membership)
    uow[Access].delete(membership)


def _end_say(uow: UnitOfWork, member: Member) -> None:
    """Nobody joins by their invitations any more, themselves included; an owner keeps their say."""
    if uow[Projects].get(member.project_id).created_by == member.user_id:
        raise Conflict("The project's owner stays, as an engineer.")
    uow[Access].revoke_invitations(member.project_id, member.user_id, uow.now)


def _member(uow: UnitOfWork, project_id: int, user_id: int) -> Member:
    membership = uow[Access].membership(project_id, user_id)
    if membership is None:
        raise NotFound(f"User {user_id} is not in project {project_id}.")
    return membership
