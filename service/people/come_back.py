"""The way back to an account by the invitation that made it, in the browser that opened it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.kit.vocabulary import UserState
from service.people.names import show_me
from service.people.permissions import principal_of
from service.people.queries.access import Access
from service.people.shapes import InvitationPreview, Me
from service.people.sign_in import (
    hashed,
    invited_to,
    is_valid,
    new_secret,
    open_session,
    sign_in_by_link,
    sign_in_by_password,
    verified_password,
)
from service.people.tables import Invitation, WayBack
from service.pool.queries.projects import Projects
from service.pool.tables.people import User

WAY_BACK_LASTS = timedelta(days=365)
"""Since the account was last entered by the invitation: longer than a session, which it follows."""
Kept = Mapping[int, str]
"""The secrets that a browser keeps, each by the id of the invitation that it came by."""


class Entered(NamedTuple):
    """Who signed in, their session, and what leads them back by an invitation."""

    me: Me
    session: str
    invitation_id: int | None = None
    way_back: str | None = None


def look_at_invitation(uow: UnitOfWork, secret: str, kept: Kept) -> InvitationPreview:
    """What a link leads to. Used up or expired, it still leads those back who came by it."""
    invitation = uow[Access].find(Invitation, hashed(secret))
    way = None if invitation is None else _way_back(uow, invitation, kept)
    if invitation is None or way is None:
        invitation = invited_to(uow, secret)
    user = None if way is None else uow[Access].user(way.user_id)
    return InvitationPreview(
        project_id=invitation.project_id,
        project_name=uow[Projects].get(invitation.project_id).name,
        role=invitation.role,
        invited_by=uow[Access].answers_for(invitation),
        returning=None if user is None else user.name,
    )


def enter_by_password(app: App, name: str, password: str, address: str) -> Entered:
    """Signs in by name and password, which is compared before anything is written."""
    proven = verified_password(app, name, password, address)
    with app.write() as uow:
        user, session = sign_in_by_password(uow, proven, app.settings.session_days)
        return Entered(show_me(uow, principal_of(user)), session)


def enter_by_link(app: App, secret: str, name: str | None, kept: Kept) -> Entered:
    """Signs in by a link; by an invitation as someone new, or without a name as who came by it."""
    with app.write() as uow:
        return _enter_by_link(uow, secret, name, app.settings.session_days, kept)


def _enter_by_link(
    uow: UnitOfWork, secret: str, name: str | None, days: int, kept: Kept
) -> Entered:
    invitation = uow[Access].take(Invitation, hashed(secret))
    if invitation is None:
        user, session = sign_in_by_link(uow, secret, name, days)
        return Entered(show_me(uow, principal_of(user)), session)
    way = None if name else _way_back(uow, invitation, kept)
    if way is None:
        user, session = sign_in_by_link(uow, secret, name, days)
        way_back = _make_way_back(uow, invitation, user)
    else:
        user, session = open_session(uow, uow[Access].user(way.user_id), days)
        way.used_at, way.expires_at = uow.now, uow.now + WAY_BACK_LASTS
        way_back = kept[invitation.id]
    me = show_me(uow, principal_of(user), invitation.project_id)
    return Entered(me, session, invitation.id, way_back)


def forget_ways_back(uow: UnitOfWork, secrets: Iterable[str]) -> None:
    """Whoever signs out leaves no way in behind."""
    for secret in secrets:
        way = uow[Access].find(WayBack, hashed(secret))
        if way is not None and way.revoked_at is None:
            way.revoked_at = uow.now


def _make_way_back(uow: UnitOfWork, invitation: Invitation, user: User) -> str:
    secret = new_secret()
    uow[Access].add(
        WayBack(
            user_id=user.id,
            invitation_id=invitation.id,
            token_hash=hashed(secret),
            created_at=uow.now,
            expires_at=uow.now + WAY_BACK_LASTS,
        )
    )
    return secret


def _way_back(uow: UnitOfWork, invitation: Invitation, kept: Kept) -> WayBack | None:
    """None once the invitation was revoked, or the account was disabled or left the project."""
    secret = kept.get(invitation.id)
    way_back = None if secret is None else uow[Access].find(WayBack, hashed(secret))
    if (
        way_back is None
        or way_back.invitation_id != invitation.id
        or invitation.revoked_at is not None
    ):
        return None
    if not is_valid(way_back.expires_at, way_back.revoked_at, uow.now):
        return None
    uow[Projects].get(invitation.project_id)  # it may have been deleted since
    user = uow[Access].user(way_back.user_id)
    is_there = uow[Access].membership(invitation.project_id, way_back.user_id) is not None
    is_active = user is not None and user.state is UserState.ACTIVE
    return way_back if is_there and is_active else None
