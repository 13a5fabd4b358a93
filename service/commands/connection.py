"""The service as a program sees it: HTTP with a token, and problems as one line."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from service.commands.server.running_address import find_address
from service.kit.errors import PostilError
from service.kit.settings import Settings

PREFIX = "/api/v1"
# Uploads and exports take as long as they take; what must not hang is the connection.
TIMEOUT = httpx.Timeout(60.0, connect=5.0, write=None)


class Refused(PostilError):
    """The service answered with a problem."""


@contextmanager
def connect(url: str | None, token: str | None) -> Iterator[httpx.Client]:
    """A client of the service at `url` (default: the one on this data directory)."""
    settings = Settings()
    url = _address(url or find_address(settings))
    if token is None and settings.admin_token is not None:
        token = settings.admin_token.get_secret_value()
    if not token:
        raise PostilError("Give a --token, or set POSTIL_TOKEN. Make one with `postil token`.")
    headers = {"Authorization": f"Bearer {sendable('--token', token)}"}
    try:
        with httpx.Client(base_url=f"{url}{PREFIX}", headers=headers, timeout=TIMEOUT) as client:
            yield client
    except httpx.ConnectError as error:
        raise PostilError(f"Nothing answers at {url}. Is `postil serve` running?") from error
    except httpx.TransportError as error:
        raise PostilError(f"The connection to {url} broke: {error}") from error


def _address(address: str) -> str:
    """An address that may lack its beginning: `localhost:8765`."""
    url = (address if "://" in address else f"http://{address}").rstrip("/")
    if re.fullmatch(r"https?://[^/?#]+(/[^?#]*)?", url):
        return url
    raise PostilError(
        f"{address!r} is no address of a service: one looks like http://127.0.0.1:8765"
    )


def sendable(option: str, value: str) -> str:
    """What a header may hold, else what is wrong with the option that gave it."""
    if not re.fullmatch("[!-~]+( +[!-~]+)*", value):
        raise PostilError(
            f"{option} takes ASCII letters, digits and signs, without blanks around them."
        )
    return value


def checked(response: httpx.Response) -> Any:
    """The answer's JSON; `Refused` with the service's own words when it is a problem."""
    if response.is_error:
        response.read()
        raise Refused(_problem(response))
    try:
        return response.json()
    except ValueError as error:
        raise PostilError(f"What answers at {response.request.url} isn't Postil.") from error


def _problem(response: httpx.Response) -> str:
    try:
        problem = response.json()
    except ValueError:
        problem = None
    if not isinstance(problem, dict):
        return f"{response.request.url} answered {response.status_code}"
    return str(problem.get("detail") or problem.get("title") or problem)


def find_project(
    client: httpx.Client, reference: str, *, archived: bool = False
) -> dict[str, Any] | None:
    """The project with this id or, else, this name; None when there is none. One that is archived
    is looked for among those alone."""
    named = []
    for project in projects(client, archived=archived):
        if str(project["id"]) == reference:
            return project
        if project["name"] == reference:
            named.append(project)
    if len(named) > 1:
        ids = ", ".join(str(project["id"]) for project in named)
        raise PostilError(f"Several projects are called {reference!r}; give one's id: {ids}")
    return named[0] if named else None


def the_project(client: httpx.Client, reference: str, advice: str = "") -> dict[str, Any]:
    """The project with this id or name; what there is instead is said otherwise, with `advice`."""
    match = find_project(client, reference) or find_project(client, reference, archived=True)
    if match is None:
        names = ", ".join(repr(project["name"]) for project in projects(client)) or "none"
        seen = f"There is no project {reference!r}. Those you can see: {names}"
        raise PostilError(f"{seen}. {advice}" if advice else seen)
    return match


def projects(client: httpx.Client, *, archived: bool = False) -> Iterator[dict[str, Any]]:
    """Every project the token sees, page by page; archived ones or the others."""
    which = {"archived": str(archived).lower()}
    query: dict[str, str] | None = which
    while query is not None:
        page = checked(client.get("/projects", params=query))
        yield from page["results"]
        query = None if page["next"] is None else {**which, "cursor": page["next"]}
