"""What a worker is made of."""

import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from service.bootstrap import build
from service.errors import Unavailable
from service.loop.app import App
from service.loop.jobs.kind import job_kinds
from workers.consumer import consumers
from workers.worker import Worker


def test_every_kind_of_job_has_a_consumer_of_its_own(app: App) -> None:
    made = Worker(app, "test", ["cpu"])
    assert len(consumers(made, "memory://localhost", 1)) == len(job_kinds())


def test_of_a_kind_that_takes_the_machine_there_is_one_at_a_time(app: App) -> None:
    both = consumers(Worker(app, "test", ["cpu", "gpu"]), "memory://localhost", 3)
    threads = Counter(each.name.partition("@")[0].split()[1] for each in both)
    wanted = {kind.name: 1 if kind.one_at_a_time else 3 for kind in job_kinds().values()}
    assert threads == wanted


def test_a_gpu_worker_takes_what_a_gpu_is_good_for(app: App) -> None:
    assert {kind.name for kind in Worker(app, "test", ["gpu"]).kinds()} == {"embed", "rank"}


def test_the_child_of_serve_needs_no_celery() -> None:
    code = "import sys, workers.embedded; print({'celery', 'kombu', 'redis'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


def test_says_what_it_computes_with(app: App) -> None:
    Worker(app, "test", ["cpu"]).announce()
    with app.read() as uow:
        [worker] = uow.workers.alive(uow.now)
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
