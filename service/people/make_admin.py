"""Another administrator: a new account, or one that is there."""

from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Conflict
from service.kit.vocabulary import Role
from service.people.names import shown_name
from service.people.queries.access import Access
from service.people.queries.keys import Keys
from service.people.sign_in import user_called
from service.pool.tables.people import User


def make_admin(uow: UnitOfWork, reference: str) -> User:
    """By whoever runs the service: the account with this id, or else a new one of this name.

    Who labels chose their name themselves, so a name alone makes nobody's account an
    administrator's: `Conflict`. An account that is there is signed out everywhere: until now
    engineers could make links into it.
    """
    if reference.isdecimal():
        user = user_called(uow, reference)
        user.role = Role.ADMIN
        uow[Keys].end_sessions(user.id, uow.now)
        uow[Keys].end_links(user.id, uow.now)
        return user
    name = shown_name(reference)
    if taken := uow[Access].users_called(name):
        ids = ", ".join(str(user.id) for user in taken)
        raise Conflict(f"{name!r} is taken. Give another name, or the account's id: {ids}")
    return uow[Access].add(User(name=name, role=Role.ADMIN, created_at=uow.now))
