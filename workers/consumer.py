"""A thread that takes jobs from one queue, one at a time."""

import threading

from celery import Celery
from celery.worker import WorkController

from workers.limits import lower_this_thread


class Consumer(threading.Thread):
    """A Celery worker on one queue. The task runs in this thread, so a queue is a slot.

    Several in one process keep kinds of job from waiting behind each other, at priorities of
    their own.
    """

    def __init__(self, celery: Celery, queue: str, worker: str, niceness: int) -> None:
        super().__init__(name=f"consumer {queue}", daemon=True)
        self._celery = celery
        self._queue = queue
        self._worker = worker
        self._niceness = niceness

    def run(self) -> None:
        lower_this_thread(self._niceness)
        # The app that runs a task is looked up by thread.
        self._celery.set_current()
        WorkController(
            app=self._celery,
            hostname=f"{self._queue}@{self._worker}",
            pool="solo",
            concurrency=1,
            queues=[self._queue],
            loglevel="WARNING",
            # An event loop is global to the process, and there are several of us.
            use_eventloop=False,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        ).start()
