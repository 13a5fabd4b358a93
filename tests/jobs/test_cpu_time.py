"""Every job's computing is counted: whatever its kind, its threads, and how often it was begun."""

import threading
import time
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlmodel import select

from service.app import App
from service.db.clock import FrozenClock
from service.jobs.dispatch_jobs import release_worker
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import JobRun, run_job
from service.jobs.tables import Job, PastWork
from service.jobs.usage import CpuMeter
from service.ports import FloatArray
from service.projects.kinds import JOBS_KEPT, KEPT
from service.projects.queries import Sweeping
from service.rounds.time_spent import compute_seconds
from tests.driving import Driver
from tests.parts.counting import CountingEncoder
from tests.texts import texts, truth
from tests.vectors.vectors import use

BURNT = 0.2


def burn(seconds: float = BURNT) -> None:
    """Keeps a core busy for so long, however busy the machine is."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


class Slow(CountingEncoder):
    def encode(self, texts: Sequence[str]) -> FloatArray:
        burn()
        return super().encode(texts)


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.project(["fruit", "metal"], round_every=5)


def add(driver: Driver, project: int) -> int:
    with driver.app.write() as uow:
        made = Job(kind="embed", project_id=project, run_after=uow.now, created_at=uow.now)
        return uow[Jobs].add(made).id


def seconds_by_kind(driver: Driver, project: int) -> dict[str, float]:
    """CPU-seconds by kind."""
    found: dict[str, float] = {}
    for job in driver.get("/jobs", project=project, limit=100).json()["results"]:
        found[job["kind"]] = found.get(job["kind"], 0.0) + job["cpu_seconds"]
    return found


@pytest.mark.slow
def test_the_curve_counts_every_job(driver: Driver, project: int) -> None:
    use(driver, Slow())
    driver.imported(project, texts(60))
    driver.label_at_once(project, 5, truth)
    driver.work()
    by_kind = seconds_by_kind(driver, project)
    assert by_kind.keys() >= {"import", "embed", "rank", "measure"}
    assert min(by_kind.values()) > 0
    assert by_kind["embed"] >= BURNT
    rounds = driver.get(f"/projects/{project}/rounds").json()["results"]
    [point] = driver.get(f"/projects/{project}/curve").json()["points"]
    assert point["compute_seconds"] >= BURNT + sum(each["cpu_seconds"] for each in rounds) / 2
    # All but the end of the measurement that wrote it down.
    assert sum(by_kind.values()) - by_kind["measure"] <= point["compute_seconds"]
    assert point["compute_seconds"] <= sum(by_kind.values())


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["breaks", "its worker dies"])
def test_what_an_attempt_that_ended_early_took_counts_too(
    driver: Driver, project: int, clock: FrozenClock, ending: str
) -> None:
    job = add(driver, project)

    def work(_app: App, run: JobRun) -> None:
        burn()
        if run.attempts == 1 and ending == "breaks":
            raise ZeroDivisionError
        if run.attempts == 1:
            run.progress(1)
            release_worker(driver.app, "test")
            run.progress(2)

    assert not run_job(driver.app, job, "test", {"embed": work}, driver.tools)
    assert seconds_by_kind(driver, project)["embed"] >= BURNT
    clock.advance(2)
    assert run_job(driver.app, job, "test", {"embed": work}, driver.tools)
    assert seconds_by_kind(driver, project)["embed"] >= 2 * BURNT


@pytest.mark.slow
def test_threads_that_a_job_starts_count(driver: Driver, project: int) -> None:
    job = add(driver, project)

    def work(_app: App, _run: JobRun) -> None:
        helper = threading.Thread(target=burn)
        helper.start()
        burn(BURNT / 4)
        helper.join()

    assert run_job(driver.app, job, "test", {"embed": work}, driver.tools)
    assert seconds_by_kind(driver, project)["embed"] >= BURNT


@pytest.mark.slow
def test_jobs_at_once_share_out_what_there_was() -> None:
    before, found = time.process_time(), list[float]()

    def work(seconds: float) -> None:
        meter = CpuMeter()
        meter.begin()
        burn(seconds)
        found.append(meter.end())

    workers = [threading.Thread(target=work, args=(seconds,)) for seconds in (0.1, 0.3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    less, more = sorted(found)
    assert less >= 0.1
    assert more >= 0.3
    ticks = 0.02  # of the system's clock, by which it counts
    assert less + more <= time.process_time() - before + ticks


def test_jobs_that_are_cleared_away_stay_counted(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    for job in [add(driver, project) for _ in range(3)]:
        run_job(driver.app, job, "test", {"embed": lambda _app, _run: burn(0.05)}, driver.tools)
    with driver.app.read() as uow:
        before = compute_seconds(uow, project)
    clock.advance((JOBS_KEPT + KEPT + timedelta(hours=1)).total_seconds())
    with driver.app.write() as uow:
        assert uow[Sweeping].forget_jobs(project, uow.now - JOBS_KEPT, [], 100) == 2
    with driver.app.read() as uow:
        assert compute_seconds(uow, project) == pytest.approx(before)
        [past] = uow.session.exec(select(PastWork).where(PastWork.project_id == project))
        assert (past.kind, past.jobs) == ("embed", 2)
        assert past.cpu_seconds >= 0.1
