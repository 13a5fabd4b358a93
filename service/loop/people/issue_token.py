"""API tokens for programs. The secret is shown once; only its hash is kept."""

from datetime import timedelta

from service.errors import NotFound
from service.loop.people.permissions import Principal, lower
from service.loop.people.sign_in import hashed, new_secret
from service.models import ApiToken
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Role


def issue_token(
    uow: UnitOfWork, principal: Principal, name: str, scope: Role, days: int | None
) -> tuple[ApiToken, str]:
    """The token's row and its secret.

    A scope only takes away from the roles its owner has when the token is used. So who is an
    annotator in the service and an engineer in a project can have a token for an engineer's work.
    """
    secret = new_secret()
    made = uow.access.add(
        ApiToken(
            user_id=principal.id,
            name=name,
            token_hash=hashed(secret),
            scope=_at_most(principal, scope),
            created_at=uow.now,
            expires_at=None if days is None else uow.now + timedelta(days=days),
        )
    )
    return made, secret


def _at_most(principal: Principal, scope: Role) -> Role:
    """No token makes a stronger one, and only an admin's reaches the whole service."""
    if principal.scope is not None:
        scope = lower(principal.scope, scope)
    return scope if principal.role is Role.ADMIN else lower(Role.ENGINEER, scope)


def revoke_token(uow: UnitOfWork, principal: Principal, token_id: int) -> None:
    found = uow.access.token(token_id)
    if found is None or (found.user_id != principal.id and principal.role is not Role.ADMIN):
        raise NotFound(f"You have no token {token_id}.")
    if found.revoked_at is None:
        found.revoked_at = uow.now
