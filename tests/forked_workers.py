"""Tests in several processes that collect once: a plugin for runs of many short tests.

Each worker of pytest-xdist imports and collects everything by itself, and so does the process that
starts them: of the quick tests that is a tenth. These are forked when it is done: `--forks N`.
"""

import json
import os
import signal
import threading
import traceback
from collections.abc import Iterator
from itertools import groupby
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any

import pytest

Files = list[list[pytest.Item]]


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
    files = [[*items] for _, items in groupby(session.items, lambda item: item.path)]
    reading, writing = os.pipe()
    os.write(writing, b"".join(number.to_bytes(4, "big") for number in range(len(files))))
    os.close(writing)
    workers = [_fork(session, files, reading) for _ in range(forks)]
    try:
        _report(session, [reports for _, reports in workers])
    except BaseException:
        for process, _ in workers:
            os.kill(process, signal.SIGKILL)
        raise
    finally:
        for process, _ in workers:
            os.waitpid(process, 0)
    return True


def _fork(session: pytest.Session, files: Files, queue: int) -> tuple[int, Connection]:
    """A process that takes one file after the other, and where it reports."""
    here, there = Pipe(duplex=False)
    process = os.fork()
    if process:
        there.close()
        return process, here
    capture: Any = session.config.pluginmanager.getplugin("capturemanager")
    capture.stop_global_capturing()
    capture.start_global_capturing()  # into files of its own
    try:
        _work(session, files, queue, there)
    except BaseException:
        capture.stop_global_capturing()
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _work(session: pytest.Session, files: Files, queue: int, reports: Connection) -> None:
    plugins = session.config.pluginmanager
    plugins.unregister(name="terminalreporter")
    plugins.register(_Sender(session.config, reports))
    items = _taken(files, queue)
    following = next(items, None)
    while (item := following) is not None:
        following = next(items, None)
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def _taken(files: Files, queue: int) -> Iterator[pytest.Item]:
    while number := os.read(queue, 4):
        yield from files[int.from_bytes(number, "big")]


class _Sender:
    def __init__(self, config: pytest.Config, reports: Connection) -> None:
        self._config, self._reports = config, reports

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        data = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self._reports.send_bytes(json.dumps(data).encode())


def _report(session: pytest.Session, workers: list[Connection]) -> None:
    """Hands on what they report until all have ended; a test of which nothing came has failed."""
    hook, left = session.config.hook, {item.nodeid: item for item in session.items}
    while workers:
        for worker in wait(workers):
            assert isinstance(worker, Connection)
            try:
                data = json.loads(worker.recv_bytes())
            except EOFError:
                workers.remove(worker)
                continue
            report = hook.pytest_report_from_serializable(config=session.config, data=data)
            if report.when == "teardown":
                del left[report.nodeid]
            hook.pytest_runtest_logreport(report=report)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
    for nodeid, item in left.items():
        lost = "The process that was to run it has ended."
        report = pytest.TestReport(nodeid, item.location, {}, "failed", lost, "call")
        hook.pytest_runtest_logreport(report=report)
