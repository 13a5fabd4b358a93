"""What every request and every answer passes: the origin of writes, headers, and compression."""

from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.web.dependencies import SESSION_COOKIE
from service.web.errors import problem

MIN_BYTES = 4096
"""Below it an answer fits in few packets, and annotators' answers are smaller."""
LEVEL = 5
API = "/api/"
STREAMED = "/export"


class Compression(GZipMiddleware):
    """Exports pass by: a packer would hold their rows back, and takes longer than a network.

    So does the page, which the build has packed.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        is_packed = path.startswith(API) and not path.endswith(STREAMED)
        await (super().__call__ if is_packed else self.app)(scope, receive, send)


# As they go out: every response has them, so none is looked up or encoded again.
NOT_KEPT = (b"cache-control", b"no-store")
A_YEAR = (b"strict-transport-security", b"max-age=31536000")
POLICY = (
    b"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    b"frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", POLICY),
)


class SecurityMiddleware:
    """Refuses writes from other sites, and gives every answer its headers.

    Without a task of its own: every request passes here, so it must cost nothing.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                names = {name for name, _ in headers}
                headers += [header for header in _of(scope) if header[0] not in names]
                message["headers"] = headers
            await send(message)

        answer = self._app
        if _is_foreign(Request(scope)):
            answer = problem(403, "forbidden", "This request comes from another site.")
        await answer(scope, receive, send_with_headers)


def _of(scope: Scope) -> tuple[tuple[bytes, bytes], ...]:
    kept = (NOT_KEPT,) if scope["path"].startswith(API) else ()
    return (*HEADERS, *kept, A_YEAR) if is_encrypted(scope) else (*HEADERS, *kept)


def is_encrypted(scope: Scope) -> bool:
    """Whether the browser uses HTTPS; a proxy in front may be what decrypts it."""
    public_url: str | None = scope["app"].state.app.settings.public_url
    return scope["scheme"] == "https" or (public_url or "").startswith("https:")


SAFE = ("GET", "HEAD", "OPTIONS")


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


def add_middleware(api: FastAPI) -> None:
    """The last one is passed first."""
    api.add_middleware(Compression, minimum_size=MIN_BYTES, compresslevel=LEVEL)
    api.add_middleware(SecurityMiddleware)
