"""What the last comparison of strategies found, in words and figures."""

from collections.abc import Mapping, Sequence
from typing import Any

from service.answers import Feature
from service.core.replay.comparison import LEVEL, SPLITS
from service.db.unit_of_work import UnitOfWork
from service.figures.shapes.rounds import (
    AreaDifference,
    CandidateResult,
    ComparisonResult,
    LastComparison,
)
from service.jobs.kinds.compare import COMPARE, lacking_labels, why_put_off
from service.jobs.queries.jobs import Jobs
from service.jobs.show_jobs import why_nothing
from service.kit.reasons import Reason, ReasonCode, reason
from service.kit.settings import Settings
from service.kit.vocabulary import Counted
from service.pool.queries.counters import Counters
from service.pool.queries.projects import Projects
from service.rounds.queries.figures import Comparisons

CAVEAT = (
    "The labels are no random sample of the texts: the project's own strategy asked for them, or "
    "they came with a file. The comparison is among these texts alone."
)


def show_comparison(uow: UnitOfWork, settings: Settings, project_id: int) -> LastComparison:
    """The last comparison; None with the reason where there is none yet."""
    uow[Projects].require(project_id, Feature.COMPARISON)
    comparison = uow[Comparisons].get(project_id)
    if comparison is None:
        return LastComparison(None, _reason(uow, settings, project_id))
    candidates = [_candidate(each) for each in comparison.candidates]
    shown = ComparisonResult(
        verdict=_verdict(comparison.strategy, candidates),
        caveat=CAVEAT,
        strategy=comparison.strategy,
        labels=comparison.labels,
        items=comparison.items,
        budget=comparison.budget,
        splits=SPLITS,
        level=LEVEL,
        candidates=candidates,
        cpu_seconds=comparison.cpu_seconds,
        made_at=comparison.made_at,
    )
    return LastComparison(shown, None)


def _candidate(stored: Mapping[str, Any]) -> CandidateResult:
    difference = stored["difference"] and AreaDifference(**stored["difference"])
    return CandidateResult(stored["strategy"], stored["area"], difference, stored["is_better"])


def _verdict(own: str, candidates: Sequence[CandidateResult]) -> str:
    """Whether another strategy would have done better, in a sentence or two."""
    leads = [(each.strategy, each.difference) for each in candidates if each.is_better]
    better = [(strategy, lead) for strategy, lead in leads if lead is not None]
    if not better:
        return f"No other strategy is clearly better than {_plain(own)}."
    best, lead = max(better, key=lambda one: one[1].low)
    gain, low, high = (_points(share) for share in (lead.value, lead.low, lead.high))
    verdict = (
        f"{_plain(best)} would have reached {gain} points more than "
        f"{_plain(own)} on average ({low} to {high})."
    )
    others = ", ".join(_plain(strategy) for strategy, _ in better if strategy != best)
    return f"{verdict} Also better: {others}." if others else verdict


def _reason(uow: UnitOfWork, settings: Settings, project_id: int) -> Reason | None:
    labels = uow[Counters].value(project_id, Counted.SETTLED)
    last = uow[Jobs].last_of(project_id, COMPARE.name)
    if last is None:
        rate, project = settings.comparing_seconds_per_label, uow[Projects].get(project_id)
        waits = lacking_labels(labels) or why_put_off(uow, project, labels, rate)
        return waits or reason(ReasonCode.COMPARED_WITH_NEXT_MEASUREMENT)
    return why_nothing(last)


def _plain(strategy: str) -> str:
    return strategy.partition("@")[0]


def _points(share: float) -> str:
    return f"{100 * share:.1f}"
