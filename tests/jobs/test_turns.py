"""Projects take turns at importing and embedding: a large one keeps no small one waiting."""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest

from service.app import App
from service.db.sqlite import FifoLock
from service.importing import import_items, store_rows
from service.jobs import take_turns
from service.jobs.dispatch_jobs import due_jobs
from service.jobs.kinds import embed
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import GivesWay, JobRun, run_job
from service.jobs.tables import Job
from service.jobs.take_turns import Turn
from service.ports import FloatArray
from tests.driving import Driver
from tests.parts.counting import CountingEncoder
from tests.patience import until
from tests.vectors.vectors import use

LARGE, SMALL = 2_000, 60


@pytest.fixture(autouse=True)
def short_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every slice ends a turn."""
    monkeypatch.setattr(take_turns, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(take_turns, "CATCHING_UP", 0)
    monkeypatch.setattr(take_turns, "UNBEGUN", timedelta())
    monkeypatch.setattr(import_items, "BATCH", 100)


class Interrupted(CountingEncoder):
    """Something happens while it encodes for the second time."""

    def __init__(self, happens: Callable[[], None]) -> None:
        super().__init__()
        self._happens, self._calls = happens, 0

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self._calls += 1
        if self._calls == 2:
            self._happens()
        return super().encode(texts)


def send(driver: Driver, project: int, name: str, count: int) -> Any:
    rows = ({"text": f"{name} number {n} of all the texts"} for n in range(count))
    return driver.upload(project, "\n".join(map(json.dumps, rows)))


def do(driver: Driver, kind: str) -> None:
    """The jobs of this kind that are due, by whichever messages come first."""
    for job in due_jobs(driver.app):
        if job.kind == kind:
            run_job(driver.app, job.id, "test", driver.handlers, driver.tools)


def of_kind(driver: Driver, kind: str) -> list[Job]:
    with driver.app.read() as uow:
        return [job for job in uow[Jobs].page(None, after=0, limit=1_000) if job.kind == kind]


def position(texts: Sequence[str], name: str) -> tuple[int, int]:
    """Of the first and of the last text that begins so."""
    places = [place for place, text in enumerate(texts) if text.startswith(name)]
    return places[0], places[-1]


@pytest.mark.slow
@pytest.mark.parametrize("shard", [LARGE, 500])
def test_a_small_project_is_embedded_long_before_a_large_one(
    driver: Driver, shard: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the large one has several jobs, whose messages were sent before."""
    monkeypatch.setattr(embed, "SHARD_ROWS", shard)
    large, small = driver.project(), driver.project()

    def arrive() -> None:
        send(driver, small, "small", SMALL)
        do(driver, "import")

    encoder = Interrupted(arrive)
    use(driver, encoder)
    send(driver, large, "large", LARGE)
    do(driver, "import")
    driver.work()
    texts = [text for text in encoder.encoded if text.startswith(("large", "small"))]
    assert sorted(texts) == sorted({*texts})
    assert len(texts) == LARGE + SMALL
    _, last = position(texts, "small")
    assert last < LARGE / 2
    jobs = of_kind(driver, "embed")
    assert {job.state.value for job in jobs} == {"done"}
    assert {job.attempts - job.stopped for job in jobs} == {1}
    assert {job.error for job in jobs} == {None}
    assert [job.attempts > 1 for job in jobs if job.project_id == small] == [False]


@pytest.mark.both_databases
@pytest.mark.slow
@pytest.mark.parametrize("batch", [100, LARGE])
def test_a_small_import_is_in_long_before_a_large_one(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """Also where all of the large one is sorted, and goes in, as one batch."""
    monkeypatch.setattr(import_items, "BATCH", batch)
    monkeypatch.setattr(store_rows, "SLICE", 100)
    monkeypatch.setattr(store_rows, "SHARED_SLICE", 100)
    large, small, seen = driver.project(), driver.project(), list[int]()
    takes_in = driver.without("embed").handlers["import"]

    def arrive_meanwhile(app: App, run: JobRun) -> None:
        if not seen:
            seen.append(send(driver, small, "small", SMALL).json()["import_id"])
        takes_in(app, run)
        if run.project_id == small:
            counts = driver.get(f"/projects/{large}/imports/{sent['import_id']}").json()
            seen.append(counts["received"])

    driver.handlers["import"] = arrive_meanwhile
    sent = send(driver, large, "large", LARGE).json()
    driver.work()
    assert 0 < seen[1] < LARGE / 2
    counts = driver.get(f"/projects/{large}/imports/{sent['import_id']}").json()
    assert (counts["state"], counts["received"], counts["inserted"]) == ("ready", LARGE, LARGE)
    jobs = of_kind(driver, "import")
    assert [(job.attempts, job.stopped) for job in jobs] == [(2, 1), (1, 0)]


@pytest.mark.both_databases
@pytest.mark.slow
def test_an_import_waits_for_one_beside_it_without_reading_anything_twice(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a worker, which begins two at once: the large one keeps its place in the file."""
    large, small, ended = driver.project(), driver.project(), list[int]()
    takes_in, beside = driver.handlers["import"], list[Thread]()

    def begin_small() -> None:
        [job] = [job for job in of_kind(driver, "import") if job.project_id == small]
        run_job(driver.app, job.id, "test", driver.handlers, driver.tools)

    def received() -> int:
        return int(driver.get(f"/projects/{large}/imports/{sent['import_id']}").json()["received"])

    def arrive_meanwhile(app: App, run: JobRun) -> None:
        if run.project_id == large:
            send(driver, small, "small", SMALL)
            beside.append(Thread(target=begin_small))
            beside[0].start()
            until(lambda: [job.state.value for job in of_kind(driver, "import")] == 2 * ["running"])
        else:
            until(received)
        takes_in(app, run)
        ended.append(run.project_id)

    def is_wanted(baton: take_turns.Baton) -> bool:
        until(lambda: FifoLock.is_wanted(baton) or ended)
        return True

    monkeypatch.setattr(take_turns.Baton, "is_wanted", is_wanted)
    driver.handlers["import"] = arrive_meanwhile
    sent = send(driver, large, "large", LARGE).json()
    do(driver, "import")
    beside[0].join()
    assert ended == [small, large]
    assert {job.state.value for job in of_kind(driver, "import")} == {"done"}
    assert [(job.attempts, job.stopped) for job in of_kind(driver, "import")] == [(1, 0), (1, 0)]


@pytest.mark.slow
def test_a_job_that_gave_way_keeps_its_place_in_its_project(driver: Driver) -> None:
    """What was sent to the same project later comes after it, and finds its texts there."""
    large, small, done = driver.project(), driver.project(), list[int]()
    takes_in = driver.without("embed").handlers["import"]

    def note(app: App, run: JobRun) -> None:
        if not done and run.attempts == 1 and run.project_id == large:
            send(driver, small, "small", SMALL)
        takes_in(app, run)
        done.append(run.job_id)

    driver.handlers["import"] = note
    first = send(driver, large, "large", LARGE).json()["job_id"]
    second = send(driver, large, "large", LARGE + 1).json()
    driver.work()
    assert done.index(first) < done.index(second["job_id"])
    counts = driver.get(f"/projects/{large}/imports/{second['import_id']}").json()
    assert (counts["inserted"], counts["duplicates"]) == (1, LARGE)


def test_nobody_gives_way_to_what_can_not_be_done(driver: Driver) -> None:
    """To jobs of other kinds, of its own project, or for an encoder that no worker has."""
    project, other = driver.project(), driver.project()
    with driver.app.write() as uow:
        fields: dict[str, Any] = {"run_after": uow.now, "created_at": uow.now}
        job = uow[Jobs].add(Job(kind="embed", project_id=project, **fields)).id
        uow[Jobs].add(Job(kind="embed", project_id=project, **fields))
        uow[Jobs].add(Job(kind="import", project_id=other, **fields))
        uow[Jobs].add(Job(kind="embed", project_id=other, encoder="none", **fields))

    def work(app: App, run: JobRun) -> None:
        turn = Turn(app, run)
        turn.next_slice()
        turn.next_slice()
        with app.write() as uow:
            uow[Jobs].add(Job(kind="embed", project_id=other, **fields))
        with pytest.raises(GivesWay):
            turn.next_slice()

    assert run_job(driver.app, job, "test", {"embed": work}, driver.tools)


@pytest.mark.both_databases
def test_projects_go_round(driver: Driver) -> None:
    """Whoever waited longest goes first, whatever the messages say and however many jobs it has."""
    projects = [driver.project() for _ in range(3)]
    order = list[int]()
    with driver.app.write() as uow:
        fields: dict[str, Any] = {"run_after": uow.now, "created_at": uow.now}
        jobs = [
            uow[Jobs].add(Job(kind="embed", project_id=project, **fields)).id
            for project in (projects[0], projects[0], projects[0], *projects[1:])
        ]

    def work(app: App, run: JobRun) -> None:
        order.append(projects.index(run.project_id))
        driver.wait(1.0)
        turn = Turn(app, run)
        turn.next_slice()
        if order.count(order[-1]) < 2:
            turn.next_slice()

    for _ in range(3):
        for job in jobs:  # as a broker would that has them in this order
            run_job(driver.app, job, "test", {"embed": work}, driver.tools)
    assert order == [0, 1, 2, 0, 1, 2, 0, 0]
    assert {job.state.value for job in of_kind(driver, "embed")} == {"done"}


def test_a_turn_is_longer_than_it_takes_to_get_back_to_work(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take_turns, "TURN_SECONDS", 5.0)
    monkeypatch.setattr(take_turns, "CATCHING_UP", 4)
    project, other, now = driver.project(), driver.project(), [0.0]
    monkeypatch.setattr(take_turns.time, "monotonic", lambda: now[0])
    with driver.app.write() as uow:
        fields: dict[str, Any] = {"run_after": uow.now, "created_at": uow.now}
        job = uow[Jobs].add(Job(kind="import", project_id=project, **fields)).id
        uow[Jobs].add(Job(kind="import", project_id=other, **fields))

    def work(app: App, run: JobRun) -> None:
        for catching_up, ends in ((0.5, 5.5), (3.0, 15.0)):
            now[0] = 0.0
            turn = Turn(app, run)
            now[0] = catching_up
            turn.next_slice()
            now[0] = ends - 0.1
            turn.next_slice()
            now[0] = ends
            with pytest.raises(GivesWay):
                turn.next_slice()

    assert run_job(driver.app, job, "test", {"import": work}, driver.tools)


@pytest.mark.slow
@pytest.mark.both_databases
def test_a_jobs_pace_is_that_of_its_last_slices_with_the_waits_between_its_turns(
    driver: Driver,
) -> None:
    """Not of all that was ever done over the time since its last turn began."""
    project, shown = driver.project(), list[Any]()
    with driver.app.write() as uow:
        job = uow[Jobs].add(Job(kind="embed", project_id=project, run_after=uow.now)).id

    def work(_: App, run: JobRun) -> None:
        driver.wait(10.0)
        run.progress(run.far.done + 100, 100_000)
        run.renew()
        shown.append(driver.get(f"/jobs/{job}").json())
        if run.attempts < 40:
            raise GivesWay

    for _ in range(40):
        driver.wait(10.0)
        run_job(driver.app, job, "test", {"embed": work}, driver.tools)
    assert [one["pace"] for one in shown[:1]] == [None]
    assert {round(one["pace"], 3) for one in shown[1:]} == {5.0}
    assert shown[-1]["done"] == 4_000
    assert shown[-1]["advanced_at"] > shown[-1]["started_at"] > shown[-2]["advanced_at"]
