"""What every request passes: the origin of writes."""

from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.web.dependencies import SESSION_COOKIE
from service.web.errors import problem

SAFE = ("GET", "HEAD", "OPTIONS")


class SecurityMiddleware:
    """Middleware without a task of its own: every request passes here, so it must cost nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        answer = self._app
        if _is_foreign(Request(scope)):
            answer = problem(403, "forbidden", "This request comes from another site.")
        await answer(scope, receive, send)


def add_security(api: FastAPI) -> None:
    api.add_middleware(SecurityMiddleware)


def _is_foreign(request: Request) -> bool:
    """Whether a browser sends a write from a page that isn't ours.

    A program with a token sends no cookie; SameSite=Strict already keeps the cookie at home,
    this is the second lock.
    """
    if request.method in SAFE or SESSION_COOKIE not in request.cookies:
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    return urlsplit(origin).netloc != request.headers.get("host")
