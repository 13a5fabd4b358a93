"""Who may do what: small predicates over roles."""

from dataclasses import dataclass

from service.errors import Forbidden, NotFound
from service.models import User
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Role

RANK = {Role.ANNOTATOR: 0, Role.ENGINEER: 1, Role.ADMIN: 2}


@dataclass(frozen=True)
class Principal:
    """Who is asking. A token's scope can only take away from its user's role."""

    user: User
    scope: Role | None = None

    @property
    def id(self) -> int:
        assert self.user.id is not None
        return self.user.id

    @property
    def role(self) -> Role:
        return Role(self.user.role) if self.scope is None else lower(self.user.role, self.scope)


def lower(one: Role, other: Role) -> Role:
    return Role(min(one, other, key=lambda role: RANK[Role(role)]))


def at_least(role: Role, needed: Role) -> bool:
    return RANK[role] >= RANK[needed]


def may_create_projects(principal: Principal) -> bool:
    return at_least(principal.role, Role.ENGINEER)


def role_in(uow: UnitOfWork, principal: Principal, project_id: int) -> Role:
    """The caller's role in a project; `NotFound` for those who aren't in it."""
    uow.projects.get(project_id)
    if principal.role is Role.ADMIN:
        return Role.ADMIN
    member = uow.access.membership(project_id, principal.id)
    if member is None:
        raise NotFound(f"There is no project {project_id}.")
    return member.role if principal.scope is None else lower(member.role, principal.scope)


def require(uow: UnitOfWork, principal: Principal, project_id: int, needed: Role) -> Role:
    """The caller's role in the project, which must be at least `needed`."""
    role = role_in(uow, principal, project_id)
    if not at_least(role, needed):
        raise Forbidden(
            f"This needs the role {needed.value} in the project; yours is {role.value}."
        )
    return role
