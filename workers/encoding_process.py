"""The process that has the encoders: started when one is needed, ended when none was for a while.

torch with a small model takes half a gigabyte, and what embedding leaves behind another. They go
with the process, while rounds go on in this one.
"""

import itertools
import logging
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from service.kit.settings import Settings
from service.ports import Question
from workers.child import start

CHILD = "workers.encoding_child"
LOOK_SECONDS = 1.0

log = logging.getLogger(__name__)


class EncodersEnded(RuntimeError):
    """The process that had the encoders ended in the middle of its work."""


@dataclass(frozen=True)
class Beginning:
    """What the process is told first."""

    settings: Settings
    worker: str
    """The worker whose jobs it does, and whose name they are claimed by."""
    device: str


@dataclass(frozen=True)
class Request:
    """A job to do or a question to answer, at the priority of the thread that it comes from."""

    number: int
    asked: int | Question
    """The id of the job."""
    niceness: int


@dataclass(frozen=True)
class Reply:
    number: int
    found: Any
    """Whether the job was done; what is said to the question."""
    device: str
    """Where the encoder that was loaded last computes."""


@dataclass
class _Child:
    process: "subprocess.Popen[bytes]"
    connection: Connection
    sending: threading.Lock = field(default_factory=threading.Lock)

    def send(self, message: Beginning | Request) -> None:
        """One that has died meanwhile is noticed by whoever reads."""
        with self.sending, suppress(OSError):
            self.connection.send(message)


class EncodingProcess:
    """Safe to use from several threads, which wait for what they asked for.

    Made before this process steps back: the child starts from its priority, and lowers that of
    each of its threads to that of whoever asked.
    """

    def __init__(
        self, beginning: Beginning, idle_seconds: float, on_death: Callable[[], None]
    ) -> None:
        """`on_death` gives back what it held, before another one is started."""
        self.device = beginning.device
        self._beginning = beginning
        self._idle_seconds = idle_seconds
        self._on_death = on_death
        self._numbers = itertools.count()
        self._waiting: dict[int, tuple[Request, Future[Any]]] = {}
        self._changed = threading.Condition()
        self._child: _Child | None = None
        self._stopping = False
        self._keeper = threading.Thread(target=self._keep, name="encoders", daemon=True)
        self._keeper.start()

    def ask(self, question: int | Question, niceness: int) -> Any:
        """What its child says of a job or a question. EncodersEnded when that dies first."""
        reply: Future[Any] = Future()
        with self._changed:
            if self._stopping:
                raise EncodersEnded
            request = Request(next(self._numbers), question, niceness)
            self._waiting[request.number] = request, reply
            child = self._child
            self._changed.notify_all()
        if child is not None:
            child.send(request)
        return reply.result()

    def end(self) -> None:
        """Ends it for good, whatever it does."""
        with self._changed:
            self._stopping = True
            child = self._child
            self._changed.notify_all()
        if child is not None:
            child.process.kill()
        self._keeper.join()

    def _keep(self) -> None:
        while self._is_wanted():
            try:
                self._keep_one()
            except Exception:  # no room for another process, say: who asked hears, and asks again
                log.exception("the process with the encoders can't be started")
                self._give_back()

    def _keep_one(self) -> None:
        child = _started(self._beginning)
        with self._changed:
            self._child = child
            early = [request for request, _ in self._waiting.values()]
        for request in early:
            child.send(request)
        try:
            died = self._read(child)
        finally:  # also after a reply that can't be read
            child.connection.close()
            child.process.kill()
            child.process.wait()
        if died:
            self._give_back()
        if not self._stopping:
            log.info("the encoders have %s", "died" if died else "rested, and leave the memory")

    def _is_wanted(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stopping)
            if self._stopping:
                self._fail_all()
            return not self._stopping

    def _read(self, child: _Child) -> bool:
        """Hands replies over until it has rested long enough (False) or is gone (True)."""
        rests_since = time.monotonic()
        try:
            while True:
                if child.connection.poll(LOOK_SECONDS):
                    self._take(child.connection.recv())
                    rests_since = time.monotonic()
                with self._changed:
                    if self._stopping:  # perhaps since before there was a process to end
                        return True
                    rested = time.monotonic() - rests_since
                    if not self._waiting and rested >= self._idle_seconds:
                        self._child = None
                        return False
        except (EOFError, OSError):
            return True

    def _take(self, reply: Reply) -> None:
        self.device = reply.device
        with self._changed:
            _, waiting = self._waiting.pop(reply.number)
        waiting.set_result(reply.found)

    def _give_back(self) -> None:
        """First in the job table, then to whoever waits: the next child finds all as it is."""
        with self._changed:
            stopping = self._stopping
        if not stopping:
            try:
                self._on_death()
            except Exception:  # then the leases run out, which takes half a minute
                log.exception("the jobs of the process with the encoders weren't given back")
        with self._changed:
            self._child = None
            self._fail_all()

    def _fail_all(self) -> None:
        for _, waiting in self._waiting.values():
            waiting.set_exception(EncodersEnded())
        self._waiting.clear()


def _started(beginning: Beginning) -> _Child:
    child = _Child(*start(CHILD))
    child.send(beginning)
    return child
