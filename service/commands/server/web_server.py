"""The HTTP server: a socket on the first free port, and uvicorn on it, in one process or more."""

import errno
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any, TypeVar

import uvicorn

from service import bootstrap
from service.commands.server.http_connection import Connection
from service.commands.server.taking_turns import Door, Turns
from service.commands.server.uvicorn_internals import ListeningConfig, Server, run_in_processes
from service.kit.errors import PostilError
from service.kit.gc_tuning import collect_garbage_less_often
from service.web.app import create_app

C = TypeVar("C", bound=uvicorn.Config)
PORTS_TO_TRY = 50
# Requests still running when the service is stopped get this long.
GRACE_SECONDS = 3


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on `port`, or on the next free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    is_dual = host == "::" and socket.has_dualstack_ipv6()
    last = min(port + PORTS_TO_TRY, 65_535) if port else port
    for candidate in range(port, last + 1):
        try:
            bound = socket.create_server(
                (host, candidate), family=family, backlog=2048, dualstack_ipv6=is_dual
            )
            # asyncio sets this only on sockets made for TCP by name. Without it every answer
            # waits 40 ms for the client to acknowledge its headers. Connections inherit it.
            bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return bound
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise PostilError(f"Can't listen on {host}: {error.strerror}.") from error
    raise PostilError(f"No port from {port} to {last} is free on {host}. Try another --port.")


def url_of(bound: socket.socket) -> str:
    """How to reach the socket from this machine."""
    host, port = bound.getsockname()[:2]
    if host == "::" and bound.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY):
        host = "::1"
    elif host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _config(api: Any, kind: type[C], **more: Any) -> C:
    return kind(
        api,
        log_level="warning",
        access_log=False,
        ws="none",
        http=Connection,
        timeout_graceful_shutdown=GRACE_SECONDS,
        **more,
    )


def serve_in_processes(bound: socket.socket, count: int) -> None:
    """Answers until Ctrl+C or SIGTERM; a process that dies or hangs is replaced."""
    config = _config(f"{__name__}:create_in_child", ListeningConfig, factory=True, workers=count)
    config.listens = partial(Door, Turns(count))
    try:
        run_in_processes(config, bound)
    finally:
        bound.close()


def create_in_child() -> Any:
    """The application of one of several processes, which ends when the one above it does.

    Without this a killed parent would leave children behind that hold the port.
    """
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_end_after, args=(parent,), daemon=True).start()
    collect_garbage_less_often()
    return create_app(bootstrap.build_again())


def _end_after(parent: Any) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


class WebServer(Server):
    """uvicorn, that says when it answers."""

    def __init__(self, api: Any, on_ready: Callable[[], None]) -> None:
        def ready() -> None:
            collect_garbage_less_often()
            on_ready()

        super().__init__(_config(api, uvicorn.Config), ready)

    def serve_on(self, bound: socket.socket) -> None:
        """Answers until Ctrl+C or SIGTERM, or until `should_exit` is set.

        uvicorn raises the signal again when it has ended. The default action for SIGTERM would
        end this process there and then, before anything else is stopped; a second one would
        disturb the stopping.
        """
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            self.run(sockets=[bound])
        except KeyboardInterrupt:
            pass
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            bound.close()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
