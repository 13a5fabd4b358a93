"""A thread that takes jobs from queues, one at a time."""

import threading
from collections.abc import Sequence

from celery import Celery
from celery.worker import WorkController

from service.jobs.kind import JobKind
from workers.app import create_celery, queue
from workers.lanes import does
from workers.limits import lower_this_thread
from workers.tasks import add_tasks
from workers.worker import Worker


class Consumer(threading.Thread):
    """A Celery worker whose tasks run in this thread: it is one slot.

    Several in one process keep kinds of job from waiting behind each other, at priorities of
    their own.
    """

    def __init__(self, celery: Celery, queues: Sequence[str], hostname: str, niceness: int) -> None:
        super().__init__(name=f"consumer {hostname}", daemon=True)
        self._celery = celery
        self._queues = list(queues)
        self._hostname = hostname
        self._niceness = niceness

    def run(self) -> None:
        lower_this_thread(self._niceness)
        # The app that runs a task is looked up by thread.
        self._celery.set_current()
        WorkController(
            app=self._celery,
            hostname=self._hostname,
            pool="solo",
            concurrency=1,
            queues=self._queues,
            loglevel="WARNING",
            # An event loop is global to the process, and there are several of us.
            use_eventloop=False,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        ).start()


def consumers(worker: Worker, broker_url: str, concurrency: int) -> list[Consumer]:
    """Those of a worker: `concurrency` for a kind of job, unless its row says one at a time, or
    more."""
    return [
        _consumer(worker, broker_url, kind)
        for kind in worker.kinds()
        for _ in range(1 if kind.one_at_a_time else max(concurrency, kind.side_by_side))
    ]


def _consumer(worker: Worker, broker_url: str, kind: JobKind) -> Consumer:
    celery = create_celery(broker_url)
    add_tasks(celery, worker.doing)
    queues = [queue(lane, kind.name) for lane in worker.lanes if does(lane, kind)]
    return Consumer(celery, queues, f"{kind.name}@{worker.name}", kind.niceness)
