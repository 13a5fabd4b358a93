"""Which worker of pytest-xdist runs which file: a plugin for runs of all tests."""

import contextlib
import os

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

WAITING = ("production", "packaging", "client", "cli", "browser", "workers")
"""Folders of tests that wait for other processes, half of their time or more."""


class TwoQueues(LoadFileScheduling):
    """So many workers as there are cores compute, the others wait; who finds no file of their kind
    any more helps the others.

    In one queue the tests that wait ran beside each other, and a quarter of the cores was idle. And
    services that a package shares are started by half of the workers.

    A worker that dies is replaced: the test that ended it has failed and isn't tried again, the
    others of its files run, and the run ends. xdist's own scheduler tries that test again, fails
    where two workers die at once, and waits for ever for a new one that it gave one test only.
    """

    def remove_node(self, node: WorkerController) -> str | None:
        left = {
            file: {test: False for test, is_done in tests.items() if not is_done}
            for file, tests in self.assigned_work.pop(node).items()
        }
        crashed = next((test for tests in left.values() for test in tests), None)
        for file, tests in left.items():
            if still := {test: False for test in tests if test != crashed}:
                self.workqueue[file] = still
        if crashed:
            for other in self.nodes:
                self._reschedule(other)
        return crashed

    def _reschedule(self, node: WorkerController) -> None:
        if node not in self.registered_collections:
            return  # It still collects.
        super()._reschedule(node)
        # A worker begins a test when it knows the next one, so one test alone would wait.
        while self._is_idle(node):
            self._assign_work_unit(node)

    def _is_idle(self, node: WorkerController) -> bool:
        pending = self._pending_of(self.assigned_work[node])
        return bool(self.workqueue) and not node.shutting_down and pending < 2

    def _assign_work_unit(self, node: WorkerController) -> None:
        waits = int(node.gateway.id.removeprefix("gw")) >= (os.cpu_count() or 1)
        suitable = (file for file in self.workqueue if (file.split("/")[1] in WAITING) == waits)
        self.workqueue.move_to_end(next(suitable, next(iter(self.workqueue))), last=False)
        with contextlib.suppress(OSError):  # It has just died: `remove_node` takes the file back.
            super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> TwoQueues:
    return TwoQueues(config, log)
