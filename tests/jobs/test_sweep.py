"""What nobody needs any more is cleared away, and nothing else is."""

import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from service.db.clock import FrozenClock
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import JobRun
from service.jobs.tables import Job
from service.kit.vocabulary import ImportState, JobState
from service.pool.queries.imports import Imports
from service.pool.queries.projects import Views
from service.projects.kinds import request_sweeps
from service.projects.queries import Sweeping
from service.schema import metadata
from tests.asking import answers_questions
from tests.driving import Driver, do_nothing
from tests.parts import light_tuned
from tests.texts import texts, truth
from tests.vectors.vectors import current, is_complete
from workers.encoders.hashing import HashingEncoder

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]

HOUR = 3_600
CLASSES = ["fruit", "metal"]


def files(driver: Driver, folder: str) -> set[str]:
    root = driver.app.settings.data_dir / "blobs" / folder
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def pass_hours(driver: Driver, clock: FrozenClock, hours: float) -> None:
    """For the database and for files alike."""
    clock.advance(hours * HOUR)
    for path in (driver.app.settings.data_dir / "blobs").rglob("*"):
        os.utime(path, (path.stat().st_mtime - hours * HOUR,) * 2)
    driver.announce()


def swept(driver: Driver) -> int:
    """Does what the relay asks for now; how many sweeps that were."""
    asked = request_sweeps(driver.app)
    driver.work()
    return asked


def jobs(driver: Driver, kind: str) -> list[Job]:
    with driver.app.read() as uow:
        return [job for job in uow[Jobs].page(None, after=0, limit=1_000) if job.kind == kind]


def rows(driver: Driver, project: int) -> dict[str, int]:
    """How many rows of a project each table has; items' sources through their items."""
    items = metadata.tables["item"]
    found: dict[str, int] = {}
    with driver.app.read() as uow:
        for name, table in metadata.tables.items():
            if "project_id" in table.c:
                asked = select(func.count()).select_from(table).where(table.c.project_id == project)
            elif name == "item_source":
                mine = select(items.c.id).where(items.c.project_id == project)
                asked = select(func.count()).select_from(table).where(table.c.item_id.in_(mine))
            else:
                continue
            found[name] = uow.session.execute(asked).scalar_one()
    return {name: count for name, count in found.items() if count}


def test_shards_that_retired_and_uploads_go_after_an_hour(
    driver: Driver, clock: FrozenClock
) -> None:
    project = driver.project(CLASSES)
    for first in (0, 20, 40):
        driver.imported(project, texts(60)[first : first + 20])
    pass_hours(driver, clock, 0.9)
    assert swept(driver) == 0
    assert len(files(driver, f"projects/{project}/shards")) == 6
    assert len(files(driver, f"projects/{project}/uploads")) == 3
    pass_hours(driver, clock, 0.2)
    assert swept(driver) == 1
    [shard] = current(driver, project)
    kept = {shard.blob, shard.present_blob}
    folder = f"projects/{project}/shards"
    assert {f"{folder}/{name}" for name in files(driver, folder)} == kept
    assert files(driver, f"projects/{project}/uploads") == set()
    assert is_complete(driver, project, HashingEncoder())
    driver.label_at_once(project, 10, truth)
    driver.work()


def test_what_is_in_use_stays(driver: Driver, clock: FrozenClock) -> None:
    """An import that waits for its worker, an embedding that goes on, a head, refused lines."""
    project = driver.project_with([*texts(20), {"text": ""}], CLASSES)
    driver.label_at_once(project, 10, truth)
    driver.work()
    driver.upload(project, '{"text": "later"}')
    with driver.app.write() as uow:
        waiting = uow[Jobs].add(
            Job(kind="embed", project_id=project, run_after=clock.now.replace(year=2040))
        )
        [*_, upload] = uow[Imports].of(project)
        assert upload.state is ImportState.RUNNING
        blob, job = upload.blob, waiting.id
    driver.app.blobs.put(f"projects/{project}/embedding/{job}-abc/1-000000.npz", b"x")
    driver.app.blobs.put(f"projects/{project}/embedding/999999-abc/1-000000.npz", b"x")
    driver.handlers["import"] = lambda _app, _run: None
    before = files(driver, f"projects/{project}")
    pass_hours(driver, clock, 3)
    assert request_sweeps(driver.app) == 1
    driver.work(until_idle=False)
    gone = before - files(driver, f"projects/{project}")
    assert {name.split("/")[0] for name in gone} == {"uploads", "embedding"}
    assert driver.app.blobs.exists(blob)
    left = files(driver, f"projects/{project}/embedding")
    assert {name.split("-")[0] for name in left} == {str(job)}
    assert any(name.startswith("heads/") for name in files(driver, f"projects/{project}"))
    assert any(name.startswith("rejected/") for name in files(driver, f"projects/{project}"))


def learnt(driver: Driver, project: int) -> str | None:
    """What the project's encoder has learnt, as its file begins."""
    with driver.app.read() as uow:
        fitted = uow[Views].of(project)[1].fitted
    return None if fitted is None else fitted.rsplit("/", 1)[1].removesuffix(".npz")


def test_what_an_encoder_had_learnt_goes_when_nothing_reads_it(
    driver: Driver, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    light_tuned.give(driver, monkeypatch)
    project = driver.project_with(texts(150), CLASSES, views=["tuned"], audits="proof")

    def taught_anew(before: str | None) -> str:
        while (now := learnt(driver, project)) in (None, before):
            driver.label_at_once(project, 30, truth)
            driver.work()
        assert now is not None
        return now

    def kept() -> set[str]:
        pass_hours(driver, clock, 2)
        assert swept(driver) == 1
        return files(driver, f"projects/{project}/fitted")

    measures, driver.handlers["measure"] = driver.handlers["measure"], do_nothing
    first = taught_anew(None)
    driver.handlers["measure"] = measures
    driver.post(f"/projects/{project}/rounds")
    driver.work()
    assert kept() == {f"{first}.npz", f"{first}.lesson.npz"}
    driver.without("measure")
    second = taught_anew(first)
    driver.post(f"/projects/{project}/rounds")
    driver.work()
    both = {f"{each}{end}" for each in (first, second) for end in (".npz", ".lesson.npz")}
    assert kept() == both, "the model that is released reads the first"
    asked = answers_questions(driver)
    assert asked.post(f"/projects/{project}/predict", texts=["an apple"]).status_code == 200
    driver.handlers["measure"] = measures
    driver.post(f"/projects/{project}/rounds")
    driver.work()
    assert kept() == {f"{second}.npz", f"{second}.lesson.npz"}
    assert asked.post(f"/projects/{project}/predict", texts=["an apple"]).status_code == 200


def test_an_upload_that_is_just_arriving_stays(driver: Driver, clock: FrozenClock) -> None:
    project = driver.project_with(texts(20), CLASSES)
    pass_hours(driver, clock, 2)
    driver.app.blobs.put(f"projects/{project}/uploads/arriving", b"half of a")
    assert swept(driver) == 1
    assert files(driver, f"projects/{project}/uploads") == {"arriving"}


def test_a_project_in_which_nothing_ended_is_not_swept_again(
    driver: Driver, clock: FrozenClock
) -> None:
    busy, quiet = driver.project(CLASSES), driver.project(CLASSES)
    for project in (busy, quiet):
        driver.imported(project, texts(20))
    pass_hours(driver, clock, 2)
    assert swept(driver) == 2
    done = []
    for _ in range(8):
        driver.label_at_once(busy, 1, truth)
        driver.work()
        pass_hours(driver, clock, 0.4)
        done.append(swept(driver))
    assert sum(done) == 2, "at most one an hour"
    assert all(job.project_id == busy for job in jobs(driver, "sweep")[2:])
    pass_hours(driver, clock, 2)
    assert swept(driver) == 1
    pass_hours(driver, clock, 200)
    assert swept(driver) == 0


def test_of_a_deleted_project_nothing_stays(
    driver: Driver, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And everything of another, of which the texts are the same."""
    monkeypatch.setattr("service.projects.sweep.SLICE", 7)
    deleted, other = driver.project(CLASSES), driver.project(CLASSES)
    for project in (deleted, other):
        driver.imported(project, texts(50))
        driver.join(project, "Ann")
        driver.label(project, 10, truth)
        offered = driver.offered(project)["assignments"][0]
        driver.post(f"/projects/{project}/items/{offered['item']['id']}/notes", kind="flag")
        driver.work()
    assert {"embedding", "annotation", "note", "ranking"} <= rows(driver, deleted).keys()
    counts, left = rows(driver, other), files(driver, f"projects/{other}")
    assert driver.http.delete(f"/api/v1/projects/{deleted}").status_code == 204
    assert rows(driver, deleted)["item"] == 50
    pass_hours(driver, clock, 1.1)
    driver.work()
    assert rows(driver, deleted) == {}
    assert files(driver, f"projects/{deleted}") == set()
    # The other is there as before, but for what it was itself due to lose.
    assert {
        name for name, count in counts.items() if rows(driver, other).get(name) != count
    } == set()
    assert files(driver, f"projects/{other}") == left
    assert is_complete(driver, other, HashingEncoder())
    assert driver.get(f"/projects/{deleted}").status_code == 404


def test_a_sweep_of_a_deleted_project_goes_on_where_it_was_cut_off(
    driver: Driver, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.projects.sweep.SLICE", 7)
    project = driver.project(CLASSES)
    driver.imported(project, texts(50))
    driver.http.delete(f"/api/v1/projects/{project}")
    pass_hours(driver, clock, 1.1)
    sweeps, left = driver.handlers["sweep"], list[int]()

    def dies(app: Any, run: JobRun) -> None:
        renew = run.renew

        def twice() -> None:
            renew()
            left.append(rows(driver, project)["item"])
            if len(left) == 2:
                raise MemoryError

        if not left:
            monkeypatch.setattr(run, "renew", twice)
        sweeps(app, run)

    driver.handlers["sweep"] = dies
    driver.work()
    assert left == [43, 36]
    assert rows(driver, project) == {}


def test_projects_deleted_before_there_were_sweeps_go_too(driver: Driver) -> None:
    project = driver.project(CLASSES)
    driver.http.delete(f"/api/v1/projects/{project}")
    with driver.app.write() as uow:
        for job in uow[Jobs].open_of(project):
            uow.session.delete(job)
    assert swept(driver) == 1
    assert not Path(driver.app.settings.data_dir / "blobs" / "projects" / str(project)).exists()
    with driver.app.read() as uow:
        assert not uow[Sweeping].is_deleted(project)


def test_a_sweep_that_waits_is_not_asked_for_twice(driver: Driver, clock: FrozenClock) -> None:
    driver.project_with(texts(20), CLASSES)
    pass_hours(driver, clock, 2)
    for _ in range(3):
        request_sweeps(driver.app)
    assert [job.state for job in jobs(driver, "sweep")] == [JobState.QUEUED]
