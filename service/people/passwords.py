"""Passwords: given, changed and compared. Comparing is slow on purpose, so it passes a door."""

import secrets
from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from pwdlib import PasswordHash

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Conflict, Forbidden, Invalid, Unauthorized
from service.people.permissions import Principal
from service.people.queries.access import Access
from service.people.queries.keys import Keys
from service.people.shapes import LONGEST, SHORTEST
from service.people.sign_in import hashed, user_called
from service.people.tables import User

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


class SignedInBrowser(NamedTuple):
    """Who is signed in, from where, and the ways back by invitations that their browser keeps."""

    principal: Principal
    address: str
    ways_back: Collection[str]


def change_password(app: App, asking: SignedInBrowser, current: str | None, new: str) -> None:
    """By whoever is signed in as it. All other browsers of the same person are signed out.

    A token sets none: it may have been made for less, and for a shorter time, than a password is.
    """
    principal = asking.principal
    if principal.session_id is None:
        raise Forbidden("Set a password in the page, while signed in.")
    check_length(new, "password")
    with app.read() as uow:
        stored_hash = _account(uow, principal.id).password_hash
    if stored_hash is not None:
        if current is None:
            raise Invalid("Type your current password too.", field="current")
        if not is_right(app, principal.name, current, stored_hash, asking.address):
            raise Invalid("This isn't your current password.", field="current")
    new_hash = password_hash(app, new)
    with app.write() as uow:
        user = _account(uow, principal.id)
        if user.password_hash != stored_hash:
            raise Conflict("The password was changed meanwhile. Start again.")
        _set(uow, user, new_hash, principal.session_id, [hashed(way) for way in asking.ways_back])


def give_password(app: App, reference: str, new: str) -> str:
    """By whoever runs the service, to the account with this name or id; the name it has."""
    check_length(new, "password")
    with app.read() as uow:
        user_called(uow, reference)
    new_hash = password_hash(app, new)
    with app.write() as uow:
        user = user_called(uow, reference)
        _set(uow, user, new_hash)
        return user.name


def check_length(password: str, field: str) -> None:
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid(f"A password has {SHORTEST} to {LONGEST} characters.", field=field)


def _account(uow: UnitOfWork, user_id: int) -> User:
    user = uow[Access].user(user_id)
    if user is None:
        raise Unauthorized("This account doesn't exist or was disabled.")
    return user


def _set(
    uow: UnitOfWork,
    user: User,
    password_hash: str,
    session_id: int | None = None,
    ways_back: Collection[str] = (),
) -> None:
    """Ends what led into the account before: whoever set the old password may be in."""
    if any(other.id != user.id for other in uow[Access].hold_named(user.name)):
        raise Conflict(
            f"Somebody else called {user.name!r} signs in with a password. Change your name first, "
            "or ask for a sign-in link."
        )
    user.password_hash = password_hash
    uow[Keys].end_sessions(user.id, uow.now, keep=session_id)
    uow[Keys].end_links(user.id, uow.now, keep=ways_back)
