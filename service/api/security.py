"""What protects the page's cookie: the origin of writes, and headers on every answer."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response

from service.api.dependencies import SESSION_COOKIE
from service.api.errors import problem

SAFE = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
}
DOCS = "/api/v1/docs"


def add_security(api: FastAPI) -> None:
    @api.middleware("http")
    async def guard(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        if _is_foreign(request):
            return problem(403, "forbidden", "This request comes from another site.")
        response = await call_next(request)
        for name, value in HEADERS.items():
            if name != "Content-Security-Policy" or request.url.path != DOCS:
                response.headers.setdefault(name, value)
        return response


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
