"""A failed test is tried once more: after all others, alone, in a process of its own.

`pytest-rerunfailures` tries again at once, in the same process, with others running beside it.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

MOST = 8
"""So many failures may be chance or load. With more, something is broken."""
TRIED_AGAIN = "tried again"
"""Outcome of a first failure, which isn't the last word."""

Reports = Sequence[pytest.TestReport]
"""Of one test: its set-up, its call, its end."""


class FirstFailures:
    """Tests that failed, what they reported, and a file of each.

    A plugin: it says last which passed at the second try.
    """

    def __init__(self, folder: Path, *, are_final: bool) -> None:
        """`are_final`: nothing is tried again, since the run ends with so many failures."""
        self._folder = folder
        self._are_final = are_final
        self._reports: dict[str, Reports] = {}
        self._untold: dict[str, Reports] = {}
        self._passed: list[str] = []
        for old in folder.glob("*.txt"):
            old.unlink()

    def told(self, reports: Reports) -> Reports:
        """What is told of a test that has ended: of a first failure, that it is tried again."""
        nodeid = reports[0].nodeid
        failure = next((report for report in reports if report.failed), None)
        if failure is None:
            self._passed += [nodeid] if nodeid in self._reports else []
            return reports
        if self._are_final:
            return reports
        self._reports[nodeid] = self._untold[nodeid] = reports
        self._file(nodeid).write_text("\n\n".join(_written(reports)) + "\n")
        return [_tried_again(failure)]

    def to_try_again(self) -> Iterator[str]:
        """The tests that are tried again, one after the other; of those nothing else is told."""
        self._are_final = True
        if len(self._untold) <= MOST:
            for nodeid in [*self._untold]:
                yield nodeid
                del self._untold[nodeid]

    def untold(self) -> Reports:
        """What is to be told of tests that aren't tried again: too many, or an interrupted run."""
        return [report for reports in self._untold.values() for report in reports]

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        is_first: bool = report.outcome == TRIED_AGAIN
        return (TRIED_AGAIN, "R", TRIED_AGAIN.upper()) if is_first else None

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for nodeid in self._reports:
            if nodeid not in self._passed and nodeid not in self._untold:
                terminalreporter.write_line(f"Failed twice: {nodeid}")
                terminalreporter.write_line(f"  first: {self._file(nodeid)}")
        for nodeid in self._passed:
            terminalreporter.write_line(f"Passed at the second try: {nodeid}", yellow=True)
            terminalreporter.write_line(f"  {_cause(self._reports[nodeid])}")
            terminalreporter.write_line(f"  first: {self._file(nodeid)}")

    def _file(self, nodeid: str) -> Path:
        name = re.sub(r"[^\w.-]+", "-", nodeid)
        return self._folder / f"{name[-200:]}.txt"


def _tried_again(failure: pytest.TestReport) -> pytest.TestReport:
    outcome: Any = TRIED_AGAIN
    return pytest.TestReport(failure.nodeid, failure.location, {}, outcome, None, failure.when)


def _cause(reports: Reports) -> str:
    """A line of what went wrong."""
    text = next(report.longreprtext for report in reports if report.failed)
    lines = text.strip().splitlines()
    return next((line[1:].strip() for line in lines if line.startswith("E ")), lines[0])


def _written(reports: Reports) -> Iterator[str]:
    for report in reports:
        if report.failed:
            yield f"{report.nodeid}, {report.when}\n\n{report.longreprtext}"
    for title, text in dict(reports[-1].sections).items():
        yield f"{title}\n{text}"
