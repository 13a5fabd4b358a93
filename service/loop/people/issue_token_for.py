"""Tokens of other accounts than one's own, and accounts that are there for a program."""

from service.errors import Conflict, NameTaken, NotFound
from service.loop.people.issue_token import add_token
from service.loop.people.names import namesake, shown_name
from service.loop.people.permissions import Principal, principal_of
from service.loop.people.shapes import IssuedToken, Program
from service.models import Member, User
from service.store.access import Access
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Role, UserState


def issue_token_for(
    uow: UnitOfWork,
    user_id: int,
    name: str,
    scope: Role,
    days: int | None,
    by: Principal | None = None,
) -> IssuedToken:
    """A token that speaks for somebody's account.

    It may do what they may, in the projects that they are in. `by`: who makes it, an administrator
    (None: who runs the service). One that is made by a token ends with that.
    """
    user = uow[Access].user(user_id)
    if user is None:
        raise NotFound(f"There is no user {user_id}.")
    if user.state is not UserState.ACTIVE:
        raise Conflict("This account was disabled.")
    return add_token(uow, principal_of(user), name, scope, days, by=by or principal_of(user))


def add_program(
    uow: UnitOfWork,
    project_id: int,
    typed: str,
    role: Role,
    days: int | None,
    by: Principal | None = None,
) -> Program:
    """A new member of a project, with a token: what it answers is told from what people do.

    Everywhere else it is nobody. `by`: an engineer of the project; None: who runs the service.
    """
    name = shown_name(typed)
    taken = namesake(uow, project_id, name)
    if taken is not None:
        raise NameTaken(
            f"Somebody in this project is called {taken!r} already: choose another name.",
            field="name",
        )
    user = uow[Access].add(User(name=name, role=Role.ANNOTATOR, created_at=uow.now))
    uow[Access].add(Member(project_id=project_id, user_id=user.id, role=role, created_at=uow.now))
    own = principal_of(user)
    issued = add_token(uow, own, name, role, days, by=by or own)
    return Program(
        user_id=user.id, name=name, role=role, token=issued.token, expires_at=issued.expires_at
    )
