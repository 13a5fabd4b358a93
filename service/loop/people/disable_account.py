"""Shuts an account, at once and in every process, or opens it again."""

from service.errors import Conflict, Invalid, NotFound
from service.loop.people.permissions import Principal
from service.loop.people.shapes import Account
from service.models import User
from service.store.access import Access
from service.store.keys import Keys
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import UserState


def change_state(uow: UnitOfWork, principal: Principal, user_id: int, state: UserState) -> Account:
    """By an administrator; not of one's own account."""
    user = uow[Access].user(user_id)
    if user is None:
        raise NotFound(f"There is no user {user_id}.")
    if user_id == principal.id and state is UserState.DISABLED:
        raise Conflict("This is your own account. Another administrator can disable it.")
    set_state(uow, user, state)
    return Account(id=user.id, name=user.name, role=user.role, state=user.state)


def set_state(uow: UnitOfWork, user: User, state: UserState) -> User:
    """What led into a disabled account has ended, and stays ended when it is enabled again.

    So have the invitations that its owner made. What they answered stays.
    """
    user.state = state
    if state is UserState.DISABLED:
        uow[Keys].end_all(user.id, uow.now)
    return user


def account_called(uow: UnitOfWork, reference: str, state: UserState) -> User:
    """The account in this state with this id or, else, this name."""
    if reference.isdecimal() and (user := uow[Access].user(int(reference))) is not None:
        return user
    accounts = list(uow[Access].users_called(reference, state))
    if not accounts:
        raise NotFound(f"There is no {state.value} account called {reference!r}.")
    if len(accounts) > 1:
        ids = ", ".join(str(user.id) for user in accounts)
        raise Invalid(f"Several people are called {reference!r}; give one's id: {ids}")
    return accounts[0]
