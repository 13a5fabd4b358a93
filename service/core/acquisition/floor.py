"""A floor under every item's chance of being asked, so that answers can be weighed by it."""

import numpy as np

from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Choose, Picks
from service.core.arrays import DoubleArray, IntArray

PROPOSED = 4
"""Times as many items are proposed as are drawn."""
LEAST = 1e-12


def with_floor(choose: Choose, floor: float) -> Choose:
    """The strategy, drawing its picks from what it proposes and, rarely, from anything.

    For k picks it proposes 4 k, with scores s. Of the n eligible items each has the share
    q = (1 - floor) s / sum(s) + floor / n, no s where it isn't proposed, and k are drawn without
    replacement in proportion: the largest log q + Gumbel noise (Kool, van Hoof & Welling 2019,
    Stochastic beams and where to find them, arXiv:1903.06059). A pick's probability is that of its
    draw, given the earlier ones: q / (1 - theirs), at least floor / n.
    """

    def drawn(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
        eligible = np.flatnonzero(pool.eligible)
        k = min(k, len(eligible))
        proposed = choose(pool, min(PROPOSED * k, len(eligible)), rng)
        if proposed.probabilities is not None:
            return proposed.first(k)
        at = np.searchsorted(eligible, proposed.ordinals)
        shares = np.full(len(eligible), floor / max(len(eligible), 1))
        shares[at] += (1 - floor) * _in_proportion(proposed.scores)
        scores = np.zeros(len(eligible))
        scores[at] = proposed.scores
        chosen, probabilities = draw(shares, k, rng)
        return Picks(eligible[chosen], scores[chosen], probabilities, proposed.strategy)

    return drawn


def _in_proportion(scores: DoubleArray) -> DoubleArray:
    # Some strategies give scores of zero or less.
    wanted = np.maximum(scores, LEAST)
    shares: DoubleArray = wanted / wanted.sum()
    return shares


def draw(shares: DoubleArray, k: int, rng: np.random.Generator) -> tuple[IntArray, DoubleArray]:
    """k positions drawn without replacement in proportion to `shares` (n,), which sum to 1.

    With each its probability at its draw, when the earlier ones were out.
    """
    keys = np.log(shares) + rng.gumbel(size=len(shares))
    chosen = np.argsort(-keys)[:k]
    before = np.concatenate([[0.0], np.cumsum(shares[chosen])[:-1]]) if k else np.empty(0)
    return chosen, np.minimum(shares[chosen] / (1 - before), 1.0)
