"""A crowd of annotators in a process of its own, which does as the page does, over bare sockets.

The load generator shares the machine with the service, so it must cost next to nothing.
"""

import json
import random
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

AHEAD = 5  # as the page: so many items wait behind the one on the screen …
REFILL_BELOW = 4  # … and below that many it asks for more
BEAT_SECONDS = 4.0  # so often it asks how far the project is


@dataclass
class Seen:
    """What the crowd saw; times in seconds."""

    asked: list[float] = field(default_factory=list)
    polled: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Ids of the annotations that the service acknowledged."""
    offered: dict[int, set[int]] = field(default_factory=dict)
    """Annotators by item."""
    errors: list[str] = field(default_factory=list)
    empty: int = 0
    """How often an annotator who had nothing left was offered nothing."""


class Connection:
    """One kept-alive connection that asks and waits."""

    def __init__(self, url: str, cookie: str, project: int) -> None:
        parts = urlsplit(url)
        self.project = f"/api/v1/projects/{project}"
        self._host = f"{parts.hostname}:{parts.port}"
        self._cookie = cookie
        self._socket = socket.create_connection((parts.hostname, parts.port or 80), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        content = json.dumps(body).encode() if body is not None else b""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\nOrigin: http://{self._host}\r\n"
            f"Cookie: {self._cookie}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        )
        self._socket.sendall(head.encode() + content)
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        headers = bytes(received[:end]).lower()
        length = int(headers.split(b"content-length:")[1].split(b"\r\n")[0])
        while len(received) < end + 4 + length:
            received += self._more()
        return int(headers[9:12]), bytes(received[end + 4 :])

    def _more(self) -> bytes:
        found = self._socket.recv(65_536)
        if not found:
            raise ConnectionError("the service closed the connection")
        return found


@dataclass(frozen=True)
class Crowd:
    url: str
    cookies: list[str]
    projects: list[int]
    """Of each annotator."""
    classes: list[str]
    think: float
    seconds: float
    heartbeat: str = "progress"
    """What a tab asks for every `BEAT_SECONDS`: `stats` before there was less to ask for."""
    apart: bool = False
    """Whether what is next is asked for by itself, as before answers brought it with them."""


def annotate(crowd: Crowd) -> Seen:
    """What the annotators saw, who all started at once in another process."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_annotate, (crowd,))


def healthz(crowd: Crowd) -> list[float]:
    """Seconds of requests that do nothing, from as many connections: the floor of this run."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_healthz, (crowd,))


def _annotate(crowd: Crowd) -> Seen:
    seen = Seen()
    _together(crowd, lambda number, connection: _work(crowd, number, connection, seen))
    return seen


def _healthz(crowd: Crowd) -> list[float]:
    took: list[float] = []

    def ask(_number: int, connection: Connection) -> None:
        until = time.perf_counter() + crowd.seconds
        while time.perf_counter() < until:
            _pause(crowd.think)
            _timed(took, lambda: connection.ask("GET", "/healthz"))

    _together(crowd, ask)
    return took


def _together(crowd: Crowd, work: Callable[[int, Connection], None]) -> None:
    ready = Barrier(len(crowd.cookies))

    def one(number: int) -> None:
        connection = Connection(crowd.url, crowd.cookies[number], crowd.projects[number])
        ready.wait()
        time.sleep(random.uniform(0, crowd.think))
        work(number, connection)

    with ThreadPoolExecutor(len(crowd.cookies)) as pool:
        list(pool.map(one, range(len(crowd.cookies))))


def _work(crowd: Crowd, number: int, connection: Connection, seen: Seen) -> None:
    until = time.perf_counter() + crowd.seconds
    held: dict[int, dict[str, Any]] = {}
    beat = time.perf_counter() + random.uniform(0, BEAT_SECONDS)
    try:
        while time.perf_counter() < until:
            if time.perf_counter() >= beat:
                beat += BEAT_SECONDS
                _poll(crowd, connection, seen)
            if not held or (len(held) <= REFILL_BELOW and crowd.apart):
                _refill(number, connection, seen, held)
            if not held:
                seen.empty += 1
                time.sleep(0.2)
                continue
            item, lease = next(iter(held.items()))
            del held[item]
            _pause(crowd.think)
            if len(held) <= REFILL_BELOW and not crowd.apart:
                _answer_and_refill(crowd, number, connection, seen, held, item, lease["id"])
            else:
                _answer(crowd, connection, seen, item, lease["id"])
    except (OSError, ValueError) as error:
        seen.errors.append(repr(error))


def _poll(crowd: Crowd, connection: Connection, seen: Seen) -> None:
    path = f"{connection.project}/{crowd.heartbeat}"
    status, body = _timed(seen.polled, lambda: connection.ask("GET", path))
    if status != 200:
        seen.errors.append(f"{status} {body!r}")


def _refill(
    number: int, connection: Connection, seen: Seen, held: dict[int, dict[str, Any]]
) -> None:
    path = f"{connection.project}/assignments"
    status, body = _timed(seen.asked, lambda: connection.ask("POST", path, {"limit": 1 + AHEAD}))
    if status != 200:
        seen.errors.append(f"{status} {body!r}")
        return
    _hold(number, seen, held, json.loads(body))


def _hold(number: int, seen: Seen, held: dict[int, dict[str, Any]], offer: Any) -> None:
    for lease in offer["assignments"]:
        held.setdefault(lease["item"]["id"], lease)
        seen.offered.setdefault(lease["item"]["id"], set()).add(number)


def _said(crowd: Crowd, item: int, lease: int) -> dict[str, Any]:
    return {
        "item_id": item,
        "assignment_id": lease,
        "answer": {"class": crowd.classes[item * 7919 % len(crowd.classes)]},
        "shown_at": "2026-01-01T10:00:00.000Z",
        "first_input_at": "2026-01-01T10:00:01.000Z",
        "answered_at": "2026-01-01T10:00:01.000Z",
    }


def _answer_and_refill(
    crowd: Crowd,
    number: int,
    connection: Connection,
    seen: Seen,
    held: dict[int, dict[str, Any]],
    item: int,
    lease: int,
) -> None:
    holding = [each["id"] for each in held.values()]
    more = {"limit": 1 + AHEAD, "holding": holding}
    body = {"id": str(uuid4()), **more, **_said(crowd, item, lease)}
    path = f"{connection.project}/answer-and-next"
    status, content = _timed(seen.asked, lambda: connection.ask("POST", path, body))
    gave = json.loads(content) if status == 200 else None
    if gave is None or gave["answered"]["status"] != 201:
        seen.errors.append(f"{status} {content!r}")
        return
    seen.kept.append(str(body["id"]))
    _hold(number, seen, held, gave["next"])


def _answer(crowd: Crowd, connection: Connection, seen: Seen, item: int, lease: int) -> None:
    name = str(uuid4())
    body = _said(crowd, item, lease)
    path = f"{connection.project}/annotations/{name}"
    status, content = _timed(seen.answered, lambda: connection.ask("PUT", path, body))
    if status == 201:
        seen.kept.append(name)
    else:
        seen.errors.append(f"{status} {content!r}")


def _timed(took: list[float], ask: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
    started = time.perf_counter()
    answer = ask()
    took.append(time.perf_counter() - started)
    return answer


def _pause(think: float) -> None:
    if think:
        time.sleep(think * random.uniform(0.5, 1.5))  # people don't answer in step
