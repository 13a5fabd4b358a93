"""How much better further labels can make a head, at most."""

import math
from typing import NamedTuple


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
