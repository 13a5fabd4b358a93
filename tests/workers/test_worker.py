"""What a worker is made of."""

from contextlib import closing
from pathlib import Path

import pytest

from service.bootstrap import build
from service.errors import Unavailable
from service.loop.app import App
from service.loop.jobs.kind import job_kinds
from workers.worker import Worker


def test_every_kind_of_job_has_a_consumer_of_its_own(app: App) -> None:
    made = Worker(app, "test", ["cpu"])
    assert len(made._consumers) == len(job_kinds())


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
