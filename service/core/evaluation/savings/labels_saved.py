"""How many labels random sampling would have needed to be as right as the released head."""

from dataclasses import dataclass, replace

import numpy as np

from service.core.acquisition.audit import most_audits
from service.core.evaluation.savings.against_random import AgainstRandom
from service.core.heads.learner import PLAIN
from service.kit.reasons import Reason

LEVEL = 0.95
LIKELY = 0.8
RANGES_HOLD = frozenset({PLAIN})
"""Heads of which the ranges were found to hold. Those of the mixture end too low: it saved more in
11 of 42 looks, and never less than the lower bound (benchmarks/findings/0045)."""
_MORE = 1.15
"""Times the audits, between the numbers at which it is tried whether they would tell."""


@dataclass(frozen=True)
class LabelsSaved:
    """Labels that random sampling would have needed, less labels spent, with those of audit items.

    Below 0, random sampling might have done as well with as many labels or fewer.
    """

    at_labels: int
    """Spent."""
    lower: int
    """One-sided 95 % lower bound."""
    estimate: int
    """As likely too low as too high."""
    extrapolated: bool
    """More labels than heads could be trained on: continued, not measured."""
    upper: int | None
    """One-sided 95 % upper bound. None where the ranges don't hold."""
    low: int | None
    high: int | None
    """The ends of the 95 % range."""
    likely_low: int | None
    likely_high: int | None
    """Of the 80 % range."""
    audits_to_tell: int | None
    """Audit items that would tell whether any were saved, were all else as now; None where that is
    told, and where a third of the pool would be too few."""

    @property
    def is_significant(self) -> bool:
        """Whether any labels were saved, or lost: the range leaves 0 out."""
        if self.low is None or self.high is None:
            return self.lower > 0
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Saving:
    """Labels saved, or the reason why they can't be estimated."""

    labels: LabelsSaved | None
    reason: Reason | None
    """Why there is none."""


def labels_saved(held: AgainstRandom, *, head: str, audits: int, n_items: int) -> LabelsSaved:
    """From what is known of the released head, a `head` name@version, by so many `audits`.

    No number is above the `n_items` of the pool.
    """
    saved = _saved(held, head, n_items)
    if saved.is_significant:
        return saved
    most = most_audits(n_items) / audits
    tried = np.exp(np.arange(np.log(_MORE), np.log(max(most, 1.0)), np.log(_MORE)))
    enough = (n for n in tried if _saved(held.with_audits(n), head, n_items).is_significant)
    times = next(enough, None)
    return replace(saved, audits_to_tell=None if times is None else round(times * audits))


def _saved(held: AgainstRandom, head: str, n_items: int) -> LabelsSaved:
    outside, beyond = (1 - LEVEL) / 2, (1 - LIKELY) / 2
    shares = [outside, 1 - LEVEL, beyond, 0.5, 1 - beyond, LEVEL, 1 - outside]
    low, lower, likely_low, estimate, likely_high, upper, high = (
        round(min(needed, n_items)) - held.spent for needed in held.labels_needed(shares)
    )
    holds = head in RANGES_HOLD
    return LabelsSaved(
        at_labels=held.spent,
        lower=lower,
        estimate=estimate,
        extrapolated=estimate + held.spent > held.learnt_from,
        upper=upper if holds else None,
        low=low if holds else None,
        high=high if holds else None,
        likely_low=likely_low if holds else None,
        likely_high=likely_high if holds else None,
        audits_to_tell=None,
    )
