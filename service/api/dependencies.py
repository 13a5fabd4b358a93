"""What routers ask for, as words."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request

from service.bootstrap import App
from service.errors import Unauthorized
from service.loop.permissions import Principal
from service.loop.sign_in import by_session, by_token

SESSION_COOKIE = "postil_session"


async def get_app(request: Request) -> App:  # async: a plain function would take a thread
    app: App = request.app.state.app
    return app


AppDep = Annotated[App, Depends(get_app)]


def get_principal(request: Request, app: AppDep) -> Principal:
    """Who is asking: a bearer token if one is sent, else the session's cookie."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    with app.read() as uow:
        if scheme.lower() == "bearer" and token:
            return by_token(app, uow, token.strip())
        cookie = request.cookies.get(SESSION_COOKIE)
        if cookie:
            return by_session(uow, cookie)
    raise Unauthorized("Sign in, or send `Authorization: Bearer TOKEN`.")


CurrentPrincipal = Annotated[Principal, Depends(get_principal)]

NO_NUL = r"^[^\x00]*$"
"""Of a text in a query that reaches the database: PostgreSQL knows no NUL character."""
MAX_ID = 2**31 - 1
Id = Annotated[int, Path(ge=1, le=MAX_ID)]
Cursor = Annotated[int, Query(ge=0, le=MAX_ID, description="`next` of the page before.")]
PageSize = Annotated[int, Query(ge=1, le=500)]
