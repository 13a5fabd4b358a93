"""The worker inside `postil serve`: one process with a relay, and a slot for each kind of job."""

import logging
import os
import threading

from service.app import App
from service.bootstrap import build_once_reached
from service.jobs.asking.local_socket import LocalAnswering
from service.jobs.dispatch_jobs import release_worker
from service.jobs.queries.workers import Workers
from service.kit.settings import Settings
from workers.limits import lower_this_process
from workers.relay import Relay
from workers.slot import Line, Slot
from workers.worker import Worker

PREFIX = "embedded-"
GRACE_SECONDS = 1.0

log = logging.getLogger(__name__)


def embedded(settings: Settings, stop: threading.Event) -> None:
    """Does every kind of job until `stop` is set."""
    app = build_once_reached(settings, stop)
    worker = Worker(app, f"{PREFIX}{os.getpid()}", ["cpu"])
    answering = LocalAnswering(settings.data_dir, worker)
    # Before the rest steps back, whose threads inherit that: for an answer somebody waits.
    answering.start()
    lower_this_process()
    _release_predecessors(app)
    lines = {kind.name: Line() for kind in worker.kinds()}
    slots = [
        Slot(kind, worker.doing(kind), lines[kind.name])
        for kind in worker.kinds()
        for _ in range(kind.side_by_side)
    ]
    relay = Relay(app, lambda job: lines[job.kind].give(job.id), worker.encoders.available)
    threading.Thread(target=relay.run, args=(stop,), name="relay", daemon=True).start()
    worker.run([*slots, answering], stop)
    worker.stop(GRACE_SECONDS)
    app.close()


def _release_predecessors(app: App) -> None:
    """Gives back what earlier children held: a data directory has one, and this one is it."""
    with app.read() as uow:
        names = [worker.name for worker in uow[Workers].alive(uow.now)]
    for name in names:
        if name.startswith(PREFIX):
            lost = release_worker(app, name)
            log.info("took over from %s, which held %s jobs", name, lost)
