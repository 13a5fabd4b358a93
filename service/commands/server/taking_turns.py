"""Processes that answer on one port let clients in by turns, so that each has about as many.

Left alone the process that is awake takes all that come at once: on a busy machine one of two had
all sixteen clients, and the other none.
"""

import asyncio
import contextlib
import multiprocessing
import socket
from collections.abc import Callable
from typing import Any

LOOK_AGAIN_SECONDS = 0.002
LONGEST_TURN_SECONDS = 0.03
"""Who doesn't take a client in this long is busy or gone: another does."""
NO_FILE_SECONDS = 1.0


class Turns:
    """How many clients were let in, in memory that the processes share."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._all = multiprocessing.get_context("spawn").RawValue("q", 0)

    @property
    def share(self) -> float:
        """What each process has let in when all did as much."""
        return float(self._all.value / self._processes)

    def taken(self) -> None:
        self._all.value += 1


class Door:
    """As an `asyncio.Server` to uvicorn."""

    def __init__(
        self, turns: Turns, factory: Callable[[], asyncio.Protocol], bound: socket.socket
    ) -> None:
        self._loop, self._turns = asyncio.get_running_loop(), turns
        self._factory, self._bound = factory, bound
        self._taken = turns.share
        """Clients that this process let in, as if it had been there from the beginning."""
        self._since: float | None = None
        """When a client was first seen that another is to take."""
        self._later: asyncio.TimerHandle | None = None
        self._joining: set[asyncio.Task[Any]] = set()
        bound.setblocking(False)
        self._watch()

    def close(self) -> None:
        self._loop.remove_reader(self._bound)
        if self._later is not None:
            self._later.cancel()
        self._bound.close()

    async def wait_closed(self) -> None:
        """Its clients are uvicorn's."""

    def _watch(self) -> None:
        self._later = None
        self._loop.add_reader(self._bound, self._look)

    def _rest(self, seconds: float) -> None:
        self._loop.remove_reader(self._bound)
        self._later = self._loop.call_later(seconds, self._watch)

    def _look(self) -> None:
        if self._taken > self._turns.share:
            if not self._has_waited():
                self._rest(LOOK_AGAIN_SECONDS)
                return
            self._taken = self._turns.share
        self._since = None
        try:
            client, _ = self._bound.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return  # another has taken it, or it has gone
        except OSError:  # no more files may be open
            self._rest(NO_FILE_SECONDS)
            return
        self._turns.taken()
        self._taken += 1
        client.setblocking(False)
        task = self._loop.create_task(self._let_in(client))
        self._joining.add(task)
        task.add_done_callback(self._joining.discard)

    async def _let_in(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):  # it has gone
            await self._loop.connect_accepted_socket(self._factory, client)

    def _has_waited(self) -> bool:
        now = self._loop.time()
        if self._since is None or now - self._since > 2 * LONGEST_TURN_SECONDS:
            self._since = now
        return now - self._since >= LONGEST_TURN_SECONDS
