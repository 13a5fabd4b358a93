"""A figure of the released head with its interval, whatever it is a figure of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from service.core.arrays import DoubleArray
from service.core.evaluation.metric import Metric
from service.core.evaluation.target_reached import BOUNDARIES, share_shown

LEVEL = 0.95
ENDLESS = 2**62


class Estimated(Protocol):
    """A figure as a sample has it, and what else is possible."""

    @property
    def value(self) -> float: ...

    def interval(self, level: float) -> tuple[float, float]: ...

    def share_at(self, z: float) -> float:
        """What is possible z standard errors below the figure, or above it where z is negative."""


@dataclass(frozen=True)
class MeasuredFigure:
    """What is known of one metric of the released head."""

    value: float | None
    """None where nothing is known, or too little for a single figure."""
    low: float
    high: float
    """95 % interval."""
    shown: Mapping[float, float] = field(default_factory=dict)
    """By level: so high a target is reached, if this is a look at it."""
    share_at: Callable[[float], float] | None = None
    """As `Estimated` has it; None where accuracy's own evidence says it."""

    @staticmethod
    def unknown() -> "MeasuredFigure":
        """Anything is possible."""
        return MeasuredFigure(None, 0.0, 1.0, dict.fromkeys(BOUNDARIES, 0.0))


Figures = Mapping[Metric, MeasuredFigure]


@dataclass(frozen=True, eq=False)
class Sampled:
    """How sampled items stand for a pool."""

    weights: DoubleArray
    """(n,) for how many items of it each stands."""
    with_unanswered: DoubleArray
    """(n + u,) the same, if those count too that nobody could answer; they last."""
    n_items: int = ENDLESS
    """In the pool."""
    unknown: float = 0.0
    """Share of the pool in parts without a sampled item, where anything is possible."""

    @staticmethod
    def alike(n: int) -> "Sampled":
        """At random, from something without end."""
        return Sampled(np.ones(n), np.ones(n))

    @property
    def unanswered(self) -> int:
        return len(self.with_unanswered) - len(self.weights)


def measured_figure(
    plain: Estimated, ends: Sequence[Estimated], unknown: float, enough: bool
) -> MeasuredFigure:
    """With a single value where there is `enough` for one.

    `ends` are the figure with all wrong that nobody could answer, and with all of it right.
    """
    share, (wrong, right) = 1 - unknown, ends

    def low(level: float) -> float:
        return share * min(each.interval(level)[0] for each in (plain, wrong))

    high = max(each.interval(LEVEL)[1] for each in (plain, right))
    return MeasuredFigure(
        value=plain.value if enough else None,
        low=low(LEVEL),
        high=share * high + unknown,
        shown={level: share_shown(low, level) for level in BOUNDARIES},
        share_at=plain.share_at,
    )
