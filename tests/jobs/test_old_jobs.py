"""Jobs that ended long ago go, but for what something still refers to."""

import pytest

from service.db.clock import FrozenClock
from service.jobs.kind import JOB_KINDS
from service.jobs.queries.jobs import Jobs
from service.jobs.tables import Job
from service.kit.vocabulary import JobState
from service.projects.kinds import request_sweeps
from tests.driving import Driver
from tests.texts import texts

pytestmark = pytest.mark.both_databases

DAY = 86_400
CLASSES = ["fruit", "metal"]


def ended(driver: Driver, project: int, **fields: object) -> int:
    """A job that has just ended."""
    with driver.app.write() as uow:
        made = {"state": JobState.DONE, "created_at": uow.now, "finished_at": uow.now, **fields}
        job = uow[Jobs].add(Job(project_id=project, **made))
        return job.id


def there(driver: Driver, project: int) -> set[int]:
    with driver.app.read() as uow:
        return {job.id for job in uow[Jobs].page(project, after=0, limit=1_000)}


def days_later(driver: Driver, clock: FrozenClock, days: float, **how: bool) -> int:
    """How many sweeps were asked for then, which are done."""
    clock.advance(days * DAY)
    driver.announce()
    asked = request_sweeps(driver.app)
    driver.work(**how)
    return asked


@pytest.fixture
def quick(driver: Driver) -> Driver:
    return driver.without("embed", "rank", "measure")


def test_jobs_go_30_days_after_they_ended(
    quick: Driver, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.projects.sweep.ROWS", 2)
    project, other = quick.project(CLASSES), quick.project(CLASSES)
    states = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
    old = [ended(quick, project, kind="rank", state=state) for state in states * 2]
    theirs = [ended(quick, other, kind="rank") for _ in range(3)]
    assert days_later(quick, clock, 29.9) == 2
    assert there(quick, project) >= {*old}
    young = [ended(quick, project, kind="rank", state=state) for state in states]
    assert days_later(quick, clock, 0.2) == 1
    assert there(quick, project) & {*old, *young} == {*young}
    assert there(quick, other) >= {*theirs}


def test_what_is_open_or_the_last_or_can_be_tried_again_stays(
    quick: Driver, clock: FrozenClock
) -> None:
    project = quick.project(CLASSES)
    waits = ended(quick, project, kind="rank", state=JobState.QUEUED, finished_at=None)
    with quick.app.write() as uow:
        uow[Jobs].get(waits).run_after = uow.now.replace(year=2100)
    tried_again = [
        ended(quick, project, kind=kind, state=state, payload={"first": 0, "last": 1})
        for kind in ("embed", "withdraw")
        for state in (JobState.FAILED, JobState.CANCELLED)
        for _ in range(2)
    ]
    goes = [ended(quick, project, kind=kind) for kind in JOB_KINDS]
    last = [ended(quick, project, kind=kind) for kind in JOB_KINDS]
    assert days_later(quick, clock, 31, until_idle=False) == 1
    stays = {waits, *tried_again, *last}
    assert there(quick, project) & {*goes, *stays} == stays


def test_a_quiet_project_is_swept_once_more(quick: Driver, clock: FrozenClock) -> None:
    project = quick.project_with(texts(20), CLASSES)
    old = [ended(quick, project, kind="rank") for _ in range(3)]
    assert days_later(quick, clock, 1) == 1
    assert days_later(quick, clock, 28) == 0
    assert there(quick, project) >= {*old}
    assert days_later(quick, clock, 2) == 1
    assert there(quick, project) & {*old} == {old[-1]}
    assert [days_later(quick, clock, 31) for _ in range(3)] == [0, 0, 0]
