"""A process that does jobs: threads for its lanes, a sign of life, an orderly end."""

import logging
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from service.errors import Unavailable
from service.loop.app import App
from service.loop.jobs.announce_worker import announce
from service.loop.jobs.dispatch_jobs import release_worker
from service.loop.jobs.kind import JobKind, job_kinds
from service.loop.jobs.run_job import handlers, run_job
from service.loop.questions.answer_question import answer_question, answered_kinds
from service.ports import Question, Tools
from service.reasons import Reason
from workers.compare_process import compare_in_process
from workers.compute.choice import Computes
from workers.encoders.registry import Encoders
from workers.health_file import beat
from workers.lanes import does

LOOK_SECONDS = 1.0
ANNOUNCE_SECONDS = 5.0

log = logging.getLogger(__name__)


class ThreadDied(RuntimeError):
    """A thread that takes jobs ended on its own: the process must be started anew."""


class Worker:
    """Does jobs of its lanes, in threads that take them from wherever they come.

    To those that bring questions it is `Answering`.
    """

    def __init__(self, app: App, name: str, lanes: Sequence[str]) -> None:
        self.app = app
        self.name = name
        self.lanes = tuple(lanes)
        self.encoders = Encoders(device="cuda" if "gpu" in lanes else "cpu")
        self.computes = Computes(app.settings.worker_threads, on_gpu="gpu" in lanes)
        self._handlers = handlers()
        self._tools = Tools(self.encoders.load, self.computes.for_pool, compare_in_process)
        self._running: set[int] = set()
        self._changed = threading.Condition()
        self._stopping = False
        self._announced: tuple[object, ...] = ()
        self._announced_at = float("-inf")

    def kinds(self) -> list[JobKind]:
        """The kinds of job of its lanes."""
        return [k for k in job_kinds().values() if any(does(lane, k) for lane in self.lanes)]

    def do(self, job_id: int) -> None:
        """Runs the job if it is to be had; what its row says decides, not the message."""
        with self._changed:
            if self._stopping or job_id in self._running:
                return
            self._running.add(job_id)
        started = time.perf_counter()
        try:
            if run_job(self.app, job_id, self.name, self._handlers, self._tools):
                log.info("job %s took %.2f s", job_id, time.perf_counter() - started)
        finally:
            with self._changed:
                self._running.discard(job_id)
                self._changed.notify_all()

    def answers(self) -> Iterable[tuple[str, str | None]]:
        return answered_kinds(self.encoders.available())

    def answer(self, question: Question) -> Mapping[str, Any] | Reason:
        return answer_question(self.app, self._tools, question)

    def run(self, threads: Sequence[threading.Thread], stop: threading.Event) -> None:
        """Works until `stop` is set, by threads that `do` jobs. ThreadDied when one can't go on."""
        self.announce()
        for thread in threads:
            if thread.ident is None:  # not started yet
                thread.start()
        while not stop.wait(LOOK_SECONDS):
            try:
                self.announce()
            except Unavailable as error:
                log.warning("can't say that this worker lives, trying again: %s", error)
            except Exception:
                log.exception("can't say that this worker lives, trying again")
            dead = [thread.name for thread in threads if not thread.is_alive()]
            if dead:
                raise ThreadDied(f"{', '.join(dead)} ended")

    def announce(self) -> None:
        """Says that this worker lives: at once when something changed, else now and then."""
        state = (self.encoders.device, self.encoders.available(), self.computes.name)
        if state == self._announced and time.monotonic() - self._announced_at < ANNOUNCE_SECONDS:
            return
        announce(self.app, self.name, self.lanes, *state)
        self._announced, self._announced_at = state, time.monotonic()
        beat(self.app.settings)

    def stop(self, grace: float) -> None:
        """Takes no more jobs, gives those that run `grace` seconds, and then back to the queue."""
        deadline = time.monotonic() + grace
        with self._changed:
            self._stopping = True
            while self._running and time.monotonic() < deadline:
                self._changed.wait(deadline - time.monotonic())
        release_worker(self.app, self.name, died=False)
