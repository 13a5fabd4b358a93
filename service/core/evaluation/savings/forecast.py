"""How many labels it takes to a target, and how much further labels can make a head at most."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from service.core.arrays import DoubleArray
from service.core.evaluation.savings.outlook import Outlook
from service.kit.reasons import Reason, ReasonCode, reason


class LearningPoint(NamedTuple):
    """Accuracy after so many labels, with its interval."""

    labels: int
    value: float
    low: float
    high: float


def promised_gain(before: LearningPoint, last: LearningPoint, more: int) -> float:
    """The most that `more` labels can add to the accuracy, as far as the curve tells.

    What accuracy gains with a doubling of the labels falls as they become more, so it goes on as it
    did from `before` to `last` at most. Both are estimates: the gain between them is taken at its
    upper end, as if they had been measured on audits of their own, which makes it larger. And no
    more can be gained than is lacking.
    """
    gained = last.value - before.value
    gained += math.hypot(last.high - last.value, before.value - before.low)
    doublings = math.log2(last.labels / before.labels)
    going_on = max(gained, 0.0) / doublings * math.log2(1 + more / last.labels)
    return min(going_on, 1 - last.low)


LEVEL = 0.85
"""Of the interval, two-sided."""
LIKELY = 0.3
"""The probability that the target is within reach, below which there is no forecast."""
LIKELY_OF_SETS = 0.5
"""The same where rows have sets of classes: more of what is never reached would be forecast."""
CERTAIN = 0.95
"""The probability that it has been reached, from which there is nothing to forecast."""


@dataclass(frozen=True)
class Range:
    """An estimate with the range in which the true value may lie."""

    low: float
    estimate: float
    high: float


@dataclass(frozen=True)
class Forecast:
    """At how many labels in all a target is reached."""

    labels: Range
    reached: float
    """The probability that today's are enough; then `low` is today's."""
    within: float
    """The probability that 5 times today's are, or the whole pool: the range supposes it."""


def forecast(
    outlook: Outlook, target: float, n_items: int, *, likely: float = LIKELY
) -> Forecast | Reason:
    """The labels at which the target is reached, or why that can't be said.

    It is said where the chance that 5 times today's labels are enough, and no more than the pool of
    `n_items`, is at least `likely`; supposing that they are, and but for the low end that today's
    aren't: whoever asks what is still to do supposes that. So the high end is at most 5 times the
    low one.
    """
    by, labels = outlook.reached(target), outlook.labels
    reached, within = float(by[0]), float(by[-1])
    if reached >= CERTAIN:
        return reason(ReasonCode.TARGET_SEEMS_REACHED, percent=round(100 * reached))
    if within < likely:
        return _too_far(within, outlook, n_items, target)
    tail = (1 - LEVEL) / 2
    still = (by - reached) / max(within - reached, 1e-9)
    low = _when(by / max(within, 1e-9), labels, tail)
    # Where today's labels may be enough no low end can miss: all that is left is above.
    high = _when(still, labels, LEVEL if reached >= tail * within else 1 - tail)
    return Forecast(Range(low, _when(still, labels, 0.5), high), reached, within)


def _when(by: DoubleArray, labels: DoubleArray, share: float) -> float:
    """The labels (G,) by which that share has reached the target, even steps apart on a log."""
    first = int(np.searchsorted(by, share - 1e-12))
    if first == 0 or first == len(by):
        return float(labels[min(first, len(by) - 1)])
    before, after = labels[first - 1], labels[first]
    step = (share - by[first - 1]) / (by[first] - by[first - 1])
    return float(before * (after / before) ** step)


def _too_far(within: float, outlook: Outlook, n_items: int, target: float) -> Reason:
    percent = round(100 * within)
    if outlook.labels[-1] >= n_items - 0.5:
        return reason(ReasonCode.TARGET_BEYOND_POOL, percent=percent)
    whole = round(100 * target, 1)
    return reason(
        ReasonCode.TARGET_TOO_FAR,
        target=int(whole) if whole.is_integer() else whole,
        labels=round(outlook.labels[-1]),
        percent=percent,
    )
