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
from typing import Concatenate, ParamSpec

from workers.freed_memory import share_heaps

P = ParamSpec("P")
DIED = (EOFError, ConnectionResetError)
"""What reading from a child raises that has ended; the latter where it left something unread."""


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


def _end_with(parent: Connection) -> None:
    """However it ends. It sends nothing more."""
    with suppress(EOFError, OSError):
        parent.recv_bytes()
    os._exit(1)


def main() -> None:
    # Ctrl+C in a terminal reaches all of us: this one ends without a word.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
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
