"""Who may do what: small predicates over roles."""

from dataclasses import dataclass
from datetime import datetime

from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Archived, Forbidden, NotFound
from service.kit.vocabulary import ProjectState, Role
from service.people.queries.access import Access
from service.pool.tables.people import User

RANK = {Role.ANNOTATOR: 0, Role.ENGINEER: 1, Role.ADMIN: 2}


@dataclass(frozen=True)
class Principal:
    """Who is asking. A token's scope can only take away from its user's role.

    By a session or by a token, which have an id and an end; the token fixed from outside has
    neither.
    """

    id: int
    name: str
    user_role: Role
    scope: Role | None = None
    session_id: int | None = None
    token_id: int | None = None
    until: datetime | None = None

    @property
    def role(self) -> Role:
        return self.user_role if self.scope is None else lower(self.user_role, self.scope)


def principal_of(user: User) -> Principal:
    """Someone with all that their account may do."""
    return Principal(user.id, user.name, user.role)


def lower(one: Role, other: Role) -> Role:
    return Role(min(one, other, key=lambda role: RANK[Role(role)]))


def at_least(role: Role, needed: Role) -> bool:
    return RANK[role] >= RANK[needed]


def may_create_projects(principal: Principal) -> bool:
    return at_least(principal.role, Role.ENGINEER)


def may_change_accounts(principal: Principal) -> bool:
    return principal.role is Role.ADMIN


def may_pick(role: Role) -> bool:
    """Whether someone with this role answers, or writes of, items that they weren't offered."""
    return at_least(role, Role.ENGINEER)


def is_for_labelling(principal: Principal) -> bool:
    """Whether this is a token that may do no more than label: it is in many a script."""
    return principal.token_id is not None and principal.scope is Role.ANNOTATOR


def may_see_sessions(principal: Principal) -> bool:
    return not is_for_labelling(principal)


def may_change_name(principal: Principal) -> bool:
    return not is_for_labelling(principal)


def role_in(
    uow: UnitOfWork, principal: Principal, project_id: int, *, changes: bool = False
) -> Role:
    """The caller's role in a project; `NotFound` for those who aren't in it.

    `changes`: they are about to change something of it, which nobody does while it is archived.
    """
    state, role = _place(uow, principal, project_id)
    if role is None:
        raise NotFound(f"There is no project {project_id}.")
    if changes and state is ProjectState.ARCHIVED:
        raise Archived
    return role


def _place(
    uow: UnitOfWork, principal: Principal, project_id: int
) -> tuple[ProjectState | None, Role | None]:
    state, role = uow[Access].place(project_id, principal.id)
    if state is not None and principal.role is Role.ADMIN:
        return state, Role.ADMIN
    if role is None or principal.scope is None:
        return state, role
    return state, lower(role, principal.scope)


def require(
    uow: UnitOfWork, principal: Principal, project_id: int, needed: Role, *, changes: bool = False
) -> Role:
    """The caller's role in the project, which must be at least `needed`; as `role_in`."""
    role = role_in(uow, principal, project_id, changes=changes)
    if not at_least(role, needed):
        raise Forbidden(
            f"This needs the role {needed.value} in the project; yours is {role.value}."
        )
    return role


def may_adjudicate(uow: UnitOfWork, user_id: int, project_id: int, role: Role) -> bool:
    """Whether someone with this role in a project decides where others' answers differ."""
    return at_least(role, Role.ENGINEER) or uow[Access].adjudicates(project_id, user_id)


def may_sign_in_as(uow: UnitOfWork, principal: Principal, user: User) -> bool:
    """Whether a link into someone's account gives the caller no say that they lack.

    It leads to all that this person may do, wherever that is: so only to who does nothing but
    label, and only in projects that the caller runs. An account of one's own, with a password, is
    nobody else's to open but an administrator's: not by a token that ends, because a session
    doesn't end with it.
    """
    if principal.role is Role.ADMIN and not (principal.token_id and principal.until):
        return True
    if user.role is not Role.ANNOTATOR or user.password_hash is not None:
        return False
    return all(
        role is Role.ANNOTATOR and _runs(uow, principal, project_id)
        for project_id, role in uow[Access].roles_of(user.id)
    )


def _runs(uow: UnitOfWork, principal: Principal, project_id: int) -> bool:
    _, role = _place(uow, principal, project_id)
    return role is not None and at_least(role, Role.ENGINEER)
