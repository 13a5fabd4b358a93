"""The public HTTP API, as a program that uses it sees it."""

from typing import Any, Self
from urllib.parse import urlsplit

import httpx


class Client:
    """Someone who is signed in to the service: the engineer, or an annotator."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = httpx.Client(base_url=f"{url}/api/v1", timeout=30.0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def sign_in(self, link: str, name: str | None = None) -> Self:
        """Opens a link as a browser does: what stands behind the # signs in, the rest is shown."""
        secret = urlsplit(link).fragment.removeprefix("token=").partition("&")[0]
        self.send("POST", "/session", json={"token": secret, "name": name})
        return self

    def get(self, path: str, **query: Any) -> Any:
        return self.send("GET", path, params=query)

    def post(self, path: str, body: Any) -> Any:
        return self.send("POST", path, json=body)

    def send(self, method: str, path: str, **request: Any) -> Any:
        """The answer's JSON; `httpx.HTTPStatusError` with the service's words on a problem."""
        response = self._http.request(method, path, **request)
        if response.is_error:
            message = f"{method} {path} answered {response.status_code}: {response.text}"
            raise httpx.HTTPStatusError(message, request=response.request, response=response)
        return response.json() if response.content else None
