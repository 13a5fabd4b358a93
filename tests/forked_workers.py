"""Tests in several processes that collect once: a plugin, `--forks N`.

Each worker of pytest-xdist imports and collects everything by itself, and so does the process that
starts them: five times 14 s of CPU in a run of all tests. These are forked when it is done.

What took longest in the last run is begun first. pytest's cache keeps how long each file took.
"""

import json
import math
import os
import signal
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from typing import Any

import pytest
from _pytest._io import TerminalWriter

WAITING = ("production", "packaging", "client", "cli", "browser", "workers")
"""Folders of tests that wait for other processes, half of their time or more."""
LONG = (
    "production",
    "test_embedded_child.py",
    "test_encoding_process.py",
    "test_model_zip.py",
    "test_questions.py",
    "test_unsent.py",
    "packaging",
    "client",
    "cli",
    "workers",
    "test_project.py",
    "test_whole_campaign.py",
    "test_labelling.py",
    "test_data.py",
    "test_looks.py",
    "browser",
    "importing",
)
"""Files that take a minute or two, most of it waiting, and folders with such: what is begun first
doesn't end last, alone. Of files that the last run hadn't these come first; in a new clone, of all.
"""
TOGETHER = ("production",)
"""Folders whose files share a set-up that takes a start of ten processes: one process runs all."""
BESIDE = ("browser", "client")
"""Folders whose files share a service, which takes 8 to 9 s of CPU to set up: they follow each
other. A process that ran a file of another folder between two of theirs set it up again."""
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
        for number in range(forks):
            run.fork(waits=number >= (os.cpu_count() or 1))
        run.report()
    finally:
        run.end()
    return True


@dataclass
class _Worker:
    process: int
    waits: bool
    items: list[pytest.Item]
    """What it was forked with, and what it took since then."""


class _Run:
    """The files in two queues, the processes that take them, and what they report.

    So many processes as there are cores take files that compute, the others those that wait; who
    finds no file of its kind any more helps the others. In one queue the tests that wait ran beside
    each other, and a quarter of the cores was idle.

    A process that dies is replaced: the test that ended it has failed and isn't tried again.
    """

    def __init__(self, session: pytest.Session) -> None:
        self._session = session
        self._took: Counter[str] = Counter()
        files = [[*items] for _, items in groupby(session.items, _unit)]
        self._files = _longest_first(files, self._last_run())
        self._left = {item.nodeid: item for item in session.items}
        numbers = range(len(self._files))
        waiting = [n for n in numbers if _folder(self._files[n][0].path).name in WAITING]
        self._queues = [_queue(n for n in numbers if n not in waiting), _queue(waiting)]
        self._workers: dict[Connection, _Worker] = {}

    def fork(self, *, waits: bool, first: Sequence[pytest.Item] = ()) -> None:
        """A process that runs what another one left, then one file after the other."""
        here, there = Pipe(duplex=False)
        process = os.fork()
        if process:
            there.close()
            self._workers[here] = _Worker(process, waits, [*first])
            return
        for other in (here, *self._workers):
            other.close()  # or else nobody would notice that the process which reads has ended
        capture: Any = self._session.config.pluginmanager.getplugin("capturemanager")
        capture.stop_global_capturing()
        capture.start_global_capturing()  # into files of its own
        try:
            self._work(first, self._queues[::-1] if waits else self._queues, there)
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

    def report(self) -> None:
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
        if not self._session.config.option.keyword:
            self._cache().set(self._kept_as(), self._last_run() | self._took)

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
        self._took[_name(self._left[report.nodeid])] += report.duration
        if report.when == "teardown":
            del self._left[report.nodeid]
        self._log(report)

    def _replace(self, worker: _Worker) -> None:
        """Once it has ended. If it left a test, that one ended it."""
        os.waitpid(worker.process, 0)
        left = [item for item in worker.items if item.nodeid in self._left]
        if left:
            self._fail(left[0])
            self.fork(waits=worker.waits, first=left[1:])

    def _fail(self, item: pytest.Item) -> None:
        del self._left[item.nodeid]
        lost = "The process that ran it has ended."
        self._log(pytest.TestReport(item.nodeid, item.location, {}, "failed", lost, "call"))

    def _log(self, report: pytest.TestReport) -> None:
        self._session.config.hook.pytest_runtest_logreport(report=report)
        if self._session.shouldfail:
            raise self._session.Failed(self._session.shouldfail)

    def end(self) -> None:
        """Ends those that still run: somebody has interrupted it, or enough has failed."""
        for worker in self._workers.values():
            os.kill(worker.process, signal.SIGKILL)
            os.waitpid(worker.process, 0)


def _unit(item: pytest.Item) -> Path:
    """What one process runs."""
    folder = _folder(item.path)
    return folder if folder.name in TOGETHER else item.path


def _folder(file: Path) -> Path:
    """The folder that holds it, of those for each part of the source."""
    return next((each for each in file.parents if each.parent.name == "tests"), file.parent)


def _name(item: pytest.Item) -> str:
    return str(_unit(item).relative_to(item.config.rootpath))


def _longest_first(
    files: Iterable[list[pytest.Item]], last: Mapping[str, float]
) -> list[list[pytest.Item]]:
    """By the seconds of the last run; what is `BESIDE` each other by the longest of it."""
    seconds = [(last.get(_name(items[0]), math.inf), items) for items in files]
    longest: dict[Path, float] = {}
    for took, items in seconds:
        longest[_group(items)] = max(took, longest.get(_group(items), 0))

    def order(of: tuple[float, list[pytest.Item]]) -> tuple[float, int, str, float, int]:
        took, items = of
        group = _group(items)
        return -longest[group], _place(group), str(group), -took, _place(items[0].path)

    return [items for _, items in sorted(seconds, key=order)]


def _group(items: Sequence[pytest.Item]) -> Path:
    """What follows each other."""
    file = items[0].path
    folder = _folder(file)
    return folder if folder.name in BESIDE else file


def _place(file: Path) -> int:
    """Its place among `LONG`, by itself or by its folder; what isn't there comes after."""
    names = (file.name, _folder(file).name)
    return min((LONG.index(name) for name in names if name in LONG), default=len(LONG))


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
