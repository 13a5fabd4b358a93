"""Tests in several processes that collect once: a plugin, `--forks N`.

Each worker of pytest-xdist imports and collects everything by itself, and so does the process that
starts them: five times 14 s of CPU in a run of all tests. These are forked when it is done.

What took longest in the last run is begun first: see `order_of_files`. pytest's cache keeps how
long each file took.
What failed is tried once more when all have run: see `second_try`.
"""

import json
import os
import signal
import sys
import threading
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any

import pytest
from _pytest._io import TerminalWriter

from tests.order_of_files import longest_first, name, unit, waits
from tests.second_try import FirstFailures

BYTES = 4
"""Of a file's number, as processes take it. A report is longer."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--forks", type=int, default=0, help="processes that run tests")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    forks: int = session.config.option.forks
    if not forks or session.config.option.collectonly or session.testsfailed:
        return None
    assert threading.active_count() == 1, "a thread doesn't live on in a fork"
    folders: pytest.TempPathFactory = session.config._tmp_path_factory  # type: ignore[attr-defined]
    folders.getbasetemp()  # one for all, which this process clears away
    run = _Run(session)
    try:
        run.all(forks)
    finally:
        run.end()
    return True


@dataclass
class _Worker:
    process: int
    queues: Sequence[int]
    """It takes files of the first one, and when that is empty those of the next."""
    items: list[pytest.Item]
    """What it was forked with, and what it took since then."""


class _Run:
    """The files in two queues, the processes that take them, and what they report.

    So many processes as there are cores take files that compute, the others those that wait; who
    finds no file of its kind any more helps the others. In one queue the tests that wait ran beside
    each other, and a quarter of the cores was idle.

    A process that dies is replaced, and the test that ended it has failed.
    """

    def __init__(self, session: pytest.Session) -> None:
        self._session = session
        self._took: Counter[str] = Counter()
        files = [[*items] for _, items in groupby(session.items, unit)]
        self._files = longest_first(files, self._last_run())
        self._items = {item.nodeid: item for item in session.items}
        self._left = self._items.copy()
        self._reports: defaultdict[str, list[pytest.TestReport]] = defaultdict(list)
        are_final = bool(session.config.option.maxfail)
        self._failures = FirstFailures(self._cache().mkdir("first-failures"), are_final=are_final)
        session.config.pluginmanager.register(self._failures)
        numbers = range(len(self._files))
        waiting = [n for n in numbers if waits(self._files[n][0])]
        self._queues = [_queue(n for n in numbers if n not in waiting), _queue(waiting)]
        self._workers: dict[Connection, _Worker] = {}

    def all(self, forks: int) -> None:
        cores = os.cpu_count() or 1
        for number in range(forks):
            self._fork(self._queues[::-1] if number >= cores else self._queues)
        self._report()
        if not self._session.config.option.keyword:
            self._cache().set(self._kept_as(), self._last_run() | self._took)
        for nodeid in self._failures.to_try_again():
            self._left[nodeid] = self._items[nodeid]
            self._fork((), [self._items[nodeid]])
            self._report()

    def _fork(self, queues: Sequence[int], first: Sequence[pytest.Item] = ()) -> None:
        """A process that runs what another one left, then one file after the other."""
        here, there = Pipe(duplex=False)
        process = os.fork()
        if process:
            there.close()
            self._workers[here] = _Worker(process, queues, [*first])
            return
        for other in (here, *self._workers):
            other.close()  # or else nobody would notice that the process which reads has ended
        capture: Any = self._session.config.pluginmanager.getplugin("capturemanager")
        capture.stop_global_capturing()
        capture.start_global_capturing()  # into files of its own
        try:
            self._work(first, queues, there)
        except BaseException:
            capture.stop_global_capturing()
            traceback.print_exc()
            os._exit(1)
        os._exit(0)

    def _work(
        self, first: Sequence[pytest.Item], queues: Sequence[int], reports: Connection
    ) -> None:
        config = self._session.config
        config.pluginmanager.unregister(name="terminalreporter")
        config.pluginmanager.register(_Sender(config, reports), "terminalreporter")
        items = chain(first, self._taken(queues, reports))
        following = next(items, None)
        while (item := following) is not None:
            following = next(items, None)
            config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    def _taken(self, queues: Sequence[int], reports: Connection) -> Iterator[pytest.Item]:
        for queue in queues:
            while number := os.read(queue, BYTES):
                reports.send_bytes(number)
                yield from self._file(number)

    def _file(self, number: bytes) -> list[pytest.Item]:
        return self._files[int.from_bytes(number, "big")]

    def _report(self) -> None:
        """Hands on what they report until all have ended; a test of which nothing came failed."""
        while self._workers:
            for source in wait([*self._workers]):
                assert isinstance(source, Connection)
                try:
                    message = source.recv_bytes()
                except EOFError:
                    self._replace(self._workers.pop(source))
                    continue
                if len(message) == BYTES:
                    self._workers[source].items += self._file(message)
                else:
                    self._hand_on(json.loads(message))
        for item in [*self._left.values()]:
            self._fail(item)

    def _last_run(self) -> dict[str, float]:
        """Seconds by file, of the same choice of tests."""
        found: dict[str, float] = self._cache().get(self._kept_as(), {})
        return found

    def _cache(self) -> pytest.Cache:
        cache = self._session.config.cache
        assert cache is not None
        return cache

    def _kept_as(self) -> str:
        return f"seconds/{self._session.config.option.markexpr or 'all'}"

    def _hand_on(self, data: dict[str, Any]) -> None:
        config = self._session.config
        report = config.hook.pytest_report_from_serializable(config=config, data=data)
        self._took[name(self._left[report.nodeid])] += report.duration
        self._reports[report.nodeid].append(report)
        if report.when == "teardown":
            self._end(report.nodeid)

    def _replace(self, worker: _Worker) -> None:
        """Once it has ended. If it left a test, that one ended it."""
        os.waitpid(worker.process, 0)
        left = [item for item in worker.items if item.nodeid in self._left]
        if left:
            self._fail(left[0])
            self._fork(worker.queues, left[1:])

    def _fail(self, item: pytest.Item) -> None:
        lost = "The process that ran it has ended."
        report = pytest.TestReport(item.nodeid, item.location, {}, "failed", lost, "call")
        self._reports[item.nodeid].append(report)
        self._end(item.nodeid)

    def _end(self, nodeid: str) -> None:
        del self._left[nodeid]
        self._log(self._failures.told(self._reports.pop(nodeid)))

    def _log(self, reports: Iterable[pytest.TestReport]) -> None:
        for report in reports:
            self._session.config.hook.pytest_runtest_logreport(report=report)
            if self._session.shouldfail:
                raise self._session.Failed(self._session.shouldfail)

    def end(self) -> None:
        """Ends those that still run: somebody has interrupted it, or enough has failed."""
        for worker in self._workers.values():
            os.kill(worker.process, signal.SIGKILL)
            os.waitpid(worker.process, 0)
        self._log(self._failures.untold())


def _queue(numbers: Iterable[int]) -> int:
    """A pipe with these numbers and then its end; any process takes the next one."""
    reading, writing = os.pipe()
    os.write(writing, b"".join(number.to_bytes(BYTES, "big") for number in numbers))
    os.close(writing)
    return reading


class _Sender:
    """In the place of pytest's reporter, by whose name the timeout looks for where to write."""

    def __init__(self, config: pytest.Config, reports: Connection) -> None:
        self._config, self._reports = config, reports

    @property
    def _tw(self) -> TerminalWriter:
        """What other threads did at a timeout comes with what the test itself has written."""
        return TerminalWriter(sys.stderr)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        data = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self._reports.send_bytes(json.dumps(data).encode())
