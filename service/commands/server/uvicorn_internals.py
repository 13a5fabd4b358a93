"""What rests on the insides of uvicorn, which any release may change: all of it is here.

`tests/cli/test_internals_of_uvicorn.py` says of each what breaks when it does.
"""

import asyncio
import socket
from collections.abc import Callable, Collection
from typing import Any, TypeVar

import uvicorn
from uvicorn.supervisors import Multiprocess

try:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as Protocol
except ImportError:  # no wheel of httptools for this machine; h11 does the same, more slowly
    from uvicorn.protocols.http.h11_impl import H11Protocol as Protocol  # type: ignore[assignment]

T = TypeVar("T")
Listens = Callable[[Callable[[], asyncio.Protocol], socket.socket], Any]
"""Lets clients in at a socket, each to a protocol of its own; as an `asyncio.Server` to uvicorn."""


class HttpProtocol(Protocol):
    """A client's connection, as far as whoever watches over it is concerned."""

    def head_came(self, _size: int) -> None:
        """Called once a request's head is read, with its size. What it raises ends the connection.

        Not with h11, which has a limit of its own.
        """

    def body_came(self) -> None:
        """Called once the rest of a request is read."""

    def refusal(self) -> bytes | None:
        """What is sent instead of uvicorn's own answer to what can't be parsed."""
        return None

    def refuse(self) -> None:
        """Answers with the refusal, and ends the connection."""
        self.send_400_response("")

    def on_headers_complete(self) -> None:
        self.head_came(sum(len(name) + len(value) + 4 for name, value in self.headers))
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self.body_came()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        refusal = self.refusal()
        if refusal is None:
            super().send_400_response(msg)
            return
        self.transport.write(refusal)
        self.transport.close()

    @property
    def all_open(self) -> Collection[object]:
        """The connections of its server."""
        return self.server_state.connections

    def shared(self, make: Callable[[], T]) -> T:
        """What `make` returns, once for all connections of a server."""
        if not hasattr(self.server_state, "postil"):
            self.server_state.postil = make()  # type: ignore[attr-defined]
        one: T = self.server_state.postil  # type: ignore[attr-defined]
        return one

    @property
    def is_idle(self) -> bool:
        """Whether no request waits for its answer."""
        return self.cycle is None or self.cycle.response_complete

    @property
    def lacks_body(self) -> bool:
        """Whether there is more to come of the request whose answer is waited for."""
        return self.cycle.more_body

    @property
    def is_held_back(self) -> bool:
        """Whether we let the client send nothing more just now."""
        return self.flow.read_paused


class ListeningConfig(uvicorn.Config):
    """Of a server whose sockets are listened at by `listens`."""

    listens: Listens

    def get_loop_factory(self) -> Callable[[], asyncio.AbstractEventLoop]:
        return lambda: ListeningLoop(self.listens)


class ListeningLoop(asyncio.SelectorEventLoop):
    def __init__(self, listens: Listens) -> None:
        super().__init__()
        self._listens = listens

    async def create_server(self, *args: Any, **more: Any) -> Any:
        """As uvicorn calls it: with what makes a protocol, and the socket that it was given."""
        [factory] = args
        return self._listens(factory, more["sock"])


class Server(uvicorn.Server):
    """Calls `on_ready` once it answers."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()


def run_in_processes(config: uvicorn.Config, bound: socket.socket) -> None:
    """Until Ctrl+C or SIGTERM; a process that dies or hangs is replaced."""
    Multiprocess(config, [bound]).run()
