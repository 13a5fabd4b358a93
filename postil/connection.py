"""HTTP with a token: tries again where that is safe, and turns problems into errors."""

import re
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import httpx

from postil.errors import PostilError, Refused, Unreachable
from postil.progress import Progress

PREFIX = "/api/v1"
# Uploads and exports take as long as they take; what must not hang is the connection.
TIMEOUT = httpx.Timeout(60.0, connect=5.0, write=None)
UNHURRIED = httpx.Timeout(60.0, connect=5.0, read=None)
PATIENCE_SECONDS = 60.0
"""How long an answer is tried for again: a service is back by then that was started anew."""
PASSING = {429, 502, 503, 504}
PAGE = 500

Body = Callable[[], Iterator[bytes]]
"""Makes the pieces of a body, from the first one on each time."""


class Connection:
    """To one service, as whoever the token speaks for. It may be used from several threads."""

    def __init__(
        self,
        url: str,
        token: str | None,
        *,
        patience: float = PATIENCE_SECONDS,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`token`: None where a session is opened. `transport`: another way than httpx's own."""
        self.url = _address(url)
        self.api_url = f"{self.url}{PREFIX}"
        self._patience = patience
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(
            base_url=self.api_url, headers=headers, timeout=TIMEOUT, transport=transport
        )
        self._has_answered = False
        self._closing = weakref.finalize(self, self._http.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Also done when nobody holds it any more."""
        self._closing()

    def get(self, path: str, **query: Any) -> Any:
        return self.send("GET", path, query)

    def post(self, path: str, body: Any = None, *, again: bool = False) -> Any:
        """`again`: the service takes it twice for once, so it may be sent again."""
        return self.send("POST", path, json=body, again=again)

    def put(self, path: str, body: Any) -> Any:
        return self.send("PUT", path, json=body)

    def patch(self, path: str, body: Any) -> Any:
        return self.send("PATCH", path, json=body)

    def delete(self, path: str) -> None:
        self.send("DELETE", path)

    def pages(self, path: str, limit: int | None = None, **query: Any) -> Iterator[dict[str, Any]]:
        """The rows of a list, page after page, `limit` at most."""
        left, cursor = limit, None
        while left is None or left > 0:
            size = PAGE if left is None else min(PAGE, left)
            page = self.get(path, **query, limit=size, cursor=cursor)
            yield from page["results"]
            left = None if left is None else left - len(page["results"])
            cursor = page["next"]
            if cursor is None:
                return

    def send(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        *,
        json: Any = None,
        content: Body | None = None,
        headers: Mapping[str, str] | None = None,
        again: bool | None = None,
    ) -> Any:
        """The answer's JSON. Raises `Refused` with the service's words, or `Unreachable`.

        Whatever isn't a POST, and a POST that says so, is tried `again` where the connection broke
        or the service is busy, for a minute at most.
        """
        deadline = time.monotonic() + self._patience
        repeats = method != "POST" if again is None else again
        for attempt in range(1_000):
            pause = min(0.5 * 2**attempt, 8.0)
            is_last = not repeats or time.monotonic() + pause > deadline
            try:
                response = self._http.request(
                    method,
                    path,
                    params=_sent(query),
                    json=json,
                    content=None if content is None else content(),
                    headers=headers,
                )
            except httpx.TransportError as error:
                if is_last or not self._has_answered:
                    raise self._unreachable(error) from None
            else:
                self._has_answered = True
                pause = _seconds(response.headers.get("Retry-After"), pause)
                if response.status_code not in PASSING or is_last or _is_lasting(response):
                    return self._content(response)
            time.sleep(pause)
        raise AssertionError("the deadline comes first")

    def pieces(self, path: str, bar: Progress | None = None, **query: Any) -> Iterator[bytes]:
        """A streamed answer as it comes; `bar` shows how many bytes have come."""
        with self._streamed(path, query) as response:
            size, done = response.headers.get("Content-Length"), 0
            for piece in response.iter_bytes():
                yield piece
                done += len(piece)
                if bar is not None:
                    bar.update(done, int(size) if size else None, "bytes received")

    def lines(self, path: str, **query: Any) -> Iterator[str]:
        """A streamed answer, a line at a time."""
        with self._streamed(path, query) as response:
            yield from response.iter_lines()

    def save(self, path: str, file: Path, bar: Progress | None = None, **query: Any) -> Path:
        """A streamed answer as a file."""
        return write_whole(file, self.pieces(path, bar, **query))

    @contextmanager
    def _streamed(self, path: str, query: Mapping[str, Any]) -> Iterator[httpx.Response]:
        try:
            with self._http.stream("GET", path, params=_sent(query), timeout=UNHURRIED) as response:
                if response.is_error:
                    response.read()
                    self._content(response)
                yield response
        except httpx.TransportError as error:
            raise self._unreachable(error) from None

    def _content(self, response: httpx.Response) -> Any:
        if not response.content and response.is_success:
            return None
        try:
            content = response.json()
        except ValueError:
            status = response.status_code
            raise Unreachable(
                f"What answers at {self.url} isn't Postil: {status}, and no JSON."
            ) from None
        if response.is_error:
            raise Refused(response.status_code, content if isinstance(content, dict) else {})
        return content

    def _unreachable(self, error: httpx.TransportError) -> Unreachable:
        """To be raised from None: what the error says is in it, its 60 lines help nobody."""
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            return Unreachable(
                f"Nothing answers at {self.url}. Is `postil serve` running there? POSTIL_URL gives "
                "another address."
            )
        return Unreachable(f"The connection to {self.url} broke: {error or type(error).__name__}")


def write_whole(file: Path, pieces: Iterable[bytes]) -> Path:
    """Writes a file, which gets its name when it is whole."""
    check_folder(file)
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as written:
            written.writelines(pieces)
        return part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def check_folder(file: Path) -> None:
    """Raises before anything is made that couldn't be written there."""
    if not file.parent.is_dir():
        raise PostilError(f"There is no folder {file.parent} to write {file.name} to.")


def _address(address: str) -> str:
    """An address that may lack its beginning: `localhost:8765`."""
    url = (address if "://" in address else f"http://{address}").rstrip("/")
    if re.fullmatch(r"https?://[^/?#]+(/[^?#]*)?", url):
        return url
    raise Unreachable(
        f"{address!r} is no address of a service: one looks like http://127.0.0.1:8765"
    )


def _sent(query: Mapping[str, Any] | None) -> dict[str, Any]:
    """Without what says nothing."""
    return {name: value for name, value in (query or {}).items() if value is not None}


def _seconds(retry_after: str | None, otherwise: float) -> float:
    return float(retry_after) if retry_after and retry_after.isdigit() else otherwise


LASTING = {"no_encoder", "other_encoder", "worker_silent"}
"""Reasons that don't pass while one waits. A worker that was too slow would be so again."""


def _is_lasting(response: httpx.Response) -> bool:
    try:
        reason = response.json().get("reason")
    except (ValueError, AttributeError):
        return False
    return isinstance(reason, dict) and reason.get("code") in LASTING
