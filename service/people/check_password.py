"""Finds out whose password someone knows. Slow on purpose, so it passes the door for passwords."""

import secrets
from functools import cache
from typing import NamedTuple

from pwdlib import PasswordHash

from service.app import App
from service.kit.errors import Unauthorized
from service.people.queries.access import Access
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
