"""Near copies: items so alike that the answer to one is the answer to the other."""

from threading import Lock

import numpy as np

from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks
from service.core.arrays import BoolArray
from service.core.threads import each_block

ALIKE = 0.98
"""Cosine. Of the pairs beyond it 99 in 100 or more have one answer, on every set looked at."""


def near_copies(pool: Pool, picks: Picks) -> BoolArray:
    """(k,) which picks are alike something taken, or an earlier pick.

    None of those that were drawn at random: putting them off would make their chance another.
    """
    if picks.probabilities is not None:
        return np.zeros(len(picks.ordinals), dtype=np.bool_)
    X = pool.rows(picks.ordinals)
    alike: BoolArray = np.asarray(np.tril(X @ X.T > ALIKE, -1).any(axis=1))
    taken = np.flatnonzero(pool.taken)
    lock = Lock()

    def look(some: slice) -> None:
        copies = np.asarray((X @ pool.rows(taken[some]).T > ALIKE).any(axis=1))
        with lock:
            np.logical_or(alike, copies, out=alike)

    each_block(look, len(taken))
    return alike
