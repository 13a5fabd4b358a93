"""`python -m workers.child FD`: one piece of work in a program of its own, which ends with ours.

There are threads in a worker, and a fork would have their memory and may hang. multiprocessing's
own way starts a second process beside it, which stays as long as the worker does, and loads there
what the worker was started with.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any, Concatenate, NamedTuple, ParamSpec

from service.kit.errors import PostilError
from workers.freed_memory import share_heaps

P = ParamSpec("P")
LOOK_SECONDS = 5.0
"""So often it is looked whether a job is still ours, however long a step takes."""
DIED = (EOFError, ConnectionResetError)
"""What reading from a child raises that has ended; the latter where it left something unread."""
DEATH = "Its process died. The worker's log says why; if it doesn't, the machine lacked memory."


class Step(NamedTuple):
    """What a child says on its way."""

    done: int
    total: int


@contextmanager
def in_child(
    work: Callable[Concatenate[Connection, P], None], *arguments: P.args, **named: P.kwargs
) -> Iterator[Connection]:
    """What `work(connection, ...)` sends, from a child of this thread's priority.

    It ends with the block. Reading says DIED when it has ended before.
    """
    process, connection = start("workers.child")
    try:
        with suppress(OSError):  # one that has died already is noticed by whoever reads
            connection.send((work, arguments, named))
        yield connection
    finally:
        process.kill()
        process.wait()
        connection.close()


def awaited(child: Connection, look: Callable[[], None]) -> Any:
    """What a child that tells no steps sends in the end, else as `followed`."""
    return followed(child, lambda _done, _total: look())


def followed(child: Connection, progress: Callable[[int, int], None]) -> Any:
    """What a child sends in the end; a PostilError is raised, RuntimeError when it dies.

    Its steps are told, the last one again where none came for five seconds.
    """
    step = Step(0, 0)
    while True:
        try:
            received = child.recv() if child.poll(LOOK_SECONDS) else step
        except DIED as error:
            raise RuntimeError(DEATH) from error
        if isinstance(received, PostilError):
            raise received
        if not isinstance(received, Step):
            return received
        step = received
        progress(*step)


def start(module: str) -> tuple["subprocess.Popen[bytes]", Connection]:
    """`python -m module FD`, and our end of the socket that is FD there."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", module, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
        )
        return process, Connection(ours.detach())


def leave_signals_to_worker() -> None:
    """Ctrl+C in a terminal reaches all of us, and so does what systemd sends: the worker gives its
    jobs their time, and ends us then."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def _end_with(parent: Connection) -> None:
    """However it ends. It sends nothing more."""
    with suppress(EOFError, OSError):
        parent.recv_bytes()
    os._exit(1)


def main() -> None:
    leave_signals_to_worker()
    share_heaps()
    parent = Connection(int(sys.argv[1]))
    try:
        work, arguments, named = parent.recv()
    except EOFError:  # ours has ended meanwhile
        sys.exit(1)
    threading.Thread(target=_end_with, args=[parent], name="parent watch", daemon=True).start()
    work(parent, *arguments, **named)


if __name__ == "__main__":
    main()
