"""API tokens for programs. The secret is shown once; only its hash is kept."""

from datetime import datetime, timedelta

from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Conflict, Invalid, NameTaken, NotFound
from service.kit.page import Page, Paging
from service.kit.vocabulary import Role, UserState
from service.people.names import namesake, shown_name
from service.people.permissions import (
    RANK,
    Principal,
    at_least,
    is_for_labelling,
    lower,
    principal_of,
)
from service.people.queries.access import Access
from service.people.queries.keys import Keys
from service.people.shapes import (
    EndedInvitation,
    EndedWithToken,
    IssuedToken,
    Program,
    TokenDetails,
)
from service.people.sign_in import hashed, is_valid, new_secret
from service.people.tables import ApiToken
from service.pool.tables.people import Member, User

MOST_TOKENS = 100


def issue_token(
    uow: UnitOfWork, principal: Principal, name: str, scope: Role | None, days: int | None
) -> IssuedToken:
    """A token of one's own.

    A scope only takes away from the roles its owner has when the token is used. So who is an
    annotator in the service and an engineer in a project can have a token for an engineer's work.
    """
    by_the_service = principal.session_id is None and principal.token_id is None
    if not by_the_service and uow[Keys].count_tokens(principal.id, uow.now) >= MOST_TOKENS:
        raise Conflict(f"You have {MOST_TOKENS} tokens, which is the limit. Revoke one first.")
    return add_token(uow, principal, name, scope, days, by=principal)


def add_token(
    uow: UnitOfWork,
    owner: Principal,
    name: str,
    scope: Role | None,
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
            scope=_allowed(owner, scope),
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


def _allowed(owner: Principal, scope: Role | None) -> Role:
    """The scope, or where none is said the usual one, as far as it is allowed.

    No token makes a stronger one, and only an admin's reaches the whole service: else `Invalid`.
    """
    most = Role.ADMIN if owner.role is Role.ADMIN else Role.ENGINEER
    if owner.scope is not None:
        most = lower(owner.scope, most)
    if scope is None:
        return lower(Role.ENGINEER, most)
    if not at_least(most, scope):
        allowed = " or ".join(f"`{role}`" for role in RANK if at_least(most, role))
        whose = f"of {owner.name}" if owner.scope is None else "made by this one"
        raise Invalid(
            f"`scope` is `{scope}`: too much for a token {whose}. It may be {allowed}.",
            field="scope",
        )
    return scope


def list_tokens(uow: UnitOfWork, principal: Principal, paging: Paging) -> Page[TokenDetails]:
    """One's own; to a token for labelling itself and what was made with it."""
    tokens = uow[Keys].tokens_of(principal.id)
    if is_for_labelling(principal):
        seen = uow[Keys].tokens_from(principal.token_id or 0)
        tokens = [each for each in tokens if each.id in seen]
    return paging.cut(tokens, lambda one: one.id).shown(_details)


def revoke_token(uow: UnitOfWork, principal: Principal, token_id: int) -> EndedWithToken:
    """All that was made with it ends too, tokens, invitations and links: it may have been lost."""
    token = uow[Keys].token(token_id)
    if token is None or not _may_revoke(uow, principal, token):
        raise NotFound(f"You have no token {token_id}.")
    tokens = uow[Keys].tokens_from(token_id)
    links = uow[Keys].open_links_made_with(tokens, uow.now)
    further = [each for other in sorted(tokens - {token_id}) if (each := uow[Keys].token(other))]
    ended = EndedWithToken(
        tokens=[
            each.name for each in further if is_valid(each.expires_at, each.revoked_at, uow.now)
        ],
        invitations=[EndedInvitation(**each._asdict()) for each in links.invitations],
        sign_in_links=links.signs_in,
    )
    uow[Keys].end_tokens(tokens, uow.now)
    uow[Keys].end_links_made_with(tokens, uow.now)
    return ended


def _may_revoke(uow: UnitOfWork, principal: Principal, token: ApiToken) -> bool:
    """An admin everybody's, anybody their own; with a token none that may do more than it."""
    if principal.role is Role.ADMIN:
        return True
    if token.user_id != principal.id:
        return False
    if is_for_labelling(principal):
        return token.id in uow[Keys].tokens_from(principal.token_id or 0)
    return principal.scope is None or at_least(principal.scope, token.scope)


def issue_token_for(
    uow: UnitOfWork,
    user_id: int,
    name: str,
    scope: Role | None,
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
    user = uow[Access].add(
        User(name=name, role=Role.ANNOTATOR, is_program=True, created_at=uow.now)
    )
    uow[Access].add(Member(project_id=project_id, user_id=user.id, role=role, created_at=uow.now))
    own = principal_of(user)
    issued = add_token(uow, own, name, role, days, by=by or own)
    return Program(
        user_id=user.id, name=name, role=role, token=issued.token, expires_at=issued.expires_at
    )
