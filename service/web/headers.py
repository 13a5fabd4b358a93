"""What answers tell browsers: whom to trust, what not to keep, and to come back encrypted."""

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

API = "/api/"
# As they go out: every response has them, so none is looked up or encoded again.
NOT_KEPT = (b"cache-control", b"no-store")
A_YEAR = (b"strict-transport-security", b"max-age=31536000")
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (
        b"content-security-policy",
        b"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        b"frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    ),
)


class AnswerHeaders:
    """Middleware without a task of its own: every request passes here, so it must cost nothing."""

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

        await self._app(scope, receive, send_with_headers)


def _of(scope: Scope) -> tuple[tuple[bytes, bytes], ...]:
    kept = (NOT_KEPT,) if scope["path"].startswith(API) else ()
    return (*HEADERS, *kept, A_YEAR) if is_encrypted(scope) else (*HEADERS, *kept)


def is_encrypted(scope: Scope) -> bool:
    """Whether the browser uses HTTPS; a proxy in front may be what decrypts it."""
    public_url: str | None = scope["app"].state.app.settings.public_url
    return scope["scheme"] == "https" or (public_url or "").startswith("https:")


def add_headers(api: FastAPI) -> None:
    api.add_middleware(AnswerHeaders)
