"""`python -m workers.encoding_child FD`: the process with the encoders, as its worker starts it.

It does what it is told through the socket of that number, each in a thread, and ends with it.
"""

import logging
import os
import sys
import threading
from multiprocessing.connection import Connection
from typing import Any

from service.app import App
from service.bootstrap import build
from service.jobs.questions import answer_question
from service.jobs.run_job import handlers, run_job
from service.kit.gc_tuning import collect_garbage_less_often
from service.ports import Tools
from workers.child import leave_signals_to_worker
from workers.compute.choice import Computes
from workers.compute.map_layout import lay_out_in_process
from workers.encoders.registry import Encoders
from workers.encoding_process import Beginning, Reply, Request
from workers.freed_memory import give_back, keep_few_kernels, share_heaps, trim
from workers.limits import lower_this_thread_to
from workers.portable.students import taught_student
from workers.portable.zip_process import read_by_zip
from workers.process import log_to_stderr

LOOK_SECONDS = 1.0

log = logging.getLogger(__name__)


class Serving:
    """Replies in the order in which things are done."""

    def __init__(self, app: App, beginning: Beginning, connection: Connection) -> None:
        self._app, self._worker, self._connection = app, beginning.worker, connection
        self._encoders = Encoders(device=beginning.device)
        computes = Computes(app.settings.worker_threads)
        self._tools = Tools(
            self._encoders.load,
            self._encoders.borrow,
            computes.for_pool,
            lay_out_in_process,
            taught_student,
            read_by_zip,
        )
        self._handlers = handlers()
        self._sending, self._changing = threading.Lock(), threading.Lock()
        self._in_hand = 0
        self._did_something = False

    def run(self) -> None:
        """EOFError when the worker has ended, or wants no more."""
        while True:
            while not self._connection.poll(LOOK_SECONDS):
                self._save_memory()
            request = self._connection.recv()
            with self._changing:
                self._in_hand += 1
            threading.Thread(target=self._serve, args=(request,), daemon=True).start()

    def _serve(self, request: Request) -> None:
        lower_this_thread_to(request.niceness)
        reply = Reply(request.number, self._found(request.asked), self._encoders.device)
        with self._sending:
            self._connection.send(reply)
        with self._changing:
            self._in_hand -= 1
            self._did_something = True

    def _save_memory(self) -> None:
        """Gives back what is free while something is done, and once after it all it can."""
        if self._in_hand:
            trim()
        elif self._did_something:
            self._did_something = False
            give_back()

    def _found(self, question: Any) -> Any:
        if not isinstance(question, int):
            return answer_question(self._app, self._tools, question)
        try:
            return run_job(self._app, question, self._worker, self._handlers, self._tools)
        except Exception:
            log.exception("job %s ended without a word", question)
            return False


def main() -> None:
    leave_signals_to_worker()
    share_heaps()
    keep_few_kernels()
    log_to_stderr()
    collect_garbage_less_often()
    connection = Connection(int(sys.argv[1]))
    try:
        beginning = connection.recv()
        Serving(build(beginning.settings), beginning, connection).run()
    except EOFError:
        # The job table makes any moment a good one to end: see `leave`.
        os._exit(0)


if __name__ == "__main__":
    main()
