"""Clients that stop in the middle: they are let go, and nobody else notices."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from typing import Any

import httpx
import pytest
import uvicorn

from service.commands.server import http_connection, web_server
from tests.patience import PATIENCE_SECONDS, until

pytestmark = pytest.mark.slow
HEAD = b"POST / HTTP/1.1\r\nHost: here\r\n"


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Says how long a body was; `/unread` answers without a look, `/large` with 8 MB."""
    length, more = 0, scope["path"] != "/unread"
    while more:
        message = await receive()
        length, more = length + len(message.get("body", b"")), message.get("more_body", False)
        if message["type"] == "http.disconnect":
            return
    body = b"x" * 2**23 if scope["path"] == "/large" else str(length).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    start = {"type": "http.response.start", "status": 200, "headers": headers}
    await send(start)
    for at in range(0, len(body), 2**16):
        rest = at + 2**16 < len(body)
        await send({"type": "http.response.body", "body": body[at : at + 2**16], "more_body": rest})


class Running:
    """The service's web server around `echo`."""

    def __init__(self) -> None:
        self.bound = web_server.listen("127.0.0.1", 0)
        self.url = web_server.url_of(self.bound)
        config = web_server._config(echo, uvicorn.Config, lifespan="off")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, args=([self.bound],))
        self.thread.start()
        until(lambda: self.server.started, "the server starts")

    @property
    def open(self) -> int:
        return len(self.server.server_state.connections)

    def connect(self, *sent: bytes) -> socket.socket:
        made = socket.create_connection(self.bound.getsockname(), timeout=PATIENCE_SECONDS)
        for piece in sent:
            made.sendall(piece)
        return made

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(PATIENCE_SECONDS)
        self.bound.close()


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    monkeypatch.setattr(http_connection, "HEAD_SECONDS", 0.5)
    monkeypatch.setattr(http_connection, "STALL_SECONDS", 1.0)
    monkeypatch.setattr(http_connection, "LOOK_EVERY", 0.1)
    made = Running()
    yield made
    made.stop()


def answer(connection: socket.socket) -> bytes:
    """All that comes until the other side closes; nothing when it resets."""
    received = b""
    with closing(connection):
        try:
            while piece := connection.recv(2**16):
                received += piece
        except ConnectionResetError:
            pass
    return received


@pytest.mark.parametrize(
    "sent",
    [
        (),
        (b"P",),
        (HEAD,),
        (HEAD + b"Content-Length: 5\r\n\r\nab",),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n",),
        (b"GET / HTTP/1.1\r\nHost: here\r\n\r\n", b"GET /"),
    ],
    ids=["nothing", "a letter", "half a head", "half a body", "half a chunk", "half the next"],
)
def test_who_stops_in_the_middle_is_let_go(running: Running, sent: tuple[bytes, ...]) -> None:
    waiting = [running.connect(*sent) for _ in range(50)]
    assert httpx.post(running.url, content=b"abc").text == "3"
    for each in waiting:
        received = answer(each)
        assert received.count(b"200 OK") == (len(sent) == 2)
    until(lambda: running.open == 0, "all of them are gone")


def test_who_drips_is_let_go(running: Running) -> None:
    """A byte now and then holds neither a head nor a body open."""
    for start in (HEAD + b"X: ", HEAD + b"Content-Length: 1000000\r\n\r\n"):
        with closing(running.connect(start)) as dripping:
            until(partial(is_shut, dripping), "it is let go", pause=0.05)


def is_shut(connection: socket.socket) -> bool:
    """Whether the other side takes nothing more: tried with a letter."""
    try:
        connection.sendall(b"a")
    except (BrokenPipeError, ConnectionResetError):
        return True
    return False


def test_who_is_slow_but_goes_on_is_not(running: Running) -> None:
    slow = running.connect(HEAD + b"Connection: close\r\nContent-Length: 12000\r\n\r\n")
    for _ in range(12):
        slow.sendall(b"a" * 1_000)
        time.sleep(0.2)
    assert answer(slow).endswith(b"12000")


def test_who_reads_no_answer_is_let_go(running: Running) -> None:
    deaf = running.connect(b"GET /large HTTP/1.1\r\nHost: here\r\n\r\n")
    until(lambda: running.open == 1, "it is there")
    until(lambda: running.open == 0, "it is gone")
    deaf.close()


@pytest.mark.parametrize("piece", [100, 2**18], ids=["in pieces", "at once"])
def test_headers_have_a_limit(running: Running, piece: int) -> None:
    head = HEAD + b"X: " + b"a" * 70_000 + b"\r\n\r\n"
    sender = running.connect()
    for at in range(0, len(head), piece):
        try:
            sender.sendall(head[at : at + piece])
        except (BrokenPipeError, ConnectionResetError):
            break
    assert b"431" in answer(sender)[:40]
    fits = httpx.get(running.url, headers={"X": "a" * 60_000})
    assert fits.status_code == 200


def test_who_sends_on_after_the_answer_gets_to_see_it(running: Running) -> None:
    """And their connection stays for the next request."""
    size = 4 * 2**20
    header = b"Content-Length: %d\r\n\r\n" % size
    sender = running.connect(b"POST /unread HTTP/1.1\r\nHost: here\r\n" + header)
    for _ in range(size // 2**16):
        sender.sendall(b"a" * 2**16)
    sender.sendall(HEAD + b"Connection: close\r\nContent-Length: 2\r\n\r\nab")
    response = answer(sender)
    assert response.count(b"200 OK") == 2
    assert response.endswith(b"2")


def test_of_too_many_the_one_goes_that_waited_longest(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_connection, "HEAD_SECONDS", 1_000.0)
    monkeypatch.setattr(http_connection, "MOST_CONNECTIONS", 20)
    first = running.connect(HEAD)
    until(lambda: running.open == 1, "the first is there")
    others = [running.connect(HEAD) for _ in range(60)]
    assert httpx.post(running.url, content=b"abc").text == "3"
    assert running.open <= 21
    assert answer(first) == b""
    for each in others:
        each.close()


def test_connections_leave_files_free(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    for files, most in ((256, 56), (100, 10), (10_000, 1_000), (resource.RLIM_INFINITY, 1_000)):
        monkeypatch.setattr(resource, "getrlimit", lambda _which, files=files: (files, files))
        assert http_connection.most_connections() == most
