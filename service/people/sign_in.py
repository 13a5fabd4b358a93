"""Ways in: by a link, by an invitation, by name and password, by a token."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from pwdlib import PasswordHash

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Invalid, NameTaken, NotFound, Unauthorized
from service.kit.vocabulary import Role, UserState
from service.people.names import namesake, shown_name
from service.people.permissions import Principal, may_sign_in_as, principal_of
from service.people.queries.access import Access
from service.people.shapes import WaysIn
from service.people.tables import Invitation, Session, SignInLink
from service.pool.queries.projects import Projects
from service.pool.tables.people import Member, User

WRONG = "Name or password are wrong."


class Proven(NamedTuple):
    """Whose password someone knew, and the hash that it was compared with."""

    user_id: int
    password_hash: str


@cache
def _decoy() -> str:
    """Compared with when a name is unknown, so that the answer takes as long as for a known one.

    Made when first needed, not at import: a hash takes longer than many a command.
    """
    return PasswordHash.recommended().hash(secrets.token_urlsafe(16))


def verified_password(app: App, name: str, password: str, address: str) -> Proven:
    """Outside any transaction: it takes long, and others would wait, for whoever types a name."""
    with app.read() as uow:
        account = _password_of(uow[Access].user_named(name))
    if (
        not is_right(app, name, password, account and account.password_hash, address)
        or account is None
    ):
        raise Unauthorized(WRONG)
    return account


def is_right(app: App, name: str, password: str, stored_hash: str | None, address: str) -> bool:
    """Whether the password is that of a hash; `TooMany` when too much of it is tried."""
    with app.password_door.comparing(address, name) as was_right:
        right = (
            PasswordHash.recommended().verify(password, stored_hash or _decoy())
            and stored_hash is not None
        )
        if right:
            was_right()
    return right


def password_hash(app: App, password: str) -> str:
    """What is stored of a password: made outside any transaction, as it is compared."""
    with app.password_door.hashing():
        return PasswordHash.recommended().hash(password)


def _password_of(user: User | None) -> Proven | None:
    if user is None or not user.password_hash:
        return None
    return Proven(user.id, user.password_hash)


LINK_LASTS = timedelta(days=7)


def new_secret() -> str:
    return secrets.token_urlsafe(24)


def hashed(secret: str) -> str:
    """What is stored of a secret. It is random and long, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def ways_in(uow: UnitOfWork) -> WaysIn:
    return WaysIn(uow[Access].has_passwords())


def first_admin(uow: UnitOfWork) -> tuple[User, bool]:
    """The administrator, and whether this call made the account (the first start)."""
    admin = uow[Access].first_admin()
    if admin is not None:
        return admin, False
    return uow[Access].add(User(name="admin", role=Role.ADMIN, created_at=uow.now)), True


def make_sign_in_link(
    uow: UnitOfWork, user: User, made_by: Principal | None = None, until: datetime | None = None
) -> str:
    """The secret of a link that signs this user in, once, until then or within a week."""
    secret = new_secret()
    uow[Access].add(
        SignInLink(
            user_id=user.id,
            token_hash=hashed(secret),
            expires_at=until or uow.now + LINK_LASTS,
            made_by=None if made_by is None else made_by.id,
            made_with=None if made_by is None else made_by.token_id,
        )
    )
    return secret


def user_called(uow: UnitOfWork, reference: str) -> User:
    """The user with this id or, else, this name, whose account works."""
    return _active(account_called(uow, reference))


def account_called(uow: UnitOfWork, reference: str, state: UserState = UserState.ACTIVE) -> User:
    """The account with this id or, else, the one in this state with this name. Raises NotFound, or
    Invalid when it is several."""
    if reference.isdecimal() and (user := uow[Access].user(int(reference))) is not None:
        return user
    users = uow[Access].users_called(reference, state)
    if not users:
        raise NotFound(f"There is no {state.value} account called {reference!r}.")
    if len(users) > 1:
        ids = ", ".join(str(user.id) for user in users)
        raise Invalid(f"Several people are called {reference!r}; give one's id: {ids}")
    return users[0]


def sign_in_by_link(uow: UnitOfWork, secret: str, name: str | None, days: int) -> tuple[User, str]:
    """The user, and the secret of a session, for a link and the name typed to an invitation."""
    link = uow[Access].take(SignInLink, hashed(secret))
    if link is None:
        return open_session(uow, _accept(uow, secret, name), days)
    user = _active(uow[Access].user(link.user_id))
    is_open = link.used_at is None and is_valid(link.expires_at, link.revoked_at, uow.now)
    if not is_open or not _is_vouched_for(uow, link, user):
        raise Unauthorized("This link was used or has expired. Ask for a new one.")
    link.used_at = uow.now
    return open_session(uow, user, days)


def _is_vouched_for(uow: UnitOfWork, link: SignInLink, user: User) -> bool:
    """Whether its maker might make it now: since then either may have got or lost a role."""
    if link.made_by is None:
        return True
    maker = uow[Access].user(link.made_by)
    if maker is None or maker.state is not UserState.ACTIVE:
        return False
    return may_sign_in_as(uow, principal_of(maker), user)


def _accept(uow: UnitOfWork, secret: str, name: str | None) -> User:
    invitation = invited_to(uow, secret)
    shown = shown_name(name or "")
    _free_name(uow, invitation, shown)
    user = uow[Access].add(User(name=shown, role=Role.ANNOTATOR, created_at=uow.now))
    _add_member(uow, invitation, user.id)
    return user


def join_by_invitation(uow: UnitOfWork, secret: str, caller: Principal) -> int:
    """The project that who is signed in is now in; who was in it already stays as they are."""
    try:
        invitation = invited_to(uow, secret)
    except Unauthorized as error:  # who asks is known: it is the link that leads nowhere
        raise NotFound(str(error)) from error
    if uow[Access].membership(invitation.project_id, caller.id) is None:
        _free_name(uow, invitation, caller.name, caller.id)
        _add_member(uow, invitation, caller.id)
    return invitation.project_id


def _add_member(uow: UnitOfWork, invitation: Invitation, user_id: int) -> None:
    invitation.used, invitation.used_at = invitation.used + 1, uow.now
    uow[Access].add(
        Member(
            project_id=invitation.project_id,
            user_id=user_id,
            role=invitation.role,
            created_at=uow.now,
        )
    )


def _free_name(uow: UnitOfWork, invitation: Invitation, name: str, but: int | None = None) -> None:
    """Raises where somebody else in the project has the name, or one that looks like it."""
    taken = namesake(uow, invitation.project_id, name, but)
    if taken is not None:
        raise NameTaken(
            f"Somebody in this project is called {taken!r} already. Choose another name. If it "
            f"is you, ask {uow[Access].answers_for(invitation)} for a sign-in link.",
            field="name",
        )


def invited_to(uow: UnitOfWork, secret: str) -> Invitation:
    """The open invitation behind a link, held; it isn't used up by that."""
    invitation = uow[Access].take(Invitation, hashed(secret))
    if invitation is None:
        raise Unauthorized("This link doesn't work here. Ask for a new one.")
    whom = uow[Access].answers_for(invitation)
    if not is_valid(invitation.expires_at, invitation.revoked_at, uow.now):
        raise Unauthorized(f"This invitation has expired. Ask {whom} for a new one.")
    if invitation.used >= invitation.uses:
        raise Unauthorized(f"This invitation was used up. Ask {whom} for a new one.")
    uow[Projects].get(invitation.project_id)  # it may have been deleted since
    return invitation


def sign_in_by_password(uow: UnitOfWork, proven: Proven, days: int) -> tuple[User, str]:
    user = _active(uow[Access].user(proven.user_id))
    if user.password_hash != proven.password_hash:
        raise Unauthorized(WRONG)
    return open_session(uow, user, days)


def open_session(uow: UnitOfWork, user: User | None, days: int) -> tuple[User, str]:
    """The user, and the secret of a session that begins now."""
    user = _active(user)
    secret = new_secret()
    uow[Access].add(
        Session(
            user_id=user.id,
            token_hash=hashed(secret),
            created_at=uow.now,
            expires_at=uow.now + timedelta(days=days),
        )
    )
    return user, secret


def sign_out(uow: UnitOfWork, secret: str) -> None:
    session = uow[Access].find(Session, hashed(secret))
    if session is not None and session.revoked_at is None:
        session.revoked_at = uow.now


def _active(user: User | None) -> User:
    if user is None or user.state is not UserState.ACTIVE:
        raise Unauthorized("This account doesn't exist or was disabled.")
    return user


def is_valid(expires: datetime | None, revoked: datetime | None, now: datetime) -> bool:
    return revoked is None and (expires is None or expires > now)
