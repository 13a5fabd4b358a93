"""The last trial of encoders, with what to do about it."""

from service.core.replay.further_view import LEVEL
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.try_encoders import TRY_ENCODERS
from service.jobs.queries.jobs import Jobs
from service.kit.reasons import Reason, ReasonCode, job_failed, reason
from service.kit.vocabulary import Counted, JobState
from service.pool.queries.counters import Counters
from service.pool.queries.projects import Views
from service.trials.advice import advise
from service.trials.queries import EncoderTrials
from service.trials.shapes import LastEncoderTrial, TrialReport
from service.trials.start_trial import lacking_labels
from service.trials.tables import EncoderTrial

CAVEAT = (
    "Texts that the model is unsure of are labelled first, so the gain on all texts may be "
    "smaller. Only the audit texts are a random sample."
)


def show_trial(uow: UnitOfWork, project_id: int) -> LastEncoderTrial:
    """None where there is none yet, with the reason if something is in the way."""
    stored = uow[EncoderTrials].get(project_id)
    report = None if stored is None else _report(uow, stored)
    return LastEncoderTrial(report, _reason(uow, project_id))


def _report(uow: UnitOfWork, stored: EncoderTrial) -> TrialReport:
    outcome = stored.outcome
    advice = advise(outcome.tried, outcome.labels, outcome.items)
    views = {view.encoder for view in uow[Views].of(stored.project_id)}
    return TrialReport(
        **vars(outcome),
        verdict=advice.sentence,
        recommended=None if advice.encoder in views else advice.encoder,
        caveat=CAVEAT,
        level=LEVEL,
        made_at=stored.made_at,
    )


def _reason(uow: UnitOfWork, project_id: int) -> Reason | None:
    """Why there can be none yet, or why nothing came of the last request."""
    last = uow[Jobs].last_of(project_id, TRY_ENCODERS.name)
    if last is None:
        return lacking_labels(uow[Counters].value(project_id, Counted.SETTLED))
    if last.state is JobState.DONE:
        return None
    if last.state in (JobState.QUEUED, JobState.RUNNING):
        return reason(ReasonCode.UNDER_WAY)
    return reason(ReasonCode.CANCELLED) if last.error is None else job_failed(last.error)
