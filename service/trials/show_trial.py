"""The last trial of encoders, with what to do about it."""

from service.core.replay.further_view import LEVEL
from service.db.unit_of_work import UnitOfWork
from service.jobs.dispatch_jobs import usable_encoders
from service.jobs.kinds.tune import first_seconds
from service.jobs.queries.jobs import Jobs
from service.jobs.show_jobs import why_nothing
from service.kit.reasons import Reason
from service.kit.settings import Settings
from service.kit.vocabulary import Counted
from service.pool.queries.counters import Counters
from service.pool.queries.projects import Projects, Views
from service.ports import learns_labels, spec_of
from service.trials.advice import advise
from service.trials.kinds import TRY_ENCODERS
from service.trials.queries import EncoderTrials
from service.trials.shapes import LastEncoderTrial, LearningProposal, TrialProposal, TrialReport
from service.trials.start_trial import MOST_LABELS, lacking_labels, without_views
from service.trials.tables import COUNTED, EncoderTrial

WORTH_A_TRIAL = 100
"""Settled labels: with fewer, only gains of more than 10 points are surely none by chance."""
GROWN = 3
"""Times the labels of the last trial: intervals are shorter by 4 tenths."""
CAVEAT = (
    "Texts that the model is unsure of are labelled first, so the gain on all texts may be "
    "smaller. Only the audit texts are a random sample."
)


def show_trial(uow: UnitOfWork, settings: Settings, project_id: int) -> LastEncoderTrial:
    """None where there is none yet, with the reason if something is in the way."""
    stored = uow[EncoderTrials].get(project_id)
    report = None if stored is None else _report(uow, stored)
    why = _reason(uow, project_id)
    is_due = why is None and (report is None or report.recommended is None)
    proposal = _proposal(uow, project_id, report) if is_due else None
    rate = settings.tuning_seconds_per_label
    return LastEncoderTrial(report, why, proposal, _learning(uow, project_id, rate))


def _learning(uow: UnitOfWork, project_id: int, rate: float) -> LearningProposal | None:
    project, views = uow[Projects].get(project_id), uow[Views].of(project_id)
    usable = sorted(each for each in usable_encoders(uow) if learns_labels(each))
    if not usable or not project.tuning or any(learns_labels(view.encoder) for view in views):
        return None
    count = uow[Counters].value
    chosen = count(project_id, Counted.LABELS) - count(project_id, Counted.AUDIT_LABELS)
    seconds = first_seconds(chosen, count(project_id, Counted.ITEMS), rate)
    limit = project.tuning_seconds
    if seconds is None or (limit is not None and seconds > limit):
        return None
    return LearningProposal(encoder=usable[0], labels=chosen, seconds=seconds)


def _proposal(uow: UnitOfWork, project_id: int, last: TrialReport | None) -> TrialProposal | None:
    """A trial of what may see more, where there are labels to tell more than the last.

    What takes less time than one of the views hardly does.
    """
    labels = min(uow[Counters].value(project_id, Counted.SETTLED), MOST_LABELS)
    if labels < max(WORTH_A_TRIAL, GROWN * (last.labels if last else 0)):
        return None
    most = max(_seconds(view.encoder) or 0 for view in uow[Views].of(project_id))
    others = without_views(uow, project_id, usable_encoders(uow))
    prices = {each: _seconds(each) for each in others}
    prices = {each: takes for each, takes in prices.items() if takes is None or takes > most}
    if not prices:
        return None
    sure = [takes for takes in prices.values() if takes is not None]
    seconds = labels * sum(sure) / COUNTED if len(sure) == len(prices) else None
    return TrialProposal(encoders=[*prices], labels=labels, seconds=seconds)


def _seconds(encoder: str) -> float | None:
    """For 10,000 short texts, where that is known."""
    spec = spec_of(encoder)
    return None if spec is None else spec.seconds


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
    return why_nothing(last)
