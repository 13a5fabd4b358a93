"""When a project's first figures come, and what they wait for."""

from dataclasses import replace

from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.rank import RANK
from service.jobs.queries.jobs import OPEN, Jobs
from service.jobs.tables import Job
from service.kit.reasons import Reason, ReasonCode, not_measured_yet
from service.kit.vocabulary import Counted, JobState
from service.pool.queries.counters import Counters
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import is_own
from service.rounds.kinds import MEASURE
from service.rounds.views_read import views_now
from service.vectors.progress import EncoderState, encoder_state


def not_measured(uow: UnitOfWork, project_id: int) -> Reason:
    """Why a project has no measured round yet: the first thing that one still waits for."""
    counts = uow[Counters].values(project_id, (Counted.ITEMS, Counted.LABELS))
    items, labels = counts[Counted.ITEMS], counts[Counted.LABELS]
    if items == 0:
        return not_measured_yet("There are no texts yet.")
    if labels == 0:
        return not_measured_yet("The first figures come with the first labels.")
    if not views_now(uow, uow[Projects].get(project_id)):
        states = [
            encoder_state(uow, view, items)
            for view in uow[Views].of(project_id)
            if not is_own(view.encoder)  # which never are what a first round waits for
        ]
        return _without_vectors(max(states, key=lambda one: one.done))
    for kind in (MEASURE, RANK):
        last = uow[Jobs].last_of(project_id, kind.name)
        if last is not None and last.state is not JobState.DONE:
            return _unfinished(last)
    return not_measured_yet("The first figures come with the next label.")


def no_model_yet(uow: UnitOfWork, project_id: int) -> Reason:
    """The same of a model. Where a job is about to bring the first one, it is `under_way`."""
    waits = not_measured(uow, project_id)
    last = [uow[Jobs].last_of(project_id, kind.name) for kind in (MEASURE, RANK)]
    comes = any(job is not None and job.state in OPEN for job in last)
    return replace(waits, code=ReasonCode.UNDER_WAY) if comes else waits


def _without_vectors(state: EncoderState) -> Reason:
    far = f"{state.done:,} of {state.total:,} so far."
    waits = {
        "preparing": f"The first figures wait for a worker with the encoder {state.name}.",
        "stopped": f"An encoder must read all texts, and no job does so: try again. {far}",
    }
    usual = f"The first figures come once an encoder has read all texts: {far}"
    return not_measured_yet(waits.get(state.state, usual), done=state.done, total=state.total)


def _unfinished(job: Job) -> Reason:
    """A round that isn't there, or isn't measured."""
    name = "measurement" if job.kind == MEASURE.name else "round"
    waits = {
        JobState.RUNNING: f"The first {name} is under way.",
        JobState.QUEUED: f"The first {name} waits for a worker.",
        JobState.CANCELLED: f"The first {name} was cancelled. Another comes with the next labels.",
    }
    failed = f"The first {name} failed: {job.error} Another comes with the next labels."
    return not_measured_yet(waits.get(job.state, failed))
