"""Clients are shared out among the processes of one port."""

import asyncio
import socket

from service.commands.web_server import OneAtATime, listen

CLIENTS = 8


class Counted(asyncio.Protocol):
    def __init__(self, met: list[int], process: int) -> None:
        self._met, self._process = met, process

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._met.append(self._process)
        transport.close()


def test_clients_that_come_at_once_are_shared_out() -> None:
    bound = listen("127.0.0.1", 0)
    met: list[int] = []
    clients = [socket.create_connection(bound.getsockname()) for _ in range(CLIENTS)]
    loops = [OneAtATime(), OneAtATime()]
    servers = [
        loop.run_until_complete(
            loop.create_server(
                lambda of=number: Counted(met, of), sock=bound.dup(), backlog=CLIENTS
            )
        )
        for number, loop in enumerate(loops)
    ]
    for _ in range(3 * CLIENTS):
        for loop in loops:
            loop.call_soon(loop.stop)
            loop.run_forever()
    assert sorted(met) == [0] * (CLIENTS // 2) + [1] * (CLIENTS // 2)
    for loop, server in zip(loops, servers, strict=True):
        server.close()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
    for client in (*clients, bound):
        client.close()
