"""How the chance to be right goes with confidence, from labels that the head hasn't seen."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from service.core.arrays import DoubleArray
from service.core.evaluation.evidence import Evidence, UnseenPredictions, log_odds

SLOPE_AS_STATED, SHIFT_AS_STATED = 10.0, 1.0
"""How much it takes to move them from 1 and 0: with few labels confidence is taken at its word."""
LEVELS = 200
_STEPS, _TOLERANCE = 25, 1e-6
_FURTHEST = 9.3
"""Log odds beyond which there are none: see `evidence`."""


@dataclass(frozen=True, eq=False)
class Levels:
    """The log odds of a pool, in steps fine enough not to matter."""

    at: DoubleArray
    """(B,)"""
    shares: DoubleArray
    """(B,) of the pool."""

    def right(self, slope: float, shift: float) -> float:
        """The share of the pool that is right, where p = expit(shift + slope x log odds)."""
        return min(float(self.shares @ expit(shift + slope * self.at)), 1.0)

    def spread(self, slope: float, shift: float) -> float:
        """The mean over the pool of p (1 - p)."""
        at = shift + slope * self.at
        return float(self.shares @ (expit(at) * expit(-at)))


@dataclass(frozen=True)
class Recalibration:
    """The fit P(right) = expit(shift + slope x log odds of the confidence)."""

    slope: float
    shift: float


AS_STATED = Recalibration(slope=1.0, shift=0.0)


def levels(evidence: Evidence) -> Levels:
    """The pool's confidence as a histogram."""
    edges = np.linspace(-_FURTHEST, _FURTHEST, LEVELS + 1)
    x = log_odds(evidence.pool)
    counts, _ = np.histogram(x, edges)
    sums, _ = np.histogram(x, edges, weights=x)
    there = counts > 0
    return Levels(sums[there] / counts[there], counts[there] / counts.sum())


def recalibrated(seen: UnseenPredictions, believed: Recalibration = AS_STATED) -> Recalibration:
    """Logistic regression of being right on the log odds.

    Drawn to what is `believed`, which is what the head itself says, as if there were a bit of
    evidence for it (ridge): all of it without labels.
    """
    design = np.stack([seen.log_odds, np.ones(len(seen))], axis=1)
    design *= np.where(seen.right, 1.0, -1.0)[:, None]
    start = w = np.array([believed.slope, believed.shift])
    ridge = np.array([SLOPE_AS_STATED, SHIFT_AS_STATED])

    def loss(w: DoubleArray) -> float:
        return float(np.logaddexp(0.0, -design @ w).sum() + ridge @ np.square(w - start) / 2)

    for _ in range(_STEPS):
        wrong = expit(-design @ w)
        gradient = ridge * (w - start) - design.T @ wrong
        curvature = (design * (wrong * (1 - wrong))[:, None]).T @ design + np.diag(ridge)
        step = np.linalg.solve(curvature, gradient)
        if np.abs(step).max() < _TOLERANCE:
            break
        while loss(w - step) > loss(w):  # Newton's steps may be too long, never in the wrong way
            step /= 2
        w = w - step
    return Recalibration(max(float(w[0]), 0.0), float(w[1]))
