"""What nobody waits for stands still while the worker does what a person asked for."""

from threading import Event, Thread

import pytest

from service.app import App
from service.jobs import run_job as running
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import JobRun, Steps, run_job
from service.jobs.tables import Job
from service.jobs.take_turns import Turn
from tests.driving import Driver
from tests.patience import PATIENCE_SECONDS, until


def add(driver: Driver, kind: str) -> int:
    project = driver.project()
    with driver.app.write() as uow:
        return uow[Jobs].add(Job(kind=kind, project_id=project, run_after=uow.now)).id


class Beside:
    """A job of `kind` under way in the worker `map`, until it may end."""

    def __init__(self, driver: Driver, kind: str) -> None:
        self.may_end, self._begun, job = Event(), Event(), add(driver, kind)

        def work(_app: App, _run: JobRun) -> None:
            self._begun.set()
            assert self.may_end.wait(PATIENCE_SECONDS)

        handlers = {kind: work}
        self.thread = Thread(target=run_job, args=(driver.app, job, "map", handlers, driver.tools))
        self.thread.start()
        until(self._begun.is_set)


def slices(driver: Driver, beside: Beside, kind: str, worker: str = "map") -> list[bool]:
    """Whether what is beside it had ended, at each slice of a job of this kind."""
    ended = list[bool]()

    def work(app: App, run: JobRun) -> None:
        turn = Turn(app, run)
        for _ in range(2):
            turn.next_slice()
            ended.append(beside.may_end.is_set())

    assert run_job(driver.app, add(driver, kind), worker, {kind: work}, driver.tools)
    beside.may_end.set()
    beside.thread.join()
    return ended


@pytest.fixture
def at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stands aside does so for as long as it takes."""
    monkeypatch.setattr(running, "ASIDE_SECONDS", PATIENCE_SECONDS)


def ends_once_awaited(beside: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends when somebody stands aside for it."""

    def sleep(_seconds: float) -> None:
        beside.may_end.set()
        beside.thread.join()

    monkeypatch.setattr(running.time, "sleep", sleep)


@pytest.mark.parametrize("kind", ["draw_map", "pack_model", "try_encoders"])
@pytest.mark.usefixtures("at_last")
def test_an_embedding_waits_for_what_a_person_waits_for(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    beside = Beside(driver, kind)
    ends_once_awaited(beside, monkeypatch)
    assert slices(driver, beside, "embed") == [True, True]


@pytest.mark.usefixtures("at_last")
def test_a_lesson_waits_too(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = Beside(driver, "pack_model")
    ends_once_awaited(beside, monkeypatch)

    def work(_app: App, run: JobRun) -> None:
        Steps(run)(1, 2)
        assert beside.may_end.is_set()

    assert run_job(driver.app, add(driver, "tune"), "map", {"tune": work}, driver.tools)


@pytest.mark.usefixtures("at_last")
def test_nobody_waits_for_another_machine_or_for_what_nobody_asked_for(driver: Driver) -> None:
    assert slices(driver, Beside(driver, "draw_map"), "embed", "elsewhere") == [False, False]
    assert slices(driver, Beside(driver, "measure"), "embed") == [False, False]
    assert slices(driver, Beside(driver, "draw_map"), "import") == [False, False]


def test_it_gets_on_all_the_same(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "ASIDE_SECONDS", 0.0)
    monkeypatch.setattr(running, "ASIDE_LOOK_SECONDS", 0.0)
    assert slices(driver, Beside(driver, "draw_map"), "embed") == [False, False]
