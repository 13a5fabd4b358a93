"""Texts that come one by one are embedded, and ranked, together."""

import pytest

from service.jobs.queries.jobs import Jobs
from service.kit.vocabulary import JobState
from tests.driving import Driver
from tests.texts import texts

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]


@pytest.fixture
def project(driver: Driver) -> int:
    project = driver.project()
    driver.upload(project, "\n".join(f'{{"text": "{text}"}}' for text in texts(200)))
    driver.work()
    return project


def send(driver: Driver, project: int, number: int) -> None:
    driver.upload(project, f'{{"text": "one that came alone, number {number}"}}')
    driver.work(until_idle=False)


def embeddings(driver: Driver, project: int) -> list[JobState]:
    """Those of the texts that came one by one."""
    with driver.app.read() as uow:
        jobs = uow[Jobs].page(project, after=0, limit=1_000)
    return [job.state for job in jobs if job.kind == "embed"][1:]


def test_sixty_texts_are_one_embedding_and_the_first_ones_own(driver: Driver, project: int) -> None:
    driver.wait(60)
    for number in range(60):
        send(driver, project, number)
        driver.wait(0.3)
    driver.work()
    assert embeddings(driver, project) == [JobState.DONE, JobState.DONE]
    stats = driver.get(f"/projects/{project}/stats").json()
    assert stats["embedded"] == stats["items"] == 260


def test_one_text_is_embedded_at_once(driver: Driver, project: int) -> None:
    driver.wait(60)
    send(driver, project, 0)
    assert embeddings(driver, project) == [JobState.DONE]


def test_texts_that_come_for_ever_are_embedded_all_the_same(driver: Driver, project: int) -> None:
    driver.wait(60)
    for number in range(60):
        send(driver, project, number)
        driver.wait(1.0)
    assert embeddings(driver, project).count(JobState.DONE) in (3, 4)
