"""What routers ask for, as words."""

import asyncio
import re
from collections.abc import Callable
from typing import Annotated, TypeVar
from unicodedata import category, normalize
from urllib.parse import quote

from fastapi import Depends, Path, Query, Request
from starlette.concurrency import run_in_threadpool

from service.app import App
from service.kit.errors import Invalid
from service.kit.fields import MAX_ID, MAX_PLACE
from service.kit.page import Paging
from service.people.identify import Credentials
from service.people.permissions import Principal

T = TypeVar("T")
SESSION_COOKIE = "postil_session"
WAY_BACK_COOKIE = "postil_way_back_"
"""With the id of an invitation behind it."""


def app_of(request: Request) -> App:
    app: App = request.app.state.app
    return app


Id = Annotated[int, Path(ge=1, le=MAX_ID)]
Cursor = Annotated[
    str | None, Query(pattern=r"^[0-9]{1,16}$", description="Value of `next` from the page before.")
]
PageSize = Annotated[int, Query(ge=1, le=500)]


async def paging(cursor: Cursor = None, limit: PageSize = 100) -> Paging:
    """Of a list that goes by ids."""
    return _paging(cursor, limit, MAX_ID)


async def paging_by_place(cursor: Cursor = None, limit: PageSize = 100) -> Paging:
    """Of a list that goes by the numbers that a project gives."""
    return _paging(cursor, limit, MAX_PLACE)


def _paging(cursor: str | None, limit: int, most: int) -> Paging:
    if cursor is None:
        return Paging(limit=limit)
    if int(cursor) > most:
        raise Invalid("This cursor is unknown. Start at the first page.", field="cursor")
    return Paging(int(cursor), limit)


Paged = Annotated[Paging, Depends(paging)]
PagedByPlace = Annotated[Paging, Depends(paging_by_place)]


def sent_by(request: Request) -> Credentials:
    """A bearer token if one is sent, and the session's cookie."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    is_bearer = scheme.lower() == "bearer" and bool(token.strip())
    return Credentials(
        token=token.strip() if is_bearer else None,
        session=request.cookies.get(SESSION_COOKIE) or None,
    )


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


def known_of(request: Request) -> Principal | None:
    """Who is asking, where `service.web.door` has found out before it let the body in."""
    person: Principal | None = getattr(request.state, "principal", None)
    return person


FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')
"""In names of files, on one system or another."""
LONGEST = 100


def attachment(name: str, ending: str, otherwise: str) -> str:
    """The header `Content-Disposition` of a file called after `name`, in any script (RFC 6266).

    Clients that don't read that get the ASCII letters of it, or `otherwise`.
    """
    shown = _safe(name) or otherwise
    plain = _safe(normalize("NFKD", shown).encode("ascii", "ignore").decode()) or otherwise
    encoded = quote(f"{shown}.{ending}", safe="")
    return f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{encoded}"


def _safe(name: str) -> str:
    """Without what steers a terminal, the direction of writing or a path."""
    seen = "".join(" " if category(letter)[0] in "CZ" else letter for letter in name)
    return " ".join(FORBIDDEN.sub(" ", seen).split()).replace(" ,", ",")[:LONGEST].strip(" .")


POLL_SECONDS = 0.05


async def looked_at(look: Callable[[], T], is_open: Callable[[T], bool], seconds: float) -> T:
    """What `look` finds once it isn't open any more, or when so many seconds have passed."""
    clock = asyncio.get_running_loop().time
    ends, status = clock() + seconds, await run_in_threadpool(look)
    while is_open(status) and clock() < ends:
        await asyncio.sleep(POLL_SECONDS)
        status = await run_in_threadpool(look)
    return status
