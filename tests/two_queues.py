"""Which worker of pytest-xdist runs which file: a plugin for runs of all tests."""

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
    """

    def _assign_work_unit(self, node: WorkerController) -> None:
        waits = int(node.gateway.id.removeprefix("gw")) >= (os.cpu_count() or 1)
        suitable = (file for file in self.workqueue if (file.split("/")[1] in WAITING) == waits)
        self.workqueue.move_to_end(next(suitable, next(iter(self.workqueue))), last=False)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> TwoQueues:
    return TwoQueues(config, log)
