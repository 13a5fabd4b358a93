"""The figures of the newest round; a job that still waits measures the newer one."""

from datetime import datetime, timedelta

from service.loop.jobs.kind import JobKind, register
from service.models import Project
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import JobState

MEASURE = register(
    JobKind(
        name="measure",
        title="Measuring",
        when_ended="The curve gets no point for this round.",
        handler="service.loop.rounds.measure_round:measure_round",
        niceness=5,
        excludes="measure",
        waits_once=True,
        comes_back="Rounds come with the next labels.",
        is_brief=True,
    )
)
REST, LONGEST_REST = 4, timedelta(minutes=1)
"""Between two measurements passes this many times what the last one took. Without it a project of
many classes would be measured all the time, on the core that its rankings need."""


def request_measurement(uow: UnitOfWork, project: Project) -> None:
    payload = {"round": project.round_number}
    waiting = uow.jobs.queued(MEASURE.dedupe_key(project.id))
    if waiting is not None:
        uow.jobs.postpone(waiting, waiting.run_after, payload)
        return
    run_after = max(uow.now, _rested(uow, project.id))
    uow.jobs.add(MEASURE.job(project.id, uow.now, payload, run_after=run_after))


def _rested(uow: UnitOfWork, project_id: int) -> datetime:
    """When the last measurement, which may be under way yet, will have been over long enough."""
    last = uow.jobs.last_of(project_id, MEASURE.name)
    done = uow.jobs.last_of(project_id, MEASURE.name, JobState.DONE)
    if last is None or last.started_at is None or done is None:
        return uow.now
    assert done.started_at is not None
    assert done.finished_at is not None
    took = done.finished_at - done.started_at
    return last.started_at + took + min(REST * took, LONGEST_REST)
