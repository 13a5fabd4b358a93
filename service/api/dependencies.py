"""What routers ask for, as words."""

from asyncio import wrap_future
from typing import Annotated, TypeVar

from fastapi import Depends, Path, Query, Request

from service.api.schemas.base import MAX_ID
from service.loop.app import App
from service.loop.people.identify import Credentials, Work, as_member, identify, note_use
from service.loop.people.permissions import Principal

T = TypeVar("T")
SESSION_COOKIE = "postil_session"
WAY_BACK_COOKIE = "postil_way_back_"
"""With the id of an invitation behind it."""


async def get_app(request: Request) -> App:  # async: a plain function would take a thread
    app: App = request.app.state.app
    return app


AppDep = Annotated[App, Depends(get_app)]

NO_NUL = r"^[^\x00]*$"
"""Of a text in a query that reaches the database: PostgreSQL knows no NUL character."""
MAX_PLACE = 2**31 - 1
Id = Annotated[int, Path(ge=1, le=MAX_ID)]
NEXT = "`next` of the page before."
Cursor = Annotated[int, Query(ge=0, le=MAX_ID, description=NEXT)]
"""Of a list that goes by ids."""
Place = Annotated[int, Query(ge=0, le=MAX_PLACE, description=NEXT)]
"""Of a list that goes by the numbers that a project gives."""
PageSize = Annotated[int, Query(ge=1, le=500)]


def sent_by(request: Request) -> Credentials:
    """A bearer token if one is sent, and the session's cookie."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    is_bearer = scheme.lower() == "bearer" and bool(token.strip())
    return Credentials(
        token=token.strip() if is_bearer else None,
        session=request.cookies.get(SESSION_COOKIE) or None,
    )


async def get_credentials(request: Request) -> Credentials:
    return sent_by(request)


CurrentCredentials = Annotated[Credentials, Depends(get_credentials)]


def ways_back(request: Request) -> dict[int, str]:
    """The secrets that this browser kept from invitations, by their ids."""
    named = ((name.removeprefix(WAY_BACK_COOKIE), name) for name in request.cookies)
    return {
        int(number): request.cookies[name]
        for number, name in named
        if number != name and number.isdecimal() and int(number) <= MAX_ID
    }


def address_of(request: Request) -> str:
    """Whose wrong passwords are counted; behind a proxy that is trusted, whoever it names."""
    return request.client.host if request.client is not None else ""


class Member:
    """Whoever asks, at work in a project. Annotators' requests are short and come often.

    They run in no thread of their own; on SQLite those that wait share a commit.
    """

    def __init__(self, app: App, sent: Credentials, project_id: int) -> None:
        self._app, self._sent, self._project_id = app, sent, project_id

    async def does(self, work: Work[T]) -> T:
        """What `work` returns for a unit of work and the caller's user id, once it is stored."""
        return await wrap_future(as_member(self._app, self._sent, self._project_id, work))


async def get_member(app: AppDep, sent: CurrentCredentials, project_id: Id) -> Member:
    return Member(app, sent, project_id)


CurrentMember = Annotated[Member, Depends(get_member)]


def recognised(app: App, sent: Credentials) -> Principal:
    """Who is asking, looked up in a transaction of its own; `Unauthorized` when nobody."""
    with app.read() as uow:
        principal, is_stale = identify(app, uow, sent)
    if is_stale:
        with app.write() as uow:
            note_use(uow, sent)
    return principal


async def get_principal(request: Request) -> Principal:
    """Who is asking, for requests that don't ask in a transaction of their own: `service.api.door`
    has found out before it let the body in."""
    principal: Principal = request.state.principal
    return principal


CurrentPrincipal = Annotated[Principal, Depends(get_principal)]
