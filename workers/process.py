"""The life of a worker process: what ends it, and how."""

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing import connection
from typing import NoReturn

from service.kit.errors import PostilError, Stopped
from service.kit.gc_tuning import collect_garbage_less_often

log = logging.getLogger(__name__)

UNSAID = "ignore::UserWarning:multiprocessing.resource_tracker"
"""That semaphores are left behind by who ends at once: the one that says so clears them away."""


def live(work: Callable[[threading.Event], None], *, with_parent: bool = False) -> NoReturn:
    """Calls `work(stop)`, which returns once `stop` is set, and ends the process with a status.

    SIGTERM and Ctrl+C set it; so does, `with_parent`, the end of standard input, which comes
    however the parent process dies.
    """
    log_to_stderr()
    before = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = f"{before},{UNSAID}" if before else UNSAID
    collect_garbage_less_often()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if with_parent:
        threading.Thread(target=_watch, args=(stop,), name="parent watch", daemon=True).start()
    status = 1
    try:
        work(stop)
        status = 0
    except Stopped:
        status = 0
    except PostilError as error:
        print(f"postil: {error.detail}", file=sys.stderr)
    except Exception:
        log.exception("the process can't go on")
    _leave(status)


def begin_as_child() -> None:
    """To be called first by a child of multiprocessing: it ends with its parent, however that does.

    Ctrl+C in a terminal reaches all of us: this one ends without a word.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, name="parent watch", daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)


def _watch(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()


def log_to_stderr() -> None:
    """Our own lines from INFO on, those of libraries from WARNING on."""
    logging.basicConfig(
        level=logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    for package in ("service", "workers"):
        logging.getLogger(package).setLevel(logging.INFO)


def _leave(status: int) -> NoReturn:
    # The interpreter's own way out waits for threads inside native code, which may take as long
    # as a job does and can crash in torch; the job table makes any moment a good one to end.
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
