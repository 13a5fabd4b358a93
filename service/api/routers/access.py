"""Signing in and out, and tokens."""

from fastapi import APIRouter, Request, Response

from service.api.dependencies import (
    SESSION_COOKIE,
    WAY_BACK_COOKIE,
    AppDep,
    CurrentCredentials,
    CurrentPrincipal,
    Id,
    address_of,
    recognised,
    ways_back,
)
from service.api.door import Guarded
from service.api.headers import is_encrypted
from service.api.routers.account import described
from service.api.schemas.access import (
    InvitationToken,
    InvitedResponse,
    MadeTokenResponse,
    MeResponse,
    NewToken,
    SignIn,
    TokenListResponse,
    TokenResponse,
    WaysInResponse,
    WhoIsThereResponse,
)
from service.errors import Invalid, Unauthorized
from service.loop.people.check_password import verified_password
from service.loop.people.come_back import (
    WAY_BACK_LASTS,
    enter_by_link,
    forget_ways_back,
    look_at_invitation,
)
from service.loop.people.issue_token import issue_token, list_tokens, revoke_token
from service.loop.people.sign_in import sign_in_by_password, sign_out

router = APIRouter(tags=["access"], route_class=Guarded)


@router.post("/session")
def post_session(body: SignIn, request: Request, response: Response, app: AppDep) -> MeResponse:
    """Signs a browser in: by a link's token, an invitation's token and a name, or a password."""
    days = app.settings.session_days
    if body.token is not None:
        with app.write() as uow:
            entered = enter_by_link(uow, body.token, body.name, days, ways_back(request))
            user, secret, project_id = entered.user, entered.session, entered.project_id
            answer = MeResponse(
                id=user.id or 0, name=user.name, role=user.role, project_id=project_id
            )
        if entered.way_back is not None:
            name = f"{WAY_BACK_COOKIE}{entered.invitation_id}"
            lasts = int(WAY_BACK_LASTS.total_seconds())
            _keep(response, request, name, entered.way_back, lasts)
    elif body.name is not None and body.password is not None:
        proven = verified_password(app, body.name, body.password, address_of(request))
        with app.write() as uow:
            user, secret = sign_in_by_password(uow, proven, days)
            answer = MeResponse(id=user.id or 0, name=user.name, role=user.role)
    else:
        raise Invalid("Send a token, or name and password.", field="token")
    _keep(response, request, SESSION_COOKIE, secret, days * 86_400)
    return answer


def _keep(response: Response, request: Request, name: str, secret: str, seconds: int) -> None:
    """Gives the browser a secret that no script reads and no other site sends."""
    secure = is_encrypted(request.scope)
    response.set_cookie(
        name, secret, max_age=seconds, httponly=True, samesite="strict", secure=secure
    )


@router.get("/sign-in")
def get_ways_in(app: AppDep) -> WaysInResponse:
    """What a page that signs people in should offer."""
    with app.read() as uow:
        return WaysInResponse(passwords=uow.access.has_passwords())


@router.get("/session")
def get_session(sent: CurrentCredentials, app: AppDep) -> WhoIsThereResponse:
    """Who is signed in. Nobody is no error: a page asks before it knows."""
    try:
        return WhoIsThereResponse(user=described(app, recognised(app, sent)))
    except Unauthorized:
        return WhoIsThereResponse(user=None)


@router.delete("/session", status_code=204)
def delete_session(request: Request, response: Response, app: AppDep) -> None:
    """Signs out, and forgets in this browser by which invitations one came."""
    kept = ways_back(request)
    with app.write() as uow:
        sign_out(uow, request.cookies.get(SESSION_COOKIE, ""))
        forget_ways_back(uow, kept.values())
    for name in (SESSION_COOKIE, *(f"{WAY_BACK_COOKIE}{number}" for number in kept)):
        response.delete_cookie(name)


@router.post("/invitation")
def post_invitation_look(body: InvitationToken, request: Request, app: AppDep) -> InvitedResponse:
    """What an invitation's link leads to, before a name is typed; for some, back."""
    with app.write() as uow:
        found, invited_by, returning = look_at_invitation(uow, body.token, ways_back(request))
        project = uow.projects.get(found.project_id)
        return InvitedResponse(
            project_id=found.project_id,
            project_name=project.name,
            role=found.role,
            invited_by=invited_by,
            returning=returning,
        )


@router.post("/tokens", status_code=201)
def post_token(body: NewToken, principal: CurrentPrincipal, app: AppDep) -> MadeTokenResponse:
    """Makes an API token. Its secret is shown this once."""
    with app.write() as uow:
        made, secret = issue_token(uow, principal, body.name, body.scope, body.days)
        return MadeTokenResponse(**TokenResponse.model_validate(made).model_dump(), token=secret)


@router.get("/tokens")
def get_tokens(principal: CurrentPrincipal, app: AppDep) -> TokenListResponse:
    with app.read() as uow:
        return TokenListResponse(
            tokens=[TokenResponse.model_validate(each) for each in list_tokens(uow, principal)]
        )


@router.delete("/tokens/{token_id}", status_code=204)
def delete_token(token_id: Id, principal: CurrentPrincipal, app: AppDep) -> None:
    with app.write() as uow:
        revoke_token(uow, principal, token_id)
