"""What a worker is made of."""

import os
import platform
import subprocess
import sys
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from service.app import App
from service.bootstrap import build
from service.jobs.kind import JOB_KINDS
from service.jobs.queries.workers import Workers
from service.kit.errors import Unavailable
from tests.cli.running import arguments_of, children
from tests.patience import until
from workers.consumer import consumers
from workers.encoding_process import EncodersEnded
from workers.worker import Worker


def test_every_kind_of_job_has_a_consumer_of_its_own(app: App) -> None:
    made = Worker(app, "test", ["cpu"])
    threads = [each.name.partition("@")[0].split()[1] for each in consumers(made, "memory://", 1)]
    assert sorted({*threads}) == sorted(JOB_KINDS)
    assert threads.count("import") == 2


def test_of_a_kind_that_takes_the_machine_there_is_one_at_a_time(app: App) -> None:
    both = consumers(Worker(app, "test", ["cpu", "gpu"]), "memory://localhost", 3)
    threads = Counter(each.name.partition("@")[0].split()[1] for each in both)
    wanted = {kind.name: 1 if kind.one_at_a_time else 3 for kind in JOB_KINDS.values()}
    assert threads == wanted


def test_a_gpu_worker_takes_what_a_gpu_is_good_for(app: App) -> None:
    kinds = {kind.name for kind in Worker(app, "test", ["gpu"]).kinds()}
    assert kinds == {"embed", "rank", "try_encoders", "tune"}


def test_the_child_of_serve_needs_no_celery() -> None:
    code = "import sys, workers.embedded; print({'celery', 'kombu', 'redis'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


def test_says_what_it_computes_with(app: App) -> None:
    Worker(app, "test", ["cpu"]).announce()
    with app.read() as uow:
        [worker] = uow[Workers].alive(uow.now)
    assert (worker.lanes, worker.compute) == (["cpu"], "numpy")


def test_its_pulse_beats_when_it_was_heard(app: App, tmp_path: Path) -> None:
    pulse = tmp_path / "pulse"
    settings = app.settings.model_copy(update={"pulse_file": pulse})
    nowhere = settings.model_copy(update={"database_url": "postgresql://127.0.0.1:1/away"})
    with closing(build(nowhere)) as away, pytest.raises(Unavailable):
        Worker(away, "test", ["cpu"]).announce()
    assert not pulse.exists()
    with closing(build(settings)) as there:
        Worker(there, "test", ["cpu"]).announce()
    assert pulse.exists()


def test_encoders_that_cannot_be_started_are_said_to_be_gone(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for ever, and the next one who asks has another try."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    worker = Worker(app, "test", ["cpu"])
    for _ in range(2):
        with pytest.raises(EncodersEnded):
            worker.encoding.ask(1, 0)
    worker.stop(0)


def test_a_worker_that_stops_ends_encoders_that_are_just_being_started(app: App) -> None:
    worker = Worker(app, "test", ["cpu"])
    asking = threading.Thread(target=lambda: worker.do(1, JOB_KINDS["embed"]))
    asking.start()
    worker.stop(0.05)
    asking.join()
    assert all("workers.encoding_child" not in arguments_of(pid) for pid in children(os.getpid()))


class LeavesHoles(Worker):
    """Its jobs free 160 MB, here and there in the heap, and are long not done."""

    def __init__(self, app: App) -> None:
        super().__init__(app, "test", ["cpu"])
        self.held = 0.0
        self.may_end = threading.Event()

    def _did(self, *_: object) -> bool:
        arrays = [np.ones(2_000) for _ in range(10_000)]
        kept = arrays[::100]
        self.held = resident_mb()
        del arrays
        self.may_end.wait()
        return bool(kept)


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="what glibc is asked for")
def test_memory_goes_back_while_a_job_still_runs(app: App) -> None:
    worker, stop = LeavesHoles(app), threading.Event()
    job = threading.Thread(target=lambda: worker.do(1, JOB_KINDS["rank"]))
    running = threading.Thread(target=lambda: worker.run([job], stop))
    running.start()
    try:
        until(lambda: worker.held and resident_mb() < worker.held - 100, "less memory")
    finally:
        stop.set()  # first: a thread that ends by itself is one that died
        worker.may_end.set()
        running.join()
