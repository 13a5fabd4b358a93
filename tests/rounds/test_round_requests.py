"""When a round starts: debounced, never twice at once, and on demand."""

import json
from datetime import datetime

import pytest

from service.app import App
from service.db.clock import FrozenClock
from service.jobs.dispatch_jobs import due_jobs
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import JobRun, run_job
from service.jobs.tables import Job
from tests.driving import Driver, on_sqlite
from tests.texts import texts, truth

pytestmark = pytest.mark.slow


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.project(["fruit", "metal"])


def rank_jobs(driver: Driver, project: int) -> list[Job]:
    with driver.app.read() as uow:
        return list(uow[Jobs].open_of(project, "rank"))


@pytest.fixture
def labelled(driver: Driver, project: int) -> int:
    """A project whose first ranking is there; rounds follow every fifth label."""
    driver.imported(project, texts(60))
    return project


@pytest.mark.both_databases
def test_a_round_follows_a_pause(driver: Driver, labelled: int, clock: FrozenClock) -> None:
    driver.label(labelled, 1, truth)
    clock.advance(1.5)
    driver.label(labelled, 1, truth)
    clock.advance(1.5)
    assert due_jobs(driver.app) == []
    clock.advance(0.5)
    assert [job.kind for job in due_jobs(driver.app)] == ["rank"]
    assert len(rank_jobs(driver, labelled)) == 1


def test_a_round_follows_every_so_many_labels(driver: Driver, labelled: int) -> None:
    driver.label(labelled, 4, truth)
    assert due_jobs(driver.app) == []
    driver.label(labelled, 1, truth)
    assert [job.kind for job in due_jobs(driver.app)] == ["rank"]
    driver.label(labelled, 3, truth)
    assert len(rank_jobs(driver, labelled)) == 1


def test_labels_of_a_file_start_a_round_at_once_where_they_are_as_many_as_a_round_takes(
    driver: Driver, labelled: int
) -> None:
    """Fewer wait for the pause: sixty files of one label were sixty rounds."""
    rows = [row | {"label": truth(row["text"])} for row in texts(60)]
    for some, at_once in ((rows[:2], False), (rows[10:15], True)):
        content = "\n".join(map(json.dumps, some))
        assert driver.upload(labelled, content, labels="import").status_code == 202
        assert ("rank" in driver.work(until_idle=False)) is at_once
        assert ("rank" in driver.work()) is not at_once


@on_sqlite
def test_labels_during_a_round_start_the_next(driver: Driver, labelled: int) -> None:
    number = driver.get(f"/projects/{labelled}").json()["round_number"]
    rank = driver.handlers["rank"]

    def busy(app: App, run: JobRun) -> None:
        driver.handlers["rank"] = rank
        driver.label(labelled, 5, truth)
        assert len(rank_jobs(driver, labelled)) == 2
        assert due_jobs(driver.app) == []
        rank(app, run)

    driver.label(labelled, 5, truth)
    driver.handlers["rank"] = busy
    assert driver.work().count("rank") == 2
    assert driver.get(f"/projects/{labelled}").json()["round_number"] == number + 2
    last = driver.get(f"/projects/{labelled}/rounds").json()["results"][-1]
    assert last["label_count"] == 10


def test_a_round_can_be_asked_for(driver: Driver, labelled: int) -> None:
    first = driver.post(f"/projects/{labelled}/rounds")
    again = driver.post(f"/projects/{labelled}/rounds")
    assert (first.status_code, first.json()["kind"]) == (202, "rank")
    assert again.json()["id"] == first.json()["id"]
    assert driver.work()[0] == "rank"
    assert driver.get(f"/projects/{labelled}/rounds").json()["results"][-1]["trigger"] == "asked"


@on_sqlite
def test_figures_are_those_of_the_newest_round(driver: Driver, labelled: int) -> None:
    """A measurement that waits measures the newer round: none is measured twice."""
    measured: list[int] = []
    measure = driver.handlers["measure"]

    def note(app: App, run: JobRun) -> None:
        measured.append(int(run.payload["round"]))
        measure(app, run)

    driver.handlers["measure"] = note
    for _ in range(3):
        driver.label(labelled, 5, truth)
        [due] = [job for job in due_jobs(driver.app) if job.kind == "rank"]
        run_job(driver.app, due.id, "test", driver.handlers, driver.tools)
    assert measured == []
    driver.wait(11)
    driver.work()
    number = driver.get(f"/projects/{labelled}").json()["round_number"]
    assert measured == [number - 1]


@on_sqlite
def test_measuring_rests_four_times_as_long_as_it_took(
    driver: Driver, labelled: int, clock: FrozenClock
) -> None:
    measure, begun, took = driver.handlers["measure"], list[datetime](), [0.0]

    def slowly(app: App, run: JobRun) -> None:
        begun.append(clock.now)
        clock.advance(took[0])
        measure(app, run)

    def rest(seconds: float) -> float:
        """Seconds from the last measurement's end to the next one's start, which takes `seconds`.

        A round ends right after the last measurement.
        """
        ended = clock.now
        took[0] = seconds
        measured = len(begun)
        driver.label(labelled, 5, truth)
        driver.work(until_idle=False)
        while len(begun) == measured:
            driver.wait(0.5)
            driver.work(until_idle=False)
        return (begun[-1] - ended).total_seconds()

    driver.handlers["measure"] = slowly
    assert [rest(0), rest(3), rest(100), rest(0), rest(0)] == [0, 0, 12, 60, 0]


@on_sqlite
def test_a_round_rests_while_several_people_label(
    driver: Driver, labelled: int, clock: FrozenClock
) -> None:
    """A fifth of a core; what they said meanwhile is in the next one, and so are the figures."""
    rank = driver.handlers["rank"]

    def dear(app: App, run: JobRun) -> None:
        run.meter.add(2.0)
        driver.label(labelled, 5, truth)  # enough for another, as 16 people give meanwhile
        driver.handlers["rank"] = rank
        rank(app, run)

    def waits() -> float:
        """Seconds from a round's end to the next one, for which there are labels enough."""
        before = driver.get(f"/projects/{labelled}").json()["round_number"] + 1
        driver.handlers["rank"] = dear
        driver.label(labelled, 5, truth)
        [due] = [job for job in due_jobs(driver.app) if job.kind == "rank"]
        run_job(driver.app, due.id, "test", driver.handlers, driver.tools)
        ended = clock.now
        driver.label(labelled, 10, truth)
        while driver.get(f"/projects/{labelled}").json()["round_number"] == before:
            driver.wait(0.5)
            driver.work(until_idle=False)
        return (clock.now - ended).total_seconds()

    assert waits() == 0.5, "nobody rests for one person"
    for name in ("Ann", "Ben"):
        assert driver.offered(labelled, http=driver.join(labelled, name))["assignments"]
    assert 8 <= waits() <= 9
    rounds = driver.get(f"/projects/{labelled}/rounds").json()["results"]
    assert [each["skipped"] for each in rounds[-4:]] == [0, 0, 0, 1]
    assert rounds[-1]["label_count"] == rounds[-2]["label_count"] + 10
    driver.work()
    curve = driver.get(f"/projects/{labelled}/curve").json()
    assert curve["points"][-1]["labels"] == rounds[-1]["label_count"], "measured in the end"
