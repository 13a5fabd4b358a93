"""The life of a worker process: what ends it, and how."""

import logging
import os
import signal
import sys
import threading
from typing import NoReturn

log = logging.getLogger(__name__)


def stop_on_signals(stop: threading.Event) -> None:
    """Sets `stop` on SIGTERM and Ctrl+C."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())


def stop_with_parent(stop: threading.Event) -> None:
    """Sets `stop` when standard input ends, which it does however the parent process dies."""

    def wait() -> None:
        sys.stdin.buffer.read()
        stop.set()

    threading.Thread(target=wait, name="parent watch", daemon=True).start()


def log_to_stderr() -> None:
    """Our own lines from INFO on, those of libraries from WARNING on."""
    logging.basicConfig(
        level=logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    for package in ("service", "workers"):
        logging.getLogger(package).setLevel(logging.INFO)


def leave(status: int) -> NoReturn:
    """Ends the process now.

    The interpreter's own way out waits for threads inside native code, which may take as long
    as a job does and can crash in torch; the job table makes any moment a good one to end.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
