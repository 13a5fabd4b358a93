"""What answers tell browsers: not to keep what may be secret, and to come back encrypted."""

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

API = "/api/"
A_YEAR = "max-age=31536000"


class AnswerHeaders:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"].startswith(API):
                    headers.setdefault("Cache-Control", "no-store")
                if _is_encrypted(scope):
                    headers.setdefault("Strict-Transport-Security", A_YEAR)
            await send(message)

        await self._app(scope, receive, send_told)


def _is_encrypted(scope: Scope) -> bool:
    """Whether the browser uses HTTPS; a proxy in front may be what decrypts it."""
    public_url: str | None = scope["app"].state.app.settings.public_url
    return scope["scheme"] == "https" or (public_url or "").startswith("https:")


def add_headers(api: FastAPI) -> None:
    api.add_middleware(AnswerHeaders)
