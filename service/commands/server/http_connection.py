"""Connections that don't hold the service up: whoever stops in the middle of a request is let go.

uvicorn waits for the rest of a request as long as the client likes, in any number, and with
httptools takes headers of any size. A proxy in front limits all that, but `postil serve` has none.
"""

import asyncio
from collections.abc import Collection
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from service.commands.server.uvicorn_internals import HttpProtocol

HEAD_BYTES = 64 * 1024
HEAD_SECONDS = 15.0
"""Until the last line of the headers, from the first byte, or from the connection itself."""
IGNORED_BYTES = 16 * 2**20
"""Of a body that was answered before it was read: whoever sends it should get to see the answer."""
STALL_SECONDS = 30.0
STALL_BYTES = 1024
"""A body that brings less in that time, or an answer that isn't read any further, has stopped."""
LOOK_EVERY = 1.0
MOST_CONNECTIONS = 1_000
FILES_KEPT_FREE = 200
"""Of what the system lets a process open: for the database, files and what is being answered."""
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\n\r\n"


class HeadTooLarge(Exception):
    """Raised to the parser, which ends the connection."""


class Connection(HttpProtocol):
    """A client's connection. What it does at each piece of data costs next to nothing; what has
    stopped is looked for once a second, in all connections together."""

    def __init__(self, *parts: Any, **named: Any) -> None:
        super().__init__(*parts, **named)
        self.in_body = False
        self.head_bytes = self.ignored_bytes = self.received = 0
        self.watch = self.shared(lambda: Watch(self.all_open))
        self.unread_since: float | None = None
        self.seen = (0.0, 0)
        """When a body last came on, and how much had come by then."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.watch.let_in(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.watch.waiting.pop(self, None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        if self.is_idle and self.in_body:
            self.ignored_bytes += len(data)
        elif self.is_idle:
            self.head_bytes += len(data)
            self.watch.waiting.setdefault(self, self.loop.time())
        super().data_received(data)
        if self.transport.is_closing():
            return
        if not self.is_idle:
            self.watch.waiting.pop(self, None)
        elif self.ignored_bytes > IGNORED_BYTES:
            self.transport.close()
        elif not self.in_body and self.head_bytes > HEAD_BYTES:
            self.refuse()

    def head_came(self, size: int) -> None:
        if size > HEAD_BYTES:
            raise HeadTooLarge
        self.head_bytes = self.ignored_bytes = 0
        self.in_body, self.seen = True, (self.loop.time(), self.received)

    def body_came(self) -> None:
        self.in_body = False
        if self.is_idle:  # it was answered before it had come as a whole: the next may come now
            self.watch.waiting[self], self.head_bytes = self.loop.time(), 0

    def refusal(self) -> bytes | None:
        return TOO_LARGE if self.head_bytes > HEAD_BYTES else None

    def pause_writing(self) -> None:
        self.unread_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        self.unread_since = None
        super().resume_writing()

    def has_stopped(self, now: float) -> bool:
        """Whether the client, not we, is why nothing goes on."""
        if self.unread_since is not None:
            return now - self.unread_since > STALL_SECONDS
        if self.is_idle and not self.in_body:
            return now - self.watch.waiting.get(self, now) > HEAD_SECONDS
        if self.is_held_back or not (self.in_body or self.lacks_body):
            self.seen = (now, self.received)
            return False
        since, had = self.seen
        if self.received - had >= STALL_BYTES:
            self.seen = (now, self.received)
            return False
        return now - since > STALL_SECONDS

    def let_go(self) -> None:
        self.watch.waiting.pop(self, None)
        self.transport.abort()


class Watch:
    """Looks after the connections of one server, as long as there are any."""

    def __init__(self, connections: Collection[object]) -> None:
        self.waiting: dict[Connection, float] = {}
        """Those that keep us waiting for a request's head, since when, the longest first."""
        self._connections = connections
        self._is_looking = False
        self._most = most_connections()

    def let_in(self, new: Connection) -> None:
        """Where there are too many, the one goes that has waited longest without asking."""
        if len(self._connections) > self._most and self.waiting:
            next(iter(self.waiting)).let_go()
        self.waiting[new] = new.loop.time()
        if not self._is_looking:
            self._is_looking = True
            new.loop.call_later(LOOK_EVERY, self._look, new.loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        for each in list(self._connections):
            if isinstance(each, Connection) and each.has_stopped(loop.time()):
                each.let_go()
        self._is_looking = bool(self._connections)
        if self._is_looking:
            loop.call_later(LOOK_EVERY, self._look, loop)


def most_connections() -> int:
    """Fewer than files that may be open: beyond, no connection is taken and no file opened."""
    if find_spec("resource") is None:  # Windows has no such limit
        return MOST_CONNECTIONS
    resource: Any = import_module("resource")
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(10, min(MOST_CONNECTIONS, int(files) - FILES_KEPT_FREE))
