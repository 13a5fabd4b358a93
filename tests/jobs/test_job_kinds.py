"""A contract over every kind of job: its row is all there is to it."""

from inspect import signature
from pkgutil import resolve_name

import pytest

from service.jobs.kind import JOB_KINDS, JobKind, register
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import handlers
from tests.driving import Driver, on_sqlite

every_kind = pytest.mark.parametrize("kind", JOB_KINDS.values(), ids=JOB_KINDS)


@every_kind
def test_what_it_names_is_there(kind: JobKind) -> None:
    assert list(signature(handlers()[kind.name]).parameters) == ["app", "run"]
    if kind.clean_up is not None:
        assert list(signature(resolve_name(kind.clean_up)).parameters) == ["uow", "job", "reason"]


@every_kind
def test_people_are_told_what_it_does_and_what_comes_of_ending_it(kind: JobKind) -> None:
    assert kind.title[:1].isupper()
    assert not kind.title.endswith(".")
    for sentence in (kind.when_ended, kind.comes_back, kind.must_end):
        assert sentence is None or (sentence[:1].isupper() and sentence.endswith("."))


@pytest.mark.parametrize("awaited", ["pack_model", "fast_model", "draw_map", "try_encoders"])
@pytest.mark.parametrize("other", ["embed", "tune", "measure"])
def test_what_a_person_waits_for_goes_before_long_work(awaited: str, other: str) -> None:
    assert JOB_KINDS[awaited].niceness < JOB_KINDS[other].niceness
    assert JOB_KINDS[awaited].priority < JOB_KINDS[other].priority


@on_sqlite
@every_kind
def test_the_api_lists_it(driver: Driver, kind: JobKind) -> None:
    shown = {each["name"]: each for each in driver.get("/job-kinds").json()["results"]}
    assert shown[kind.name]["title"] == kind.title
    assert shown[kind.name]["must_end"] == kind.must_end


@on_sqlite
@every_kind
def test_it_is_tried_again_by_hand_if_it_is_needed_or_nothing_brings_it_back(
    driver: Driver, kind: JobKind
) -> None:
    project = driver.project()
    with driver.app.write() as uow:
        job = uow[Jobs].add(kind.job(project, uow.now, {"import_id": 0}))
        uow[Jobs].fail(job, uow.now, "it broke")
        job_id = job.id
    answer = driver.post(f"/jobs/{job_id}/retry")
    if kind.comes_back is None or kind.is_needed:
        assert (answer.status_code, answer.json()["state"]) == (200, "queued")
    else:
        assert answer.status_code == 409
        assert answer.json()["detail"].endswith(kind.comes_back)


@on_sqlite
@every_kind
def test_it_can_be_cancelled_unless_it_must_end(driver: Driver, kind: JobKind) -> None:
    project = driver.project()
    if kind.clean_up is not None:
        job_id = driver.upload(project, '{"text": "a plum"}').json()["job_id"]
    else:
        with driver.app.write() as uow:
            job_id = uow[Jobs].add(kind.job(project, uow.now)).id
    answer = driver.post(f"/jobs/{job_id}/cancel")
    assert answer.status_code == (200 if kind.must_end is None else 409)
    if kind.must_end is not None:
        assert answer.json()["detail"] == kind.must_end


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="'rank' is registered twice"):
        register(JOB_KINDS["rank"])


def test_withdrawals_and_imports_of_a_project_exclude_each_other() -> None:
    assert JOB_KINDS["import"].mutex(7) == JOB_KINDS["withdraw"].mutex(7)
    assert JOB_KINDS["rank"].mutex(7) != JOB_KINDS["rank"].mutex(8)
