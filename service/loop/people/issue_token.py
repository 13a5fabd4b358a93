"""API tokens for programs. The secret is shown once; only its hash is kept."""

from datetime import datetime, timedelta

from service.errors import Conflict, NotFound
from service.kit.page import Page, Paging
from service.loop.people.permissions import Principal, at_least, is_for_labelling, lower
from service.loop.people.shapes import IssuedToken, TokenDetails
from service.loop.people.sign_in import hashed, new_secret
from service.models import ApiToken
from service.store.access import Access
from service.store.keys import Keys
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Role

MOST_TOKENS = 100


def issue_token(
    uow: UnitOfWork, principal: Principal, name: str, scope: Role, days: int | None
) -> IssuedToken:
    """A token of one's own.

    A scope only takes away from the roles its owner has when the token is used. So who is an
    annotator in the service and an engineer in a project can have a token for an engineer's work.
    """
    by_the_service = principal.session_id is None and principal.token_id is None
    if not by_the_service and uow[Keys].count_tokens(principal.id, uow.now) >= MOST_TOKENS:
        raise Conflict(f"You have {MOST_TOKENS} tokens, which is the most. Revoke one first.")
    return add_token(uow, principal, name, scope, days, by=principal)


def add_token(
    uow: UnitOfWork,
    owner: Principal,
    name: str,
    scope: Role,
    days: int | None,
    *,
    by: Principal,
) -> IssuedToken:
    """A token of its owner, made `by` somebody who may: by a token, it ends with that."""
    secret = new_secret()
    token = uow[Access].add(
        ApiToken(
            user_id=owner.id,
            name=name,
            token_hash=hashed(secret),
            scope=_at_most(owner, scope),
            created_at=uow.now,
            expires_at=not_after(by, None if days is None else uow.now + timedelta(days)),
            made_by=by.token_id,
        )
    )
    return IssuedToken(**vars(_details(token)), token=secret)


def _details(token: ApiToken) -> TokenDetails:
    return TokenDetails(
        id=token.id,
        name=token.name,
        scope=token.scope,
        created_at=token.created_at,
        expires_at=token.expires_at,
    )


def not_after(principal: Principal, end: datetime | None) -> datetime | None:
    """The end of what is made by someone: by a token that ends, not later than the token."""
    if principal.token_id is None or principal.until is None:
        return end
    return principal.until if end is None else min(end, principal.until)


def _at_most(principal: Principal, scope: Role) -> Role:
    """No token makes a stronger one, and only an admin's reaches the whole service."""
    if principal.scope is not None:
        scope = lower(principal.scope, scope)
    return scope if principal.role is Role.ADMIN else lower(Role.ENGINEER, scope)


def list_tokens(uow: UnitOfWork, principal: Principal, paging: Paging) -> Page[TokenDetails]:
    """One's own; to a token for labelling itself and what was made with it."""
    tokens = uow[Keys].tokens_of(principal.id)
    if is_for_labelling(principal):
        seen = uow[Keys].tokens_from(principal.token_id or 0)
        tokens = [each for each in tokens if each.id in seen]
    return paging.cut(tokens, lambda one: one.id).shown(_details)


def revoke_token(uow: UnitOfWork, principal: Principal, token_id: int) -> None:
    """Those that were made with it end too: it may have been lost some time ago."""
    token = uow[Keys].token(token_id)
    if token is None or not _may_revoke(uow, principal, token):
        raise NotFound(f"You have no token {token_id}.")
    uow[Keys].end_tokens(uow[Keys].tokens_from(token_id), uow.now)


def _may_revoke(uow: UnitOfWork, principal: Principal, token: ApiToken) -> bool:
    """An admin everybody's, anybody their own; with a token none that may do more than it."""
    if principal.role is Role.ADMIN:
        return True
    if token.user_id != principal.id:
        return False
    if is_for_labelling(principal):
        return token.id in uow[Keys].tokens_from(principal.token_id or 0)
    return principal.scope is None or at_least(principal.scope, token.scope)
