"""Background work: done once, done again after a death, given up with a reason."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from service.app import App
from service.db.clock import FrozenClock
from service.jobs import run_job as running
from service.jobs.dispatch_jobs import due_jobs, release_worker, requeue_lost
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import JobRun, JobTaken, run_job
from service.jobs.tables import Job
from service.kit.errors import Invalid
from tests.driving import Driver
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.both_databases


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.project(["fruit", "metal"])


def add(driver: Driver, project: int, **fields: Any) -> int:
    with driver.app.write() as uow:
        made = {"kind": "rank", "run_after": uow.now, "created_at": uow.now, **fields}
        return uow[Jobs].add(Job(project_id=project, **made)).id


def shown(driver: Driver, job: int) -> Any:
    return driver.get(f"/jobs/{job}").json()


def ids(jobs: list[Any]) -> list[int]:
    return [job.id for job in jobs]


def nothing(_app: App, _run: JobRun) -> None:
    pass


def test_only_one_worker_gets_a_job(driver: Driver, project: int) -> None:
    job, worked, ready = add(driver, project), list[int](), threading.Barrier(8)

    def work(number: int) -> bool:
        ready.wait()
        handler = {"rank": lambda _app, _run: worked.append(number)}
        return run_job(driver.app, job, f"worker {number}", handler, driver.tools)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(work, range(8))) == [False] * 7 + [True]
    assert len(worked) == 1
    assert (shown(driver, job)["state"], shown(driver, job)["attempts"]) == ("done", 1)


def test_one_job_of_a_mutex_runs_at_a_time(driver: Driver, project: int) -> None:
    jobs = [add(driver, project, mutex="m") for _ in range(4)]
    inside, most = [0], [0]

    def handler(_app: App, _run: JobRun) -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        assert not any(
            run_job(driver.app, job, "other", {"rank": nothing}, driver.tools) for job in jobs
        )
        assert due_jobs(driver.app) == []
        inside[0] -= 1

    for job in jobs:
        assert ids(due_jobs(driver.app)) == [job]
        assert run_job(driver.app, job, "one", {"rank": handler}, driver.tools)
    assert most == [1]


def test_what_is_due_is_sent_once_and_again_when_nobody_came(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    low = add(driver, project, priority=8)
    high = add(driver, project, priority=1)
    later = add(driver, project, run_after=clock.now.replace(second=5))
    assert ids(due_jobs(driver.app)) == [high, low]
    assert due_jobs(driver.app) == []
    clock.advance(5)
    assert ids(due_jobs(driver.app)) == [later]
    clock.advance(5)
    assert ids(due_jobs(driver.app)) == [high, low]


def test_a_job_waits_for_a_worker_with_its_encoder(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    driver.upload(project, '{"text": "a plum"}')
    clock.advance(60)  # the worker of these tests is silent by now
    [due] = due_jobs(driver.app)
    run_job(driver.app, due.id, "test", driver.handlers, driver.tools)
    assert due_jobs(driver.app) == []
    stats = driver.get(f"/projects/{project}/stats").json()
    assert (stats["encoder"]["state"], stats["embedded"]) == ("preparing", 0)
    driver.announce(["sentence_transformer"])
    assert due_jobs(driver.app) == []
    assert due_jobs(driver.app, encoders=["hashing"]) != []
    clock.advance(10)
    assert driver.work()[0] == "embed"
    stats = driver.get(f"/projects/{project}/stats").json()
    assert (stats["encoder"]["state"], stats["embedded"]) == ("ready", 1)


def test_a_dead_workers_job_goes_to_another(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    """It went silent: its lease runs out, the job is queued again, its late end counts nothing."""
    job = add(driver, project)

    def die_slowly(_app: App, run: JobRun) -> None:
        clock.advance(31)
        assert requeue_lost(driver.app) == 1
        assert (shown(driver, job)["state"], shown(driver, job)["attempts"]) == ("queued", 1)
        clock.advance(2)
        assert run_job(driver.app, job, "dead", {"rank": nothing}, driver.tools)
        with pytest.raises(JobTaken):
            run.progress(1, 2)

    assert not run_job(driver.app, job, "dead", {"rank": die_slowly}, driver.tools)
    assert (shown(driver, job)["state"], shown(driver, job)["attempts"]) == ("done", 2)
    assert shown(driver, job)["total"] is None


def test_a_lost_attempt_does_not_speak_for_the_next(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    """One worker, two threads: the slow one reports and breaks while the other is at work."""
    job = add(driver, project)
    started, over = threading.Event(), threading.Event()

    def wait(_app: App, _run: JobRun) -> None:
        started.set()
        assert over.wait(PATIENCE_SECONDS)

    def lose(_app: App, run: JobRun) -> None:
        clock.advance(31)
        requeue_lost(driver.app)
        clock.advance(2)
        again.append(pool.submit(run_job, driver.app, job, "one", {"rank": wait}, driver.tools))
        assert started.wait(PATIENCE_SECONDS)
        with pytest.raises(JobTaken):
            run.progress(7, 9)
        raise ZeroDivisionError

    again: list[Future[bool]] = []
    with ThreadPoolExecutor(1) as pool:
        assert not run_job(driver.app, job, "one", {"rank": lose}, driver.tools)
        seen = shown(driver, job)
        assert (seen["state"], seen["attempts"], seen["done"]) == ("running", 2, 0)
        over.set()
        assert again[0].result()
    assert shown(driver, job)["state"] == "done"


def test_a_job_that_lives_is_not_given_away(
    driver: Driver, project: int, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "HEARTBEAT_SECONDS", 0.01)
    job, beats = add(driver, project), threading.Event()

    def work(_app: App, _run: JobRun) -> None:
        clock.advance(29)
        for _ in range(500):
            with driver.app.read() as uow:
                if uow[Jobs].get(job).heartbeat_at == clock.now:
                    beats.set()
                    break
            threading.Event().wait(0.01)
        clock.advance(29)
        assert requeue_lost(driver.app) == 0

    assert run_job(driver.app, job, "alive", {"rank": work}, driver.tools)
    assert beats.is_set()


def test_a_worker_known_dead_gives_back_at_once(driver: Driver, project: int) -> None:
    job, other = add(driver, project), add(driver, project)

    def die(_app: App, _run: JobRun) -> None:
        assert not run_job(driver.app, other, "two", {"rank": lambda *_: 1 / 0}, driver.tools)
        assert release_worker(driver.app, "one") == 1
        assert ids(due_jobs(driver.app)) == [job]

    assert not run_job(driver.app, job, "one", {"rank": die}, driver.tools)
    assert shown(driver, job)["state"] == "queued"
    assert "the worker died" in shown(driver, job)["error"]


def test_a_clean_stop_does_not_count_against_a_job(driver: Driver, project: int) -> None:
    job = add(driver, project)

    def stop(_app: App, _run: JobRun) -> None:
        assert release_worker(driver.app, "one", died=False) == 1

    for attempt in range(1, 6):
        assert not run_job(driver.app, job, "one", {"rank": stop}, driver.tools)
        assert (shown(driver, job)["state"], shown(driver, job)["attempts"]) == ("queued", attempt)
    assert "the worker was stopped" in shown(driver, job)["error"]


def test_a_job_that_breaks_three_times_has_failed(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    job = add(driver, project)

    def break_down(_app: App, _run: JobRun) -> None:
        raise ZeroDivisionError("division by zero")

    for attempt in (1, 2, 3):
        assert not run_job(driver.app, job, "test", {"rank": break_down}, driver.tools)
        assert shown(driver, job)["attempts"] == attempt
        assert due_jobs(driver.app) == []
        clock.advance(2)
    seen = shown(driver, job)
    assert seen["state"] == "failed"
    assert seen["error"] == "Failed 3 times, last with: ZeroDivisionError: division by zero"
    assert seen["finished_at"] is not None
    assert due_jobs(driver.app) == []


def test_what_can_never_work_is_not_tried_again(driver: Driver, project: int) -> None:
    job = add(driver, project)

    def refuse(_app: App, _run: JobRun) -> None:
        raise Invalid("There are no classes.")

    assert not run_job(driver.app, job, "test", {"rank": refuse}, driver.tools)
    seen = shown(driver, job)
    assert (seen["state"], seen["attempts"]) == ("failed", 1)
    assert seen["error"] == "There are no classes."


def test_a_cancelled_job_stops_and_stays_cancelled(driver: Driver, project: int) -> None:
    waiting, job = add(driver, project), add(driver, project)
    assert driver.post(f"/jobs/{waiting}/cancel").json()["state"] == "cancelled"
    assert not run_job(driver.app, waiting, "test", {"rank": nothing}, driver.tools)
    ends = list[str]()

    def work(_app: App, run: JobRun) -> None:
        driver.post(f"/jobs/{job}/cancel")
        if not ends:
            ends.append("stopped")
            run.progress(1)
        raise AssertionError("it went on")

    assert not run_job(driver.app, job, "test", {"rank": work}, driver.tools)
    assert shown(driver, job)["state"] == "cancelled"
    third = add(driver, project)

    def break_down(_app: App, _run: JobRun) -> None:
        driver.post(f"/jobs/{third}/cancel")
        raise ZeroDivisionError

    assert not run_job(driver.app, third, "test", {"rank": break_down}, driver.tools)
    assert shown(driver, third)["state"] == "cancelled"
    finished = add(driver, project)
    run_job(driver.app, finished, "test", {"rank": nothing}, driver.tools)
    assert driver.post(f"/jobs/{finished}/cancel").json()["state"] == "done"


def test_jobs_are_listed_page_by_page(driver: Driver, project: int) -> None:
    jobs = [add(driver, project) for _ in range(5)]
    add(driver, driver.project())
    seen, cursor = list[int](), 0
    while cursor is not None:
        page = driver.get("/jobs", project=project, limit=2, cursor=cursor).json()
        seen += [job["id"] for job in page["results"]]
        cursor = page["next"]
    assert seen == jobs
    assert len(driver.get("/jobs").json()["results"]) == 6


def test_a_job_that_waits_says_its_place_among_its_kind_and_about_how_long(
    driver: Driver, project: int
) -> None:
    other = driver.project(["fruit", "metal"])
    first = add(driver, other, kind="draw_map", state="running", done=10, total=110, pace=2.0)
    second = add(driver, project, kind="draw_map")
    third = add(driver, other, kind="draw_map")
    add(driver, other, kind="pack_model")
    places = [
        (shown(driver, job)["place"], shown(driver, job)["starts_in"])
        for job in (first, second, third)
    ]
    assert places == [(None, None), (2, 50.0), (3, None)]
    [listed] = driver.get(f"/projects/{project}/stats").json()["jobs"]
    assert (listed["kind"], listed["place"]) == ("draw_map", 2)
