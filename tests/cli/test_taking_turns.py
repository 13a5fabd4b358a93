"""Clients are shared out among the processes of one port."""

import asyncio
import socket
import time
from functools import partial

import pytest

from service.commands.server.taking_turns import Door, Turns
from service.commands.server.uvicorn_internals import ListeningLoop
from service.commands.server.web_server import listen
from tests.patience import PATIENCE_SECONDS

CLIENTS = 8
Loops = list[ListeningLoop]


class Counted(asyncio.Protocol):
    def __init__(self, met: list[int], process: int) -> None:
        self._met, self._process = met, process

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._met.append(self._process)
        transport.close()


def met_by(loops: Loops, bound: socket.socket, awake: Loops) -> list[int]:
    """Which of two processes met each of some clients that came at once."""
    met: list[int] = []
    servers = [
        loop.run_until_complete(
            loop.create_server(lambda of=number: Counted(met, of), sock=bound.dup())
        )
        for number, loop in enumerate(loops)
    ]
    clients = [socket.create_connection(bound.getsockname()) for _ in range(CLIENTS)]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(met) < CLIENTS:
        assert time.monotonic() < deadline, f"{len(met)} of {CLIENTS} clients were met"
        for loop in awake:
            loop.call_later(0.001, loop.stop)
            loop.run_forever()
    for loop, server in zip(loops, servers, strict=True):
        server.close()
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.close()
    for client in (*clients, bound):
        client.close()
    return sorted(met)


def two_loops() -> Loops:
    turns = Turns(2)
    return [ListeningLoop(partial(Door, turns)) for _ in range(2)]


def test_clients_that_come_at_once_are_shared_out() -> None:
    loops = two_loops()
    half = CLIENTS // 2
    assert met_by(loops, listen("127.0.0.1", 0), loops) == [0] * half + [1] * half


@pytest.mark.slow
def test_who_is_busy_keeps_nobody_waiting() -> None:
    loops = two_loops()
    assert met_by(loops, listen("127.0.0.1", 0), loops[:1]) == [0] * CLIENTS
