"""A piece of work in a program of its own, which ends with ours and not before."""

import os
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from workers.child import in_child

pytestmark = pytest.mark.slow


def _go_on(parent: Connection, once: Path) -> None:
    parent.send(os.getpid())
    while not once.exists():
        time.sleep(0.01)
    parent.send("done")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_what_ends_a_worker_in_good_order_leaves_its_work_its_time(
    tmp_path: Path, how: signal.Signals
) -> None:
    with in_child(_go_on, tmp_path / "once") as child:
        os.kill(child.recv(), how)
        (tmp_path / "once").touch()
        assert child.recv() == "done"
