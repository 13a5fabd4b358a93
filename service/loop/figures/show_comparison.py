"""What the last comparison of strategies found, in words and figures."""

from typing import Any

from service.core.comparison import LEVEL, SPLITS
from service.loop.jobs.kinds.compare import COMPARE, lacking_labels
from service.models import Comparison
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Counted, JobState

CAVEAT = (
    "The labels are no random sample of the texts: the project's own strategy asked for them, or "
    "they came with a file. The comparison is among these texts alone."
)


def show_comparison(uow: UnitOfWork, project_id: int) -> dict[str, Any]:
    """The last comparison; None with the reason where there is none yet."""
    found = uow.comparisons.get(project_id)
    if found is None:
        return {"comparison": None, "reason": _reason(uow, project_id)}
    shown = found.model_dump(exclude={"project_id"})
    shown |= {"splits": SPLITS, "level": LEVEL, "caveat": CAVEAT, "verdict": verdict(found)}
    return {"comparison": shown, "reason": None}


def verdict(found: Comparison) -> str:
    """Whether another strategy would have done better, in a sentence or two."""
    better = [candidate for candidate in found.candidates if candidate["is_better"]]
    if not better:
        return f"No other strategy is clearly better than {_plain(found.strategy)}."
    best = max(better, key=lambda candidate: candidate["difference"]["low"])
    gain, low, high = (_points(best["difference"][name]) for name in ("value", "low", "high"))
    sentence = (
        f"{_plain(best['strategy'])} would have reached {gain} points more than "
        f"{_plain(found.strategy)} on average ({low} to {high})."
    )
    others = ", ".join(_plain(c["strategy"]) for c in better if c is not best)
    return f"{sentence} Also better: {others}." if others else sentence


def _reason(uow: UnitOfWork, project_id: int) -> str:
    lacking = lacking_labels(uow.counters.value(project_id, Counted.SETTLED))
    last = uow.jobs.last_of(project_id, COMPARE.name)
    if last is None:
        return lacking or "it comes with the next measured round"
    if last.state in (JobState.QUEUED, JobState.RUNNING):
        return "it is being worked out"
    return "it was cancelled" if last.error is None else last.error


def _plain(strategy: str) -> str:
    return strategy.partition("@")[0]


def _points(share: float) -> str:
    return f"{100 * share:.1f}"
