"""A process that does jobs: threads for its lanes, a sign of life, an orderly end."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from service.app import App
from service.jobs.dispatch_jobs import announce, release_encoding, release_worker
from service.jobs.kind import JOB_KINDS, JobKind
from service.jobs.questions import answer_question, answered_kinds, question_kinds
from service.jobs.run_job import handlers, run_job
from service.kit.errors import NotFound, Unavailable
from service.kit.reasons import Reason, ReasonCode, reason
from service.kit.seldom import SeldomLog
from service.ports import Question, Tools
from service.projects.project_views import replace_withdrawn, take_awaited
from workers.compute.choice import Computes
from workers.compute.map_layout import lay_out_in_process
from workers.encoders.registry import Encoders
from workers.encoding_process import Beginning, EncodersEnded, EncodingProcess
from workers.freed_memory import give_back, spare_what_stays, trim
from workers.health_file import beat
from workers.lanes import does
from workers.limits import niceness_of_this_thread
from workers.portable.students import taught_student
from workers.portable.zip_process import read_by_zip

LOOK_SECONDS = 1.0
ANNOUNCE_SECONDS = 5.0
GIVE_BACK_SECONDS = 10.0
QUESTION_ATTEMPTS = 2
"""Who waits needn't know that the process with the encoders ended meanwhile."""

log = logging.getLogger(__name__)
seldom = SeldomLog(log)


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
        self.encoders = Encoders()
        device = "cuda" if "gpu" in lanes else "cpu"
        self.encoding = EncodingProcess(
            Beginning(app.settings, name, device),
            app.settings.encoder_idle_seconds,
            lambda: log.warning("gave back %s jobs of it", release_encoding(app, name)),
        )
        self.computes = Computes(app.settings.worker_threads, on_gpu="gpu" in lanes)
        self._handlers = handlers()
        self._tools = Tools(
            _elsewhere,
            _elsewhere,
            self.computes.for_pool,
            lay_out_in_process,
            taught_student,
            read_by_zip,
        )
        self._running: set[int] = set()
        self._changed = threading.Condition()
        self._stopping = False
        self._did_something = False
        self._gave_back_at = time.monotonic()
        self._announced: tuple[object, ...] = ()
        self._announced_at = float("-inf")

    def kinds(self) -> list[JobKind]:
        """The kinds of job of its lanes."""
        return [k for k in JOB_KINDS.values() if any(does(lane, k) for lane in self.lanes)]

    def doing(self, kind: JobKind) -> Callable[[int], None]:
        """What does the jobs of a kind, given their ids."""

        def do(job_id: int) -> None:
            self.do(job_id, kind)

        return do

    def do(self, job_id: int, kind: JobKind) -> None:
        """Runs the job if it is to be had; what its row says decides, not the message."""
        with self._changed:
            if self._stopping or job_id in self._running:
                return
            self._running.add(job_id)
        started = time.perf_counter()
        try:
            if self._did(job_id, kind):
                took = time.perf_counter() - started
                log.info("job %s (%s) took %.2f s", job_id, kind.name, took)
        finally:
            with self._changed:
                self._running.discard(job_id)
                self._did_something = True
                self._changed.notify_all()

    def _did(self, job_id: int, kind: JobKind) -> bool:
        if not kind.takes_encoder:
            return run_job(self.app, job_id, self.name, self._handlers, self._tools)
        try:
            return bool(self.encoding.ask(job_id, niceness_of_this_thread()))
        except EncodersEnded:
            return False

    def answers(self) -> Iterable[tuple[str, str | None]]:
        return answered_kinds(self.encoders.available())

    def answer(self, question: Question) -> Mapping[str, Any] | Reason | NotFound:
        if not question_kinds()[question.kind].needs_encoder:
            return answer_question(self.app, self._tools, question)
        for _ in range(QUESTION_ATTEMPTS):
            with suppress(EncodersEnded):
                reply: Mapping[str, Any] | Reason | NotFound
                reply = self.encoding.ask(question, niceness_of_this_thread())
                return reply
        return reason(ReasonCode.WORKER_ENDED)

    def run(self, threads: Sequence[threading.Thread], stop: threading.Event) -> None:
        """Works until `stop` is set, by threads that `do` jobs. ThreadDied when one can't go on."""
        self.announce()
        spare_what_stays()
        for thread in threads:
            if thread.ident is None:  # not started yet
                thread.start()
        while not stop.wait(LOOK_SECONDS):
            try:
                self.announce()
            except Unavailable as error:
                seldom.warning("can't say that this worker lives", error)
            except Exception:
                log.exception("can't say that this worker lives, trying again")
            self._save_memory()
            dead = [thread.name for thread in threads if not thread.is_alive()]
            if dead and not stop.is_set():
                raise ThreadDied(f"{', '.join(dead)} ended")

    def _save_memory(self) -> None:
        """Gives back what running jobs are done with, and now and then all that nothing needs."""
        if self._running:
            trim()
        if self._did_something and time.monotonic() - self._gave_back_at >= GIVE_BACK_SECONDS:
            self._did_something = False
            give_back()
            self._gave_back_at = time.monotonic()

    def announce(self) -> None:
        """Says that this worker lives: at once when something changed, else now and then."""
        state = (self.encoding.device, self.encoders.available(), self.computes.name)
        if state == self._announced and time.monotonic() - self._announced_at < ANNOUNCE_SECONDS:
            return
        announce(self.app, self.name, self.lanes, *state)
        if state != self._announced:
            replace_withdrawn(self.app)
            take_awaited(self.app)
        self._announced, self._announced_at = state, time.monotonic()
        beat(self.app.settings)

    def stop(self, grace: float) -> None:
        """Takes no more jobs, gives those that run `grace` seconds, and then back to the queue."""
        deadline = time.monotonic() + grace
        with self._changed:
            self._stopping = True
            while self._running and time.monotonic() < deadline:
                self._changed.wait(deadline - time.monotonic())
        self.encoding.end()
        release_worker(self.app, self.name, died=False)


def _elsewhere(name: str) -> NoReturn:
    raise RuntimeError(f"{name} is needed here: does the kind of job or question say so?")
