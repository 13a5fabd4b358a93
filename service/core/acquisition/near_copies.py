"""Near copies: items so alike that the answer to one is the answer to the other."""

import numpy as np

from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks
from service.core.arrays import BoolArray

ALIKE = 0.98
"""Cosine. Of the pairs beyond it 99 in 100 or more have one answer, on every set looked at."""
CHUNK = 4_096


def near_copies(pool: Pool, picks: Picks) -> BoolArray:
    """(k,) which picks are alike something taken, or an earlier pick.

    None of those that were drawn at random: putting them off would make their chance another.
    """
    if picks.probabilities is not None:
        return np.zeros(len(picks.ordinals), dtype=np.bool_)
    X = pool.rows(picks.ordinals)
    alike: BoolArray = np.asarray(np.tril(X @ X.T > ALIKE, -1).any(axis=1))
    taken = np.flatnonzero(pool.taken)
    for start in range(0, len(taken), CHUNK):
        alike |= (X @ pool.rows(taken[start : start + CHUNK]).T > ALIKE).any(axis=1)
    return alike
