"""Where someone is signed in, and how that ends from elsewhere."""

from service.errors import NotFound
from service.kit.page import Page, Paging
from service.loop.people.permissions import Principal
from service.loop.people.shapes import BrowserSession
from service.models import Session
from service.store.keys import Keys
from service.store.unit_of_work import UnitOfWork


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
