"""Which queue a job goes to, as GPU workers come and go."""

import pytest

from service.app import App
from service.db.clock import FrozenClock
from service.jobs.dispatch_jobs import announce, due_jobs, release_worker
from service.jobs.kind import JOB_KINDS
from service.jobs.queries.due import RESEND_AFTER
from service.jobs.queries.jobs import Jobs
from service.jobs.queries.workers import SILENT_AFTER, Workers
from service.jobs.tables import Job
from tests.db.test_plans import statements
from tests.driving import Driver

MOVING = ("embed", "rank", "try_encoders", "tune")
"""Kinds that a GPU worker does while there is one."""


@pytest.fixture
def project(driver: Driver) -> int:
    project = driver.project()
    with driver.app.write() as uow:
        for kind in JOB_KINDS:
            job = Job(kind=kind, project_id=project, run_after=uow.now, created_at=uow.now)
            uow[Jobs].add(job)
    return project


def lanes(app: App) -> dict[str, str]:
    return {job.kind: job.lane for job in due_jobs(app)}


@pytest.mark.both_databases
@pytest.mark.usefixtures("project")
def test_a_gpu_worker_that_dies_gives_its_lane_back(app: App, clock: FrozenClock) -> None:
    announce(app, "gpu-1", ["gpu"], "cuda", ["hashing"], "torch float32 cuda")
    assert lanes(app) == {kind: "gpu" if kind in MOVING else "cpu" for kind in JOB_KINDS}
    assert lanes(app) == {}
    clock.advance(SILENT_AFTER.total_seconds() - 1)
    assert lanes(app)["rank"] == "gpu"
    clock.advance(RESEND_AFTER.total_seconds())
    # Nobody has claimed them: they are sent again, to whoever is there.
    assert lanes(app) == dict.fromkeys(JOB_KINDS, "cpu")


@pytest.mark.usefixtures("project")
def test_a_gpu_worker_that_ends_gives_its_lane_back_at_once(app: App) -> None:
    announce(app, "gpu-1", ["cpu", "gpu"], "cuda", ["hashing"], "torch float32 cuda")
    release_worker(app, "gpu-1", died=False)
    assert lanes(app) == dict.fromkeys(JOB_KINDS, "cpu")


def test_workers_say_what_they_compute_with(app: App) -> None:
    announce(app, "a", ["cpu"], "cpu", ["hashing"], "numpy")
    announce(app, "a", ["cpu"], "cpu", ["hashing"], "torch bfloat16 cpu")
    with app.read() as uow:
        [worker] = [each for each in uow[Workers].alive(uow.now) if each.name == "a"]
        assert worker.compute == "torch bfloat16 cpu"


@pytest.mark.slow
def test_a_round_says_what_computed_it(driver: Driver) -> None:
    project = driver.project_with([{"text": f"text {n}"} for n in range(40)])
    [first] = driver.get(f"/projects/{project}/rounds").json()["results"]
    assert first["compute"] == "numpy"
    assert first["gpu_seconds"] == 0


def test_a_look_that_finds_nothing_asks_once(driver: Driver) -> None:
    """Twenty times a second, beside whatever else the process does."""
    with statements(driver.app) as seen:
        assert due_jobs(driver.app, encoders=["hashing"]) == []
    assert len([sql for sql, _ in seen if "job" in sql or "worker" in sql]) == 1
