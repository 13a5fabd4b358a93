"""What a peer is shown of a pool, and what is made of its answer."""

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, Strategy
from service.core.arrays import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Shown:
    """What may be chosen, in random order, then what is taken: nothing else.

    Several peers break ties by position, and some read what is no candidate as labelled.
    """

    pool: Pool
    ordinals: IntArray
    """(n,)"""
    n_open: int
    """So many of them may be chosen."""

    @staticmethod
    def of(pool: Pool, rng: np.random.Generator) -> "Shown":
        eligible = rng.permutation(np.flatnonzero(pool.eligible))
        return Shown(pool, np.append(eligible, np.flatnonzero(pool.taken)), len(eligible))

    @property
    def open(self) -> IntArray:
        """(n_open,)"""
        return self.ordinals[: self.n_open]

    @property
    def is_taken(self) -> np.ndarray:
        """(n,)"""
        return np.arange(len(self.ordinals)) >= self.n_open

    def probabilities(self, X: FloatArray, ordinals: IntArray | None = None) -> FloatArray:
        """(n, n_classes) of the ranking head; before there is one all classes are as likely."""
        if self.pool.head is None:
            return np.full((len(X), self.pool.n_classes), 1 / self.pool.n_classes, dtype=X.dtype)
        if ordinals is not None:
            # Of several views the head reads them as they are, `X` are weighed.
            return self.pool.probabilities(ordinals)
        return self.pool.head.probabilities(X)


Query = Callable[[Shown, int, int], Iterable[int]]
"""(what is shown, how many, seed) -> positions in `Shown.ordinals`"""


def peer(name: str, citation: str, query: Query) -> Strategy:
    """A peer's query as a strategy of ours."""

    def choose(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
        shown = Shown.of(pool, rng)
        seed = int(rng.integers(2**31))
        # What can't be given a seed draws from here.
        np.random.seed(seed)
        with warnings.catch_warnings():
            # Of defaults that changed and clusters that stayed empty.
            warnings.simplefilter("ignore")
            positions = _exactly(k, query(shown, k, seed), shown.n_open)
        return Picks(shown.ordinals[positions], np.zeros(k))

    return Strategy(name, 1, name, citation, choose)


def _exactly(k: int, positions: Iterable[int], n_open: int) -> IntArray:
    """k distinct ones: among copies a peer may choose one twice; others fill up at random."""
    distinct = dict.fromkeys(int(position) for position in positions)
    spare = (position for position in range(n_open) if position not in distinct)
    return np.array([*distinct, *(next(spare) for _ in range(k - len(distinct)))])
