"""How access ends: sessions ended from elsewhere, accounts shut, ended secrets cleared away."""

from datetime import timedelta

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Conflict, NotFound
from service.kit.page import Page, Paging
from service.kit.vocabulary import Role, UserState
from service.people.permissions import Principal
from service.people.queries.access import Access
from service.people.queries.keys import EndedAccess, Keys
from service.people.shapes import Account, BrowserSession
from service.people.tables import Session
from service.pool.tables.people import User


def list_sessions(uow: UnitOfWork, principal: Principal, paging: Paging) -> Page[BrowserSession]:
    sessions = paging.cut(uow[Keys].sessions_of(principal.id, uow.now), lambda one: one.id)
    return sessions.shown(lambda one: _shown(one, is_this=one.id == principal.session_id))


def _shown(one: Session, *, is_this: bool) -> BrowserSession:
    return BrowserSession(
        id=one.id,
        created_at=one.created_at,
        used_at=one.used_at,
        expires_at=one.expires_at,
        is_this=is_this,
    )


def end_session(uow: UnitOfWork, principal: Principal, session_id: int) -> None:
    """One browser's. It may know a way back by an invitation, so all of those end with it."""
    session = uow[Keys].session_of(principal.id, session_id)
    if session is None:
        raise NotFound(f"You have no session {session_id}.")
    if session.revoked_at is None:
        session.revoked_at = uow.now
        uow[Keys].end_links(principal.id, uow.now)


def sign_out_everywhere(uow: UnitOfWork, principal: Principal) -> None:
    """Every browser, this one too, and links that would sign one in. Tokens are programs': stay."""
    uow[Keys].end_sessions(principal.id, uow.now)
    uow[Keys].end_links(principal.id, uow.now)


def change_state(uow: UnitOfWork, principal: Principal, user_id: int, state: UserState) -> Account:
    """By an administrator; not of one's own account."""
    user = uow[Access].user(user_id)
    if user is None:
        raise NotFound(f"There is no user {user_id}.")
    if state is UserState.DISABLED:
        _check_another(uow, user)
    if user_id == principal.id and state is UserState.DISABLED:
        raise Conflict("This is your own account. Another administrator can disable it.")
    set_state(uow, user, state)
    return Account(id=user.id, name=user.name, role=user.role, state=user.state)


def set_state(uow: UnitOfWork, user: User, state: UserState) -> User:
    """What led into a disabled account has ended, and stays ended when it is enabled again.

    So have the invitations that its owner made. What they answered stays. Raises `Conflict` for
    the only administrator, whose place a new account would take.
    """
    if state is UserState.DISABLED:
        _check_another(uow, user)
    user.state = state
    if state is UserState.DISABLED:
        uow[Keys].end_all(user.id, uow.now)
    return user


def _check_another(uow: UnitOfWork, user: User) -> None:
    """Raises where a service would be left without an administrator."""
    if user.role is Role.ADMIN and {each.id for each in uow[Access].hold_admins()} == {user.id}:
        raise Conflict(
            f"{user.name} is the only administrator, and a service needs one. To end its sessions "
            f"and links, give it a new password: postil token --set-password {user.id}"
        )


ACCESS_KEPT = timedelta(days=30)
"""So long someone who comes by one is told that it has ended, and not that it is unknown."""
SLICE = 500


def forget_ended_access(app: App) -> int:
    """How many there were."""
    forgotten = 0
    while True:
        with app.read() as uow:
            if not uow[EndedAccess].any(uow.now - ACCESS_KEPT):
                return forgotten
        with app.write() as uow:
            forgotten += uow[EndedAccess].forget(uow.now - ACCESS_KEPT, SLICE)
