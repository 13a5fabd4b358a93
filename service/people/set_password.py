"""Gives an account a password, or another one."""

from collections.abc import Collection
from typing import NamedTuple

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Conflict, Forbidden, Invalid, Unauthorized
from service.people.permissions import Principal
from service.people.queries.access import Access
from service.people.queries.keys import Keys
from service.people.shapes import LONGEST, SHORTEST
from service.people.sign_in import hashed, is_right, password_hash, user_called
from service.pool.tables.people import User


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
