"""`postil worker` and `postil relay` on real Redis and PostgreSQL: processes of their own.

What happens when they, or what they rest on, are killed is in tests/production.
"""

import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.app import App
from service.jobs.asking.redis_lists import RedisAsking
from service.jobs.queries.jobs import Jobs
from service.jobs.queries.workers import Workers
from service.kit.settings import Settings
from service.kit.vocabulary import JobState
from tests import servers
from tests.driving import Driver
from tests.patience import until
from tests.texts import texts, truth
from tests.workers.processes import Process

pytestmark = pytest.mark.slow


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    return postgresql_url


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with servers.redis() as url:
        yield url


Start = Callable[..., Process]


@pytest.fixture
def start(app: App, settings: Settings, redis_url: str, tmp_path: Path) -> Iterator[Start]:
    assert app.settings is settings
    assert settings.database_url is not None
    started: list[Process] = []

    def run(*arguments: str) -> Process:
        environment = {
            "POSTIL_DATA_DIR": str(settings.data_dir),
            "POSTIL_DATABASE_URL": str(settings.database_url),
            "POSTIL_BROKER_URL": redis_url,
        }
        log = tmp_path / f"{arguments[0]}-{len(started)}.log"
        started.append(Process(arguments, environment, log))
        return started[-1]

    yield run
    for process in started:
        process.end()
        assert "Traceback" not in process.log, process.log


def live(driver: Driver) -> list[str]:
    with driver.app.read() as uow:
        return [worker.name for worker in uow[Workers].alive(uow.now) if worker.name != "test"]


def upload(driver: Driver, project: int, count: int) -> None:
    lines = "\n".join(json.dumps(row) for row in texts(count))
    assert driver.upload(project, lines).status_code == 202


def test_a_campaign_over_two_workers(driver: Driver, start: Start) -> None:
    start("relay")
    workers = [start("worker"), start("worker", "--concurrency", "2")]
    until(lambda: len(live(driver)) == 2)
    project = driver.project(["fruit", "metal"], round_every=5)
    upload(driver, project, 300)
    until(driver.idle)
    for _ in range(3):
        driver.label(project, 5, truth)
        until(driver.idle)
    with driver.app.read() as uow:
        done = uow[Jobs].page(project, after=0, limit=1000)
    assert {(job.state, job.attempts) for job in done} == {(JobState.DONE, 1)}
    assert {job.worker for job in done} <= set(live(driver))
    rounds = driver.get(f"/projects/{project}/rounds").json()["results"]
    counts = [each["label_count"] for each in rounds]
    # On a slow machine the pause between labels starts a round of its own now and then.
    assert counts == sorted(counts)
    assert {0, 5, 10, 15} <= set(counts)
    for worker, how in zip(workers, (signal.SIGTERM, signal.SIGINT), strict=True):
        assert worker.autogroup.endswith("nice 5\n") or not worker.autogroup
        worker.signal(how)
    for worker in workers:
        assert worker.wait() == 0
    assert live(driver) == []


def test_a_worker_is_asked_what_is_near_killed_and_another_one_asked(
    driver: Driver, start: Start, redis_url: str
) -> None:
    driver.app.asking = RedisAsking(redis_url)
    start("relay")
    worker = start("worker")
    project = driver.project(["fruit", "metal"])
    upload(driver, project, 300)
    until(driver.idle)
    path, near = f"/projects/{project}/items", {"meaning": "zinc and gold", "limit": 5}
    found = driver.get(path, **near)
    assert found.status_code == 200, found.text
    assert {truth(item["text"]) for item in found.json()["results"]} == {"metal"}
    worker.kill()
    refused = driver.get(path, **near)
    assert (refused.status_code, refused.json()["reason"]["code"]) == (503, "no_worker")
    start("worker")
    until(lambda: driver.get(path, **near).status_code == 200)
    assert driver.get(path, **near).json() == found.json()
