"""The steps of a certificate come with answers to checks: no job tells which answers these were."""

import pytest
from sqlmodel import select

from service.certify.kinds import request_certifying
from service.jobs.tables import Job
from service.pool.tables.answers import Annotation
from tests.certify.test_certificates import answer_checks, begun, certify
from tests.driving import API, Driver
from tests.figures.test_curve_points import progress
from tests.texts import texts

pytestmark = pytest.mark.both_databases


def test_annotators_see_no_job_of_a_certificate(driver: Driver) -> None:
    project = begun(driver)
    ann = driver.join(project, "Ann")
    assert certify(driver, project).status_code == 202
    answer_checks(driver, project)
    steps = [job for job in driver.get("/jobs").json()["results"] if job["kind"] == "certify"]
    assert len(steps) > 1
    for path in (f"{API}/jobs?project={project}", f"{API}/jobs"):
        kinds = {job["kind"] for job in ann.get(path).json()["results"]}
        assert "rank" in kinds, path
        assert "certify" not in kinds, path
    assert ann.get(f"{API}/jobs/{steps[0]['id']}").status_code == 404
    assert ann.post(f"{API}/jobs/{steps[0]['id']}/cancel").status_code == 404
    shown = driver.get(f"/jobs/{steps[0]['id']}")
    assert shown.status_code == 200


def test_nor_does_the_time_of_one_tell_of_an_answer(driver: Driver) -> None:
    project = begun(driver)
    certify(driver, project)
    answer_checks(driver, project)
    with driver.app.read() as uow:
        received = {row.received_at for row in uow.session.exec(select(Annotation)).all()}
        created = {row.created_at for row in uow.session.exec(select(Job)).all()}
    assert received & created, "a step is written with the answer that it comes of"
    jobs = driver.get(f"/jobs?project={project}", limit=200).json()["results"]
    steps = [job for job in jobs if job["kind"] == "certify"]
    times = {job[name] for job in steps for name in ("created_at", "started_at", "finished_at")} - {
        None
    }
    assert times
    assert all(time[13:].startswith(":00:00") for time in times), times


def test_annotators_are_not_told_of_the_steps_of_a_certificate(driver: Driver) -> None:
    """The step that follows an answer would tell that it was to a check."""
    project = driver.project_with(texts(40), ["fruit", "metal"])
    ann = driver.join(project, "Ann")
    with driver.app.write() as uow:
        request_certifying(uow, project)
    [job] = progress(driver.http, project)["choosing"]
    assert driver.get(f"/jobs/{job}").json()["kind"] == "certify"
    assert progress(ann, project)["choosing"] == []
