"""What an estimate of the released head's accuracy may look at."""

from dataclasses import dataclass, replace

import numpy as np

from service.core.arrays import BoolArray, DoubleArray, FloatArray
from service.core.evaluation.strata import kish

# Confidence nearer to 0 or 1 says no more than that.
LEAST = 1e-4


@dataclass(frozen=True, eq=False)
class UnseenPredictions:
    """Labelled items as heads predict them that haven't seen their labels."""

    right: BoolArray
    """(n,)"""
    confidence: FloatArray
    """(n,) the probability of what is predicted."""

    def __len__(self) -> int:
        return len(self.right)

    @property
    def log_odds(self) -> DoubleArray:
        """(n,) of the confidence."""
        return log_odds(self.confidence)


@dataclass(frozen=True, eq=False)
class Evidence:
    """Audit items, chosen ones, and how confident heads are of the pool.

    What is estimated is the share of all items of the pool that the released head gets right;
    of labelled ones, what a head gets right that hasn't seen them.
    """

    audits: UnseenPredictions
    """A random sample of the pool, in any order."""
    chosen: UnseenPredictions
    """What a strategy chose to ask: no random sample, not even of items of one confidence."""
    pool: FloatArray
    """(M,) confidence for every item of the pool, by heads that haven't seen it; for a random
    sample of them where they are many. Those without a label by the heads that predict audits."""
    n_items: int
    """In the pool."""
    weights: DoubleArray | None = None
    """(n,) for how many items each audit stands; None: all for as many."""

    @property
    def shares(self) -> DoubleArray:
        """(n,) how much each audit counts; they sum to 1."""
        n = len(self.audits)
        if self.weights is None:
            return np.full(n, 1 / max(n, 1))
        shares: DoubleArray = self.weights / self.weights.sum()
        return shares

    @property
    def trials(self) -> float:
        """Audits of equal weight that would tell as much, were the pool without end."""
        weights = np.ones(len(self.audits)) if self.weights is None else self.weights
        return trials_of(weights, self.n_items)

    def with_audits(self, right: bool, confidence: FloatArray, weights: DoubleArray) -> "Evidence":
        """With further audits (u,) that nobody could answer, as if all were right, or all wrong.

        `weights` (n + u,) are those of all audits then, these last.
        """
        audits = UnseenPredictions(
            np.concatenate([self.audits.right, np.full(len(confidence), right)]),
            np.concatenate([self.audits.confidence, confidence]),
        )
        return replace(self, audits=audits, weights=weights)


def trials_of(weights: DoubleArray, n_items: int) -> float:
    """Items of equal weight that would tell as much as sampled (n,), were the pool without end.

    Drawn without replacement: what is left to be unsure of is the rest of the pool. Cochran (1977),
    Sampling Techniques, 2.6.
    """
    # At least one is left, so that a pool that is audited whole has a finite number too.
    return kish(weights) * max(n_items - 1, 1) / max(n_items - len(weights), 1)


def log_odds(confidence: FloatArray) -> DoubleArray:
    """(n,) log of p / (1 - p), finite."""
    p = np.clip(confidence.astype(np.float64), LEAST, 1 - LEAST)
    odds: DoubleArray = np.log(p) - np.log1p(-p)
    return odds
