"""Where someone is signed in, and how that ends from elsewhere."""

from collections.abc import Sequence

from service.errors import NotFound
from service.loop.people.permissions import Principal
from service.models import Session
from service.store.unit_of_work import UnitOfWork


def list_sessions(uow: UnitOfWork, principal: Principal) -> Sequence[Session]:
    return uow.keys.sessions_of(principal.id, uow.now)


def end_session(uow: UnitOfWork, principal: Principal, session_id: int) -> None:
    """One browser's. It may know a way back by an invitation, so all of those end with it."""
    found = uow.keys.session_of(principal.id, session_id)
    if found is None:
        raise NotFound(f"You have no session {session_id}.")
    if found.revoked_at is None:
        found.revoked_at = uow.now
        uow.keys.end_links(principal.id, uow.now)


def sign_out_everywhere(uow: UnitOfWork, principal: Principal) -> None:
    """Every browser, this one too, and links that would sign one in. Tokens are programs': stay."""
    uow.keys.end_sessions(principal.id, uow.now)
    uow.keys.end_links(principal.id, uow.now)
