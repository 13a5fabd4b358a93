"""What answers tell browsers: whom to trust, what not to keep, and to come back encrypted."""

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

API = "/api/"
A_YEAR = "max-age=31536000"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
}


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
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith(API):
                    headers.setdefault("Cache-Control", "no-store")
                if is_encrypted(scope):
                    headers.setdefault("Strict-Transport-Security", A_YEAR)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def is_encrypted(scope: Scope) -> bool:
    """Whether the browser uses HTTPS; a proxy in front may be what decrypts it."""
    public_url: str | None = scope["app"].state.app.settings.public_url
    return scope["scheme"] == "https" or (public_url or "").startswith("https:")


def add_headers(api: FastAPI) -> None:
    api.add_middleware(AnswerHeaders)
