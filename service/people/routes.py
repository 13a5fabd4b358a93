"""Signing in and out, and tokens."""

from fastapi import APIRouter, Request, Response

from service.app import App
from service.kit.errors import Invalid, Unauthorized
from service.kit.page import Page
from service.people.come_back import (
    WAY_BACK_LASTS,
    Entered,
    enter_by_link,
    enter_by_password,
    forget_ways_back,
    look_at_invitation,
)
from service.people.end_access import change_state, end_session, list_sessions, sign_out_everywhere
from service.people.identify import identify
from service.people.issue_token import issue_token, issue_token_for, list_tokens, revoke_token
from service.people.names import change_name, show_me
from service.people.set_password import SignedInBrowser, change_password
from service.people.shapes import (
    Account,
    AccountChange,
    BrowserSession,
    EndedWithToken,
    InvitationPreview,
    InvitationToken,
    IssuedToken,
    Me,
    MeChange,
    NewPassword,
    NewToken,
    SignIn,
    TokenDetails,
    WaysIn,
    WhoIsThere,
)
from service.people.sign_in import join_by_invitation, sign_out, ways_in
from service.web.dependencies import (
    SESSION_COOKIE,
    WAY_BACK_COOKIE,
    Id,
    Paged,
    address_of,
    sent_by,
    ways_back,
)
from service.web.door import Guarded
from service.web.middleware import is_encrypted
from service.web.who_may import (
    AdminWriter,
    AnyoneReader,
    AnyoneWaiting,
    AnyoneWriter,
    NameWriter,
    SessionsReader,
    SessionsWriter,
    SignedInReader,
    SignedInWaiting,
    SignedInWriter,
)

router = APIRouter(tags=["access"], route_class=Guarded)


@router.post("/session")
def post_session(body: SignIn, request: Request, response: Response, app: AnyoneWaiting) -> Me:
    """Signs a browser in, with a link's token, an invitation's token and a name, or a password."""
    entered = _enter(app, body, request)
    if entered.way_back is not None:
        name = f"{WAY_BACK_COOKIE}{entered.invitation_id}"
        _keep(response, request, name, entered.way_back, int(WAY_BACK_LASTS.total_seconds()))
    lasts = app.settings.session_days * 86_400
    _keep(response, request, SESSION_COOKIE, entered.session, lasts)
    return entered.me


def _enter(app: App, body: SignIn, request: Request) -> Entered:
    if body.token is not None:
        return enter_by_link(app, body.token, body.name, ways_back(request))
    if body.name is not None and body.password is not None:
        return enter_by_password(app, body.name, body.password, address_of(request))
    raise Invalid("Send a token, or name and password.", field="token")


def _keep(response: Response, request: Request, name: str, secret: str, seconds: int) -> None:
    """Gives the browser a secret that no script reads and no other site sends."""
    secure = is_encrypted(request.scope)
    response.set_cookie(
        name, secret, max_age=seconds, httponly=True, samesite="strict", secure=secure
    )


@router.get("/sign-in")
def get_ways_in(reader: AnyoneReader) -> WaysIn:
    """Shows which ways to sign in a page should offer."""
    return ways_in(reader.uow)


@router.get("/session")
def get_session(request: Request, reader: AnyoneReader) -> WhoIsThere:
    """Shows who is signed in. It is no error if nobody is."""
    try:
        caller, _ = identify(reader.app, reader.uow, sent_by(request))
    except Unauthorized:
        return WhoIsThere(None)
    return WhoIsThere(show_me(reader.uow, caller))


@router.delete("/session", status_code=204)
def delete_session(request: Request, response: Response, writer: AnyoneWriter) -> None:
    """Signs out. The browser also forgets the invitations that led here."""
    kept = ways_back(request)
    sign_out(writer.uow, request.cookies.get(SESSION_COOKIE, ""))
    forget_ways_back(writer.uow, kept.values())
    for name in (SESSION_COOKIE, *(f"{WAY_BACK_COOKIE}{number}" for number in kept)):
        response.delete_cookie(name)


@router.post("/invitation")
def post_invitation_look(
    body: InvitationToken, request: Request, writer: AnyoneWriter
) -> InvitationPreview:
    """Shows what an invitation leads to, before a name is typed, and whether it leads back to an
    account."""
    return look_at_invitation(writer.uow, body.token, ways_back(request))


@router.post("/invitation:accept")
def post_invitation_acceptance(body: InvitationToken, writer: SignedInWriter) -> Me:
    """Joins a project by an invitation with the account that is signed in. No second account is
    made."""
    project_id = join_by_invitation(writer.uow, body.token, writer.caller)
    return show_me(writer.uow, writer.caller, project_id)


@router.post("/tokens", status_code=201)
def post_token(body: NewToken, writer: SignedInWriter) -> IssuedToken:
    """Makes an API token. Its secret is shown only in this answer."""
    return issue_token(writer.uow, writer.caller, body.name, body.scope, body.days)


@router.get("/tokens")
def get_tokens(reader: SignedInReader, paging: Paged) -> Page[TokenDetails]:
    """Lists your API tokens, without their secrets.

    A token of the scope `annotator` lists only itself and the tokens made with it.
    """
    return list_tokens(reader.uow, reader.caller, paging)


@router.delete("/tokens/{token_id}")
def delete_token(token_id: Id, writer: SignedInWriter) -> EndedWithToken:
    """Revokes a token, and the tokens, invitations and sign-in links that were made with it."""
    return revoke_token(writer.uow, writer.caller, token_id)


@router.get("/me")
def get_me(reader: SignedInReader) -> Me:
    """Shows who you are, and whether you have a password."""
    return show_me(reader.uow, reader.caller)


@router.patch("/me")
def patch_me(body: MeChange, writer: NameWriter) -> Me:
    """Changes your name, on your past answers too.

    The status is 409 if somebody in one of your projects has that name, or nearly that name.
    """
    return change_name(writer.uow, writer.caller, body.name)


@router.put("/me/password", status_code=204)
def put_password(body: NewPassword, request: Request, someone: SignedInWaiting) -> None:
    """Sets the password that you sign in with, beside your name.

    If you have a password already, send it as `current`. Your other browsers are signed out, and
    your sign-in links end.
    """
    asking = SignedInBrowser(someone.caller, address_of(request), ways_back(request).values())
    change_password(someone.app, asking, body.current, body.password)


@router.get("/me/sessions")
def get_sessions(reader: SessionsReader, paging: Paged) -> Page[BrowserSession]:
    """Lists the browsers in which you are signed in."""
    return list_sessions(reader.uow, reader.caller, paging)


@router.delete("/me/sessions", status_code=204)
def delete_sessions(writer: SessionsWriter) -> None:
    """Signs you out everywhere, in this browser too. Sign-in links end; tokens stay. Invitations no
    longer lead back to your account."""
    sign_out_everywhere(writer.uow, writer.caller)


@router.delete("/me/sessions/{session_id}", status_code=204)
def delete_one_session(session_id: Id, writer: SessionsWriter) -> None:
    """Signs you out in one browser."""
    end_session(writer.uow, writer.caller, session_id)


@router.patch("/users/{user_id}")
def patch_user(user_id: Id, body: AccountChange, writer: AdminWriter) -> Account:
    """Disables an account, or enables it again. This is for administrators.

    Its sessions, tokens and links end at once, and so do the invitations that its owner made.
    """
    return change_state(writer.uow, writer.caller, user_id, body.state)


@router.post("/users/{user_id}/tokens", status_code=201)
def post_user_token(user_id: Id, body: NewToken, writer: AdminWriter) -> IssuedToken:
    """Makes a token for somebody else's account. This is for administrators.

    The token may do what the account may, and its work counts as theirs. Its secret is shown only
    in this answer.
    """
    return issue_token_for(writer.uow, user_id, body.name, body.scope, body.days, writer.caller)
