"""What people are called: seen whole, and told apart wherever they meet."""

import unicodedata
from dataclasses import replace

from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Invalid, NameTaken, Unauthorized
from service.kit.vocabulary import Role
from service.people.permissions import Principal
from service.people.queries.access import Access
from service.people.shapes import Me
from service.pool.queries.projects import Projects

LONGEST = 80
UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
"""Controls, marks of direction, characters without width, and those that no font has."""


def as_shown(typed: str) -> str:
    """Composed, without blanks around it or twice."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


def unseen(name: str) -> str | None:
    """The first character that nobody sees, as `U+200B`; None when there is none."""
    character = next((c for c in name if unicodedata.category(c) in UNSEEN), None)
    return None if character is None else f"U+{ord(character):04X}"


def likeness(name: str) -> str:
    """The same for names that people can't tell apart by case, width or ligature."""
    folded = unicodedata.normalize("NFKC", as_shown(name)).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def show_me(uow: UnitOfWork, caller: Principal, project_id: int | None = None) -> Me:
    """`project_id`: where an invitation has led just now."""
    user = uow[Access].user(caller.id)
    return Me(
        id=caller.id,
        name=caller.name,
        role=caller.role,
        project_id=project_id,
        has_password=user is not None and user.password_hash is not None,
    )


def shown_name(typed: str) -> str:
    """The name as it is shown; raises where the others couldn't tell who it is."""
    name = as_shown(typed)[:LONGEST]
    if not name:
        raise Invalid("Type a name, so that the others know who labels.", field="name")
    if (hidden := unseen(name)) is not None:
        raise Invalid(f"The name holds a character that can't be seen, {hidden}.", field="name")
    return name


def namesake(uow: UnitOfWork, project_id: int, name: str, but: int | None = None) -> str | None:
    """How somebody else in the project is called who has the name, or one that looks like it.

    Two may type the same at once, so names are held, and the project, which may be deleted.
    """
    uow[Access].hold_names()
    uow[Projects].lock(project_id)
    return _alike(uow[Access].names_in(project_id, but), name)


def change_name(uow: UnitOfWork, principal: Principal, typed: str) -> Me:
    """By oneself. Answers, exports and lists go by the account, so that they have the new one."""
    user = uow[Access].user(principal.id)
    if user is None:
        raise Unauthorized("This account doesn't exist or was disabled.")
    name = shown_name(typed)
    uow[Access].hold_names()
    for project_id in sorted(project_id for project_id, _ in uow[Access].roles_of(user.id)):
        if (other := namesake(uow, project_id, name, user.id)) is not None:
            project = uow[Projects].get(project_id).name
            raise _taken(f"Somebody in the project {project!r} is called {other!r} already")
    if user.role is Role.ADMIN:  # in every project
        other = _alike(uow[Access].names_but(user.id), name)
        if other is not None:
            raise _taken(f"Somebody here is called {other!r} already")
    if user.password_hash and any(one.id != user.id for one in uow[Access].hold_named(name)):
        raise _taken(f"Somebody else signs in as {name!r} with a password")
    user.name = name
    return show_me(uow, replace(principal, name=name))


def _alike(names: list[str], name: str) -> str | None:
    return next((other for other in names if likeness(other) == likeness(name)), None)


def _taken(why: str) -> NameTaken:
    return NameTaken(f"{why}: choose another name.", field="name")
