"""Who sent a request: the owner of a browser's session, or of a program's token."""

import secrets
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Unauthorized
from service.kit.vocabulary import Role, UserState
from service.people.permissions import Principal, principal_of, role_in
from service.people.queries.access import Access, Owner
from service.people.sign_in import hashed, is_valid

T = TypeVar("T")


class Labelling(NamedTuple):
    """Somebody who labels in a project."""

    id: int
    role: Role


Work = Callable[[UnitOfWork, Labelling], T]
"""What is done with a unit of work for a member."""
NOTE_USE_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Credentials:
    """What a request brought with it. A token counts more than a cookie."""

    token: str | None = None
    session: str | None = None


def identify(app: App, uow: UnitOfWork, sent: Credentials) -> tuple[Principal, bool]:
    """Who is asking, and whether it is time to `note_use`; `Unauthorized` says what to do.

    Asked in the transaction of the request itself, so that who was signed out or removed is so
    from the next request on, whichever process serves it.
    """
    if sent.token is not None:
        return _by_token(app, uow, sent.token)
    if sent.session is not None:
        principal = _valid(
            uow[Access].session_owner(hashed(sent.session)),
            uow.now,
            "You are signed out. Open a sign-in link again.",
        )
        return _principal(principal, session_id=principal.secret_id), _is_stale(principal, uow.now)
    raise Unauthorized("Sign in, or send `Authorization: Bearer TOKEN`.")


def as_member(app: App, sent: Credentials, project_id: int, work: Work[T]) -> Future[T]:
    """What `work` returns for a member of the project, once it is committed.

    One transaction asks who it is and does the work.
    """

    def whole(uow: UnitOfWork) -> T:
        uow[Access].expect_in(project_id)
        principal, is_stale = identify(app, uow, sent)
        if is_stale:
            note_use(uow, sent)
        role = role_in(uow, principal, project_id, changes=True)
        return work(uow, Labelling(principal.id, role))

    return app.submit(whole)


def note_use(uow: UnitOfWork, sent: Credentials) -> None:
    """Records that a session or a token is in use."""
    if sent.token is not None:
        uow[Access].token_used(hashed(sent.token), uow.now)
    elif sent.session is not None:
        uow[Access].session_used(hashed(sent.session), uow.now)


def _by_token(app: App, uow: UnitOfWork, secret: str) -> tuple[Principal, bool]:
    fixed = app.settings.admin_token
    if fixed is not None and secrets.compare_digest(
        fixed.get_secret_value().encode(), secret.encode()
    ):
        admin = uow[Access].first_admin()
        if admin is None:
            raise Unauthorized("This account doesn't exist or was disabled.")
        return principal_of(admin), False
    owner = _valid(
        uow[Access].token_owner(hashed(secret)),
        uow.now,
        "This token isn't valid. Make one with `postil token`.",
    )
    return _principal(owner, token_id=owner.secret_id), _is_stale(owner, uow.now)


def _valid(owner: Owner | None, now: datetime, otherwise: str) -> Owner:
    if owner is None or not is_valid(owner.expires_at, owner.revoked_at, now):
        raise Unauthorized(otherwise)
    if owner.state is not UserState.ACTIVE:
        raise Unauthorized("This account doesn't exist or was disabled.")
    return owner


def _principal(owner: Owner, **by: int) -> Principal:
    scope = owner.scope and Role(owner.scope)
    return Principal(owner.id, owner.name, owner.role, scope, until=owner.expires_at, **by)


def _is_stale(owner: Owner, now: datetime) -> bool:
    """Not at every request: a row written each time would slow down the fastest ones."""
    return owner.used_at is None or now - owner.used_at > NOTE_USE_EVERY
