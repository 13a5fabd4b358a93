"""What breaks when the insides of uvicorn change that `uvicorn_internals` rests on."""

import asyncio
import inspect
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from uvicorn.supervisors import Multiprocess

from service.commands.server.uvicorn_internals import (
    HttpProtocol,
    ListeningConfig,
    ListeningLoop,
    Server,
)
from tests.cli.test_connections import answer, echo
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.slow

BIG = 2**20
"""A body that is more than uvicorn takes in before anybody asks for it."""


async def late(scope: Any, receive: Any, send: Any) -> None:
    """As `echo`, but a body has come before it is asked for."""
    await asyncio.sleep(0.1)
    await echo(scope, receive, send)


class Noted(HttpProtocol):
    """Writes down what it is called for, and what it says of itself then."""

    def __init__(self, *parts: Any, **named: Any) -> None:
        super().__init__(*parts, **named)
        self.notes: list[Any] = self.shared(list)

    def head_came(self, size: int) -> None:
        self.notes.append(("head", size, self.is_idle, len(self.all_open)))

    def body_came(self) -> None:
        self.notes.append(("body", self.is_idle, self.lacks_body))

    def refusal(self) -> bytes | None:
        return b"refused"

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.is_held_back:
            self.notes.append("held back")


class Listening:
    """The server with one listener of our own, that lets in by asyncio's usual means."""

    def __init__(self) -> None:
        self.bound = socket.create_server(("127.0.0.1", 0))
        self.factories: list[Callable[[], asyncio.Protocol]] = []
        self.is_ready = threading.Event()
        config = ListeningConfig(late, http=Noted, ws="none", lifespan="off", log_level="error")
        config.listens = self.listen
        self.server = Server(config, self.is_ready.set)
        self.thread = threading.Thread(target=self.server.run, args=([self.bound],))
        self.thread.start()
        assert self.is_ready.wait(PATIENCE_SECONDS), "`Server.startup` is called by another name"

    def listen(self, factory: Callable[[], asyncio.Protocol], bound: socket.socket) -> Any:
        self.factories.append(factory)
        loop = asyncio.get_running_loop()
        assert isinstance(loop, ListeningLoop)
        usual = super(ListeningLoop, loop).create_server(factory, sock=bound)
        self.task = loop.create_task(usual)
        return self

    def close(self) -> None:
        self.task.result().close()

    async def wait_closed(self) -> None:
        pass

    @property
    def notes(self) -> list[Any]:
        notes: list[Any] = getattr(self.server.server_state, "postil", [])
        return notes

    @property
    def address(self) -> Any:
        return self.bound.getsockname()

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(PATIENCE_SECONDS)
        self.bound.close()


@pytest.fixture(scope="module")
def listening() -> Iterator[Listening]:
    made = Listening()
    yield made
    made.stop()


@pytest.fixture
def notes(listening: Listening) -> list[Any]:
    """Of a large body that comes before anybody asks for it, and of the next request."""
    listening.notes.clear()
    head = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: %d\r\n\r\n" % BIG
    last = b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"
    received = b""
    with socket.create_connection(listening.address, PATIENCE_SECONDS) as client:
        client.sendall(head + b"a" * BIG)
        while not received.endswith(str(BIG).encode()):
            received += client.recv(2**16)
        client.sendall(last)
        assert b"200 OK" in answer(client)
    return listening.notes


def test_config_get_loop_factory_and_the_call_of_create_server(listening: Listening) -> None:
    """Processes take no turns: one has all clients, another none."""
    assert len(listening.factories) == 1


def test_on_headers_complete_and_headers(notes: list[Any]) -> None:
    """Headers of any size are taken in."""
    heads = [note[1] for note in notes if note[0] == "head"]
    assert heads == [12 + 25, 12 + 19]


def test_on_message_complete(notes: list[Any]) -> None:
    """A client whose body was answered early is let go as one that has stopped."""
    assert sum(note[0] == "body" for note in notes) == 2


def test_cycle_response_complete_and_more_body(notes: list[Any]) -> None:
    """Whoever waits for us is let go as one that we wait for, or the other way round."""
    assert [note[2] for note in notes if note[0] == "head"] == [True, True]
    assert [note[1:] for note in notes if note[0] == "body"] == [(False, True)] * 2


def test_flow_read_paused(notes: list[Any]) -> None:
    """Whoever we let send nothing more is let go because nothing comes."""
    assert "held back" in notes


def test_server_state_connections(notes: list[Any]) -> None:
    """No connection is looked after, nor any let go where there are too many."""
    assert [note[3] for note in notes if note[0] == "head"] == [1, 1]


def test_send_400_response(listening: Listening) -> None:
    """Headers that are too large are refused as a bad request, and don't say why."""
    client = socket.create_connection(listening.address, PATIENCE_SECONDS)
    client.sendall(b"nonsense\r\n\r\n")
    assert answer(client) == b"refused"


def test_multiprocess_takes_a_config_and_sockets() -> None:
    """`postil api --processes 2` doesn't start."""
    inspect.signature(Multiprocess).bind(object(), [object()])
    assert callable(Multiprocess.run)
