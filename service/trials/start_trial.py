"""Asks for a trial of encoders, where there are labels and encoders for one."""

from collections.abc import Collection, Sequence

from service.db.unit_of_work import UnitOfWork
from service.jobs.dispatch_jobs import usable_encoders
from service.jobs.queries.jobs import Jobs
from service.jobs.shapes import JobStatus
from service.kit.errors import Conflict, Invalid
from service.kit.reasons import Reason, ReasonCode, reason
from service.kit.settings import Settings
from service.kit.vocabulary import Counted
from service.pool.queries.counters import Counters
from service.pool.queries.projects import Projects, Views
from service.ports import learns_labels
from service.rounds.views_read import frozen, views_now
from service.trials.kinds import TRY_ENCODERS
from service.vectors.encoders import check_allowed

FEWEST = 50
"""Settled labels: with fewer hardly any gain is more than chance."""
MOST_LABELS = 1_000
"""Of more labels so many are drawn at random."""
NO_VECTORS = "The texts have no vectors yet. Try again when they have."
NO_OTHER = "The workers have no other encoder. Install one, or name one in `encoders`."


def start_trial(
    uow: UnitOfWork, settings: Settings, project_id: int, named: Sequence[str] | None
) -> JobStatus:
    """The job that tries those named, or all others; the one that is open already, if one is.

    `Conflict` with too few labels, without vectors, or without an encoder to try.
    """
    project = uow[Projects].lock(project_id)
    if waiting := uow[Jobs].open_of(project_id, TRY_ENCODERS.name):
        return JobStatus.of(waiting[-1])
    for name in named or ():
        check_allowed(name, settings, field="encoders")
        if name not in without_views(uow, project_id, [name]):
            raise Invalid(_unfit(name), field="encoders")
    lacking = lacking_labels(uow[Counters].value(project_id, Counted.SETTLED))
    if lacking is not None:
        raise Conflict(lacking.detail)
    if not frozen(views_now(uow, project)):
        raise Conflict(NO_VECTORS)
    usable = usable_encoders(uow)
    if not named and usable and not without_views(uow, project_id, usable):
        raise Conflict(NO_OTHER)
    only = named[0].partition(":")[0] if named and len(named) == 1 else None
    payload = {"encoders": named and list(dict.fromkeys(named))}
    return JobStatus.of(uow[Jobs].add(TRY_ENCODERS.job(project_id, uow.now, payload, encoder=only)))


def without_views(uow: UnitOfWork, project_id: int, encoders: Collection[str]) -> list[str]:
    """Those that can be tried: no views of the project, and none that learns from labels."""
    views = {view.encoder for view in uow[Views].of(project_id)}
    return [each for each in sorted(encoders) if each not in views and not learns_labels(each)]


def lacking_labels(labels: int) -> Reason | None:
    """That so many are too few."""
    if labels >= FEWEST:
        return None
    return reason(ReasonCode.FEW_SETTLED_LABELS, "to try encoders", labels=labels, needed=FEWEST)


def _unfit(name: str) -> str:
    if learns_labels(name):
        return f"{name} learns from labels, so it can't be tried. Add it: it joins when it helps."
    return f"{name} is a view of the project already."
