"""How the chance to be right goes with confidence, from labels that the head hasn't seen."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import expit

from service.core.arrays import DoubleArray
from service.core.evaluation.evidence import Evidence, log_odds

AS_SAID = 10.0
"""How much it takes to move the slope from 1: confidence is taken at its word with few labels."""
LEVELS = 400
_FURTHEST = 9.3
"""Log odds beyond which there are none: see `evidence`."""
_STEPS = 30
_TOLERANCE = 1e-7


@dataclass(frozen=True, eq=False)
class Levels:
    """The log odds of a pool, in steps fine enough not to matter."""

    at: DoubleArray
    """(B,)"""
    shares: DoubleArray
    """(B,) of the pool."""

    def right(self, slope: float, shift: float) -> float:
        """The share of the pool that is right, where p = expit(shift + slope x log odds)."""
        return float(self.shares @ expit(shift + slope * self.at))

    def spread(self, slope: float, shift: float) -> float:
        """The mean over the pool of p (1 - p)."""
        at = shift + slope * self.at
        return float(self.shares @ (expit(at) * expit(-at)))


@dataclass(frozen=True)
class Recalibration:
    """right ~ expit(shift + slope x log odds of the confidence)."""

    slope: float
    chosen: float
    """The shift of chosen items."""
    audits: float
    """That of audits, were they all that counts for it."""


def levels(evidence: Evidence) -> Levels:
    """The pool's confidence as a histogram."""
    edges = np.linspace(-_FURTHEST, _FURTHEST, LEVELS + 1)
    x = log_odds(evidence.pool)
    counts, _ = np.histogram(x, edges)
    sums, _ = np.histogram(x, edges, weights=x)
    there = counts > 0
    return Levels(sums[there] / counts[there], counts[there] / counts.sum())


def recalibrated(evidence: Evidence) -> Recalibration:
    """Logistic regression on all labels, with a shift of its own for what was chosen.

    Chosen items may be harder or easier than others of the same confidence; how fast the chance
    to be right grows with confidence is taken to be the same. The slope is drawn to 1, as if
    there were a bit of evidence for it (ridge).
    """
    return _Fit(evidence).found


class _Fit:
    def __init__(self, evidence: Evidence) -> None:
        audits, chosen = evidence.audits, evidence.chosen
        self.x = np.concatenate([audits.log_odds, chosen.log_odds])
        self.y = np.concatenate([audits.right, chosen.right]).astype(np.float64)
        is_audit = np.arange(len(self.x)) < len(audits)
        self.design = np.stack([self.x, ~is_audit, is_audit], axis=1).astype(np.float64)

    @cached_property
    def found(self) -> Recalibration:
        # A shift is hardly held: only so far that labels that are all right leave it finite.
        ridge = np.diag([AS_SAID, 0.1, 0.1])
        start = np.array([1.0, 0.0, 0.0])
        w = start
        for _ in range(_STEPS):
            p = expit(self.design @ w)
            gradient = self.design.T @ (self.y - p) - ridge @ (w - start)
            curvature = (self.design * (p * (1 - p))[:, None]).T @ self.design + ridge
            step = np.clip(np.linalg.solve(curvature, gradient), -2.0, 2.0)
            w = w + step
            if np.abs(step).max() < _TOLERANCE:
                break
        slope, chosen, audits = w.tolist()
        return Recalibration(max(slope, 0.0), chosen, audits)
