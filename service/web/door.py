"""What is settled before a body is read: who sends it, its query's names, how large it may be.

The framework reads and parses a body before it solves dependencies, so this stands before both, in
the class of every route. It costs no second look at who asks: what it finds, dependencies take.
"""

from collections.abc import Callable, Coroutine, Iterable
from inspect import iscoroutinefunction
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from service.kit.errors import TooLarge, Unauthorized
from service.people.admit import recognised
from service.web.dependencies import app_of, sent_by
from service.web.problem_words import query_names, refuse_unknown
from service.web.signature import WhoMay, who_may, within

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
SMALL_BODY = 64 * 1024
"""Where bulk isn't meant."""
TAKEN_ON_TRUST = 8 * 1024
MAX_BODY = "x-max-body-bytes"
"""In a route's `openapi_extra`, where bulk is meant: clients see it too."""
STREAMED = {"x-streamed-body": True}
"""Likewise: it is never in memory as a whole, and has a setting of its own."""


def bulk(max_bytes: int) -> dict[str, Any]:
    """The `openapi_extra` of a route that takes more than others."""
    return {MAX_BODY: max_bytes}


def streamed(content_types: Iterable[str]) -> dict[str, Any]:
    """The same of one that takes a file of one of these types."""
    content = {kind: {"schema": {"type": "string"}} for kind in content_types}
    return {**STREAMED, "requestBody": {"required": True, "content": content}}


class Guarded(APIRoute):
    """A route whose callers and bodies are looked at first; its signature says who may call it.

    Who writes is identified here, and their dependency takes what was found. Who reads is
    identified by the transaction that does it. So are annotators, whom a look of its own beforehand
    would make a tenth slower (0.34 of 3.5 ms): of them it is seen here only that they sent
    something to be known by, unless their body is larger than a few answers are.
    """

    takes_any_query = False

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, within(endpoint), **options)

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()
        limit = largest_body(self)
        who = who_may_call(self)
        names = None if self.takes_any_query else query_names(self)

        async def guarded(request: Request) -> Response:
            length = _length(request)
            if who.needs_caller:
                sent = sent_by(request)
                if sent.token is None and sent.session is None:
                    raise Unauthorized("Sign in, or send `Authorization: Bearer TOKEN`.")
                if who.is_known_first or length > TAKEN_ON_TRUST:
                    request.state.principal = await run_in_threadpool(
                        recognised, app_of(request), sent
                    )
            if names is not None:
                refuse_unknown(request, names)
            if limit is None:
                return await handle(request)
            if length > limit:
                raise TooLarge(_too_large(limit))
            receive = _bounded(request, limit, who.needs_caller)
            return await handle(Request(request.scope, receive))

        return guarded


class Probed(Guarded):
    """A route for machines that look whether the service is well: some add to a query."""

    takes_any_query = True


def who_may_call(route: APIRoute) -> WhoMay:
    """What its signature says. A route without it doesn't start, nor one that can't keep it."""
    rules = who_may(route)
    if len(rules) != 1:
        raise TypeError(
            f"{route.path}: its handler's signature should say once who may call it, with a word "
            "of service/web/who_may.py."
        )
    if rules[0].is_opened and iscoroutinefunction(route.endpoint):
        raise TypeError(
            f"{route.path}: a transaction would be held while others have their turn. Make its "
            "handler a plain function, or ask for a word that gives none."
        )
    return rules[0]


def largest_body(route: APIRoute) -> int | None:
    """In bytes; None when it is streamed."""
    extra = route.openapi_extra or {}
    return None if extra.keys() >= STREAMED.keys() else extra.get(MAX_BODY, SMALL_BODY)


def _length(request: Request) -> int:
    """As it is told: 0 for a body in chunks, which is measured as it comes."""
    declared = request.headers.get("content-length", "")
    return int(declared) if declared.isdecimal() and len(declared) < 20 else 0


def _too_large(limit: int) -> str:
    what = "Send it in parts." if limit > SMALL_BODY else "This call takes no more."
    return f"The body is larger than {limit:,} bytes. {what}"


def _bounded(request: Request, limit: int, needs: bool) -> Receive:
    """Gives up on a body once it is too large, or large and from nobody who is known."""
    size = 0

    async def received() -> Message:
        nonlocal size
        message = await request.receive()
        size += len(message.get("body", b""))
        if size > limit:
            raise HTTPException(TooLarge.status, _too_large(limit))
        is_known = hasattr(request.state, "principal")
        if needs and size > TAKEN_ON_TRUST and not is_known:
            request.state.principal = await run_in_threadpool(_known, request)
        return message

    return received


def _known(request: Request) -> Any:
    """What is raised while the framework reads passes it only as one of its own errors."""
    try:
        return recognised(app_of(request), sent_by(request))
    except Unauthorized as error:
        raise HTTPException(error.status, error.detail) from error
