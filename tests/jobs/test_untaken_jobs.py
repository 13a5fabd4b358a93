"""Due jobs that nobody takes for a minute: `readyz` tells of them, and a project's figures."""

from typing import Any

import pytest

from service.app import App
from service.db.clock import FrozenClock
from service.jobs.dispatch_jobs import announce, due_jobs
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import run_job
from tests.driving import Driver
from tests.jobs.test_jobs import add, nothing

pytestmark = pytest.mark.both_databases


@pytest.fixture
def project(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> int:
    """Of a service with workers elsewhere."""
    app = driver.app
    fleet = app.settings.model_copy(update={"broker_url": "redis://127.0.0.1:1/0"})
    monkeypatch.setattr(app, "settings", fleet)
    return driver.project(["fruit", "metal"])


def warning(driver: Driver) -> str:
    answer = driver.browser().get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    return str(answer.json().get("warning", ""))


def untaken(driver: Driver, project: int) -> list[Any]:
    undone: list[Any] = driver.get(f"/projects/{project}/stats").json()["undone"]
    assert {each["state"] for each in undone} <= {"queued"}
    return undone


def lives(app: App, *encoders: str) -> None:
    announce(app, "one", ["cpu"], "cpu", encoders)


def test_nothing_is_said_within_a_minute(driver: Driver, project: int, clock: FrozenClock) -> None:
    add(driver, project)
    clock.advance(59)
    assert (warning(driver), untaken(driver, project)) == ("", [])


def test_nobody_runs_nobody_sends_or_nobody_takes(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    """A fleet stood for 17 minutes, and all that could be asked said that all was well."""
    first, _ = add(driver, project), add(driver, project, kind="measure")
    clock.advance(200)
    said = "2 jobs are due, and nobody has taken one for a minute."
    assert warning(driver) == f"{said} No worker runs. Start one: `postil worker`."
    lives(driver.app)
    assert warning(driver) == (f"{said} No relay sends it to a worker. Start one: `postil relay`.")
    told, _ = untaken(driver, project)
    assert told["id"] == first
    assert told["error"] == (
        "No relay sends it to a worker. Start one: `postil relay`. It has been due for 3 min."
    )
    due_jobs(driver.app)
    assert "A relay sends it, but no worker takes it." in warning(driver)


def test_a_worker_beside_the_api_is_another_matter(
    driver: Driver, project: int, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = driver.app.settings.model_copy(update={"broker_url": None})
    monkeypatch.setattr(driver.app, "settings", alone)
    add(driver, project)
    clock.advance(61)
    assert "output of `postil serve`" in warning(driver)


def test_what_waits_behind_others_of_its_kind_is_taken_in_its_turn(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    """One that runs now, and one that has ended just now."""
    add(driver, project)
    clock.advance(120)
    later, seen = add(driver, driver.project()), list[str]()
    handler = {"rank": lambda _app, _run: seen.append(warning(driver))}
    assert run_job(driver.app, later, "one", handler, driver.tools)
    assert [*seen, warning(driver)] == ["", ""]
    clock.advance(61)
    assert "1 job is due" in warning(driver)


def test_what_another_job_held_up_has_been_due_since_that_one_ended(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    before = add(driver, project, kind="import", mutex="m")
    add(driver, project, kind="rank", mutex="m")
    clock.advance(120)
    assert "1 job is due" in warning(driver), "the other one waits for it"
    assert run_job(driver.app, before, "one", {"import": nothing}, driver.tools)
    assert warning(driver) == ""
    clock.advance(61)
    assert "1 job is due" in warning(driver)


def test_an_encoder_that_no_worker_has_is_told_elsewhere(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    add(driver, project, kind="embed", encoder="e5")
    clock.advance(120)
    assert "No worker runs" in warning(driver)
    lives(driver.app, "hashing")
    assert warning(driver) == ""
    lives(driver.app, "e5")
    assert "No relay sends it" in warning(driver)


def test_annotators_are_told_nothing_of_it(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    ann = driver.join(project, "Ann")
    add(driver, project)
    clock.advance(120)
    assert ann.get(f"/api/v1/projects/{project}/stats").json()["undone"] == []


def test_jobs_of_another_version_are_left_alone(
    driver: Driver, project: int, clock: FrozenClock
) -> None:
    job = add(driver, project, kind="of another version")
    clock.advance(120)
    assert warning(driver) == ""
    with driver.app.read() as uow:
        assert uow[Jobs].get(job).kind == "of another version"
