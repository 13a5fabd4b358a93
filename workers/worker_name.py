"""What a worker is called, and how the next one knows that it has died.

Another machine learns of a death by a silence of half a minute. On the same one a look at the
processes tells at once, so that a worker that is started again takes up what it was killed at.
"""

import logging
import os
import socket
from pathlib import Path
from uuid import uuid4

from service.app import App
from service.jobs.dispatch_jobs import release_worker
from service.jobs.queries.workers import Workers

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

log = logging.getLogger(__name__)


def new_name() -> str:
    """This process's name as a worker; no two are the same."""
    return f"{_place()}-{os.getpid()}-{uuid4().hex[:6]}"


def has_died(name: str) -> bool:
    """Whether a worker of this name ran here and is gone. False also when one can't know."""
    place, _, rest = name.rpartition("-")[0].rpartition("-")
    if place != _place() or not rest.isdigit():
        return False
    # A container starts counting anew: its next worker gets the number of the one before.
    return int(rest) == os.getpid() or not _runs(int(rest))


def release_dead_neighbours(app: App) -> None:
    """Gives back at once what workers held that died on this machine."""
    with app.read() as uow:
        names = [worker.name for worker in uow[Workers].alive(uow.now)]
    for name in filter(has_died, names):
        lost = release_worker(app, name)
        log.info("the worker %s has died, it held %s jobs", name, lost)


def _place() -> str:
    """A machine since its start, or a container: where process numbers mean the same."""
    boot = BOOT_ID.read_text()[:6] if BOOT_ID.exists() else "0"
    return f"{socket.gethostname()}-{boot}"


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
