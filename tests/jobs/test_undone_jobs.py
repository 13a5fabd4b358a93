"""Jobs that ended without being done: told where the project needs them, and tried again."""

from typing import Any

import pytest

from service.app import App
from service.db.clock import FrozenClock
from service.jobs.kinds.embed import request_embedding
from service.jobs.run_job import JobRun, run_job
from service.kit.errors import Invalid
from service.pool.queries.projects import Projects
from service.vectors import embed_items
from tests.driving import Driver
from tests.jobs.test_jobs import add, shown

pytestmark = pytest.mark.both_databases


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.project(["fruit", "metal"])


def test_an_embedding_that_another_made_up_for_is_not_told(driver: Driver, project: int) -> None:
    def refuse(_app: App, _run: JobRun) -> None:
        raise Invalid("There is no such encoder.")

    works, driver.handlers["embed"] = driver.handlers["embed"], refuse
    driver.imported(project, [{"text": "a plum"}])
    assert len(driver.get(f"/projects/{project}/stats").json()["undone"]) == 1
    driver.handlers["embed"] = works
    with driver.app.write() as uow:
        request_embedding(uow, uow[Projects].get(project), (0, 1))
    driver.work()
    assert driver.get(f"/projects/{project}/stats").json()["undone"] == []


def test_a_round_is_tried_again_unless_another_was_asked_for(driver: Driver, project: int) -> None:
    job = add(driver, project)
    driver.post(f"/jobs/{job}/cancel")
    later = add(driver, project)
    refused = driver.post(f"/jobs/{job}/retry")
    assert refused.status_code == 409
    assert "next labels" in refused.json()["detail"]
    driver.post(f"/jobs/{later}/cancel")
    assert driver.post(f"/jobs/{later}/retry").json()["state"] == "queued"


def cut_off(*_: Any) -> None:
    raise RuntimeError("the worker died")


def undone(driver: Driver, project: int) -> list[Any]:
    return list(driver.get(f"/projects/{project}/stats").json()["undone"])


@pytest.mark.slow
def test_a_first_round_that_failed_is_told_and_tried_again(driver: Driver, project: int) -> None:
    """Cut off three times it had failed for good, and nothing said so."""
    driver.upload(project, '{"text": "a plum"}')
    works, driver.handlers["rank"] = driver.handlers["rank"], cut_off
    driver.work()
    driver.handlers["rank"] = works
    [failed] = undone(driver, project)
    assert (failed["kind"], failed["state"]) == ("rank", "failed")
    assert "the worker died" in failed["error"]
    assert driver.get(f"/projects/{project}/stats").json()["next_round"] == 0
    assert driver.post(f"/jobs/{failed['id']}/retry").status_code == 200
    driver.work()
    assert undone(driver, project) == []
    assert driver.get(f"/projects/{project}/stats").json()["next_round"] == 1


@pytest.mark.slow
def test_an_embedding_that_was_cut_off_behind_its_vectors_is_told(
    driver: Driver, project: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are there, but no round works on them."""
    with monkeypatch.context() as patch:
        patch.setattr(embed_items, "adopt_vectors", cut_off)
        driver.upload(project, '{"text": "a plum"}')
        driver.work()
    [failed] = undone(driver, project)
    assert (failed["kind"], failed["state"]) == ("embed", "failed")
    assert driver.post(f"/jobs/{failed['id']}/retry").status_code == 200
    driver.work()
    assert undone(driver, project) == []
    assert driver.get(f"/projects/{project}/stats").json()["next_round"] == 1


def test_a_job_that_is_done_keeps_no_error(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    job, tries = add(driver, project), list[int]()

    def second_time(app: App, run: JobRun) -> None:
        tries.append(1)
        if len(tries) == 1:
            cut_off(app, run)

    for _ in range(2):
        run_job(driver.app, job, "test", {"rank": second_time}, driver.tools)
        clock.advance(3)
    assert (shown(driver, job)["state"], shown(driver, job)["error"]) == ("done", None)
