"""Signing in and out, and tokens."""

from fastapi import APIRouter, Request, Response

from service.api.dependencies import SESSION_COOKIE, AppDep, CurrentPrincipal, Id
from service.api.schemas.access import (
    InvitationToken,
    Invited,
    MadeToken,
    Me,
    NewToken,
    SignIn,
    TokenAnswer,
    TokenList,
)
from service.errors import Invalid
from service.loop.people.issue_token import issue_token, revoke_token
from service.loop.people.sign_in import (
    invited_to,
    sign_in_by_link,
    sign_in_by_password,
    sign_out,
    verified_password,
)

router = APIRouter(tags=["access"])


@router.post("/session")
def post_session(body: SignIn, request: Request, response: Response, app: AppDep) -> Me:
    """Signs a browser in: by a link's token, an invitation's token and a name, or a password."""
    days = app.settings.session_days
    if body.token is not None:
        with app.write() as uow:
            user, secret, project_id = sign_in_by_link(uow, body.token, body.name, days)
            answer = Me(id=user.id or 0, name=user.name, role=user.role, project_id=project_id)
    elif body.name is not None and body.password is not None:
        proven = verified_password(app, body.name, body.password)
        with app.write() as uow:
            user, secret = sign_in_by_password(uow, proven, days)
            answer = Me(id=user.id or 0, name=user.name, role=user.role)
    else:
        raise Invalid("Send a token, or name and password.", field="token")
    response.set_cookie(
        SESSION_COOKIE,
        secret,
        max_age=days * 86_400,
        httponly=True,
        samesite="strict",
        secure=_is_encrypted(request, app.settings.public_url),
    )
    return answer


def _is_encrypted(request: Request, public_url: str | None) -> bool:
    """Whether the browser uses HTTPS; a proxy in front may be what decrypts it."""
    return request.url.scheme == "https" or (public_url or "").startswith("https:")


@router.delete("/session", status_code=204)
def delete_session(request: Request, response: Response, app: AppDep) -> None:
    with app.write() as uow:
        sign_out(uow, request.cookies.get(SESSION_COOKIE, ""))
    response.delete_cookie(SESSION_COOKIE)


@router.post("/invitation")
def post_invitation_look(body: InvitationToken, app: AppDep) -> Invited:
    """What an invitation's link leads to, before a name is typed."""
    with app.write() as uow:
        found = invited_to(uow, body.token)
        project = uow.projects.get(found.project_id)
        return Invited(project_id=found.project_id, project_name=project.name, role=found.role)


@router.get("/me")
def get_me(principal: CurrentPrincipal) -> Me:
    return Me(id=principal.id, name=principal.name, role=principal.role)


@router.post("/tokens", status_code=201)
def post_token(body: NewToken, principal: CurrentPrincipal, app: AppDep) -> MadeToken:
    """Makes an API token. Its secret is shown this once."""
    with app.write() as uow:
        made, secret = issue_token(uow, principal, body.name, body.scope, body.days)
        return MadeToken(**TokenAnswer.model_validate(made).model_dump(), token=secret)


@router.get("/tokens")
def get_tokens(principal: CurrentPrincipal, app: AppDep) -> TokenList:
    with app.read() as uow:
        return TokenList(
            tokens=[TokenAnswer.model_validate(t) for t in uow.access.tokens_of(principal.id)]
        )


@router.delete("/tokens/{token_id}", status_code=204)
def delete_token(token_id: Id, principal: CurrentPrincipal, app: AppDep) -> None:
    with app.write() as uow:
        revoke_token(uow, principal, token_id)
