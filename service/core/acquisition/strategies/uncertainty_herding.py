"""Items that stand for the part of the pool that the model is unsure of.

`uncertainty_herding` weighs all of the pool by how unsure the model is, `margin_herding` looks only
at the tenth where it is least sure: it asks less often about what is common.
"""

from dataclasses import dataclass, field

import numpy as np

from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, register
from service.core.acquisition.strategies.coverage import (
    MOST_CANDIDATES,
    MOST_REFERENCES,
    RADIUS_SAMPLE,
    best_kernel,
    first_bounds,
    greedy,
    kernel,
    radius,
)
from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray

UNSURE_CANDIDATES = 1_000
RANDOM_CANDIDATES = 1_000
LEAST_SURE = 0.1
"""The share of the eligible items that `margin_herding` looks at."""


@register(
    "uncertainty_herding",
    version=1,
    title="Cover what is unsure",
    about="Texts that stand for most of what the model is unsure of.",
    citation="Bae, Oh & Sutherland (2025), Uncertainty herding: one active learning method for "
    "all label budgets, arXiv:2412.20644; with a fixed radius.",
    is_compared=True,
)
def uncertainty_herding(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """k items that greedily maximise sum_r u_r max_s K(r, s), s over all taken or picked.

    K = exp(-|r - s|^2 / 2 sigma^2), r runs over at most 3,000 eligible items at random,
    u_r = 1 - (p1 - p2), or 1 without a head.
    Candidates are the 1,000 least sure and 1,000 random items, at least 2 k. The radius is that of
    `coverage` and stays: shrinking it as labels come in helped nowhere. Score: what the pick added,
    as a share of all uncertainty. Batches of one ranking share candidates and references.
    """
    field = pool.cached("unsure field", lambda: _field(pool, k, rng))
    left = np.count_nonzero(pool.eligible[field.candidates])
    if left < 2 * k and left < np.count_nonzero(pool.eligible):
        field = _field(pool, k, rng)
    return field.picks(pool, k)


@register(
    "margin_herding",
    version=1,
    title="Cover what is least sure",
    about="The same, among the tenth of the texts that the model is least sure of.",
    citation="As uncertainty_herding; among the least sure only, after Citovsky et al. (2021), "
    "Batch active learning at scale, arXiv:2107.14263.",
)
def margin_herding(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """`uncertainty_herding` where r runs over the tenth of the eligible items with the smallest
    margins, at least 4 k and at most 3,000; candidates are at most 2,000 of them.

    A class whose rows lie apart, few to a place, is met as often as by `margin`, at a seventh of
    what that loses to herding: see finding 0029. The radius is that of the whole pool. Batches of
    one ranking share what is looked at; once little of it is left, and without a head, it is
    `uncertainty_herding`.
    """
    if pool.head is None:
        return uncertainty_herding(pool, k, rng)
    field = pool.cached("least sure field", lambda: _least_sure_field(pool, k, rng))
    if np.count_nonzero(pool.eligible[field.candidates]) < 2 * k:
        return uncertainty_herding(pool, k, rng)
    return field.picks(pool, k)


@dataclass(frozen=True, eq=False)
class _Field:
    """What is unsure and what could be asked about it."""

    candidates: IntArray
    """(c,) ordinals."""
    references: FloatArray
    """(n, D)"""
    unsure: FloatArray
    """(n,) what covering each reference is worth."""
    sigma: float
    worth: FloatArray
    """(c, n) how much of it each candidate covers."""
    _best: FloatArray
    """(n,) how much of it was covered by what was taken when that was last asked."""
    _counted: BoolArray
    """(N,) what that was."""
    _bounds: list[DoubleArray] = field(default_factory=list)
    """(c,) how much each candidate adds at most; none before it was first looked at."""

    def covered(self, pool: Pool) -> FloatArray:
        """(n,) the same by what is taken now: a ranking's later batches add a few to thousands,
        most of them candidates."""
        others = pool.taken & ~self._counted
        mine = self.worth[others[self.candidates]]
        self._counted[others] = True
        others[self.candidates] = False
        if others.any():
            best = best_kernel(self.references, pool, np.flatnonzero(others), self.sigma)
            np.maximum(self._best, best * self.unsure, out=self._best)
        np.maximum(self._best, mine.max(axis=0, initial=0.0), out=self._best)
        return self._best

    def bounds(self, pool: Pool, covered: FloatArray) -> DoubleArray:
        """(c,) how much each candidate adds at most to `covered` (n,), which only grows; -inf of
        those that can't be asked about any more."""
        if not self._bounds:
            self._bounds.append(first_bounds(self.worth, covered))
        return np.where(pool.eligible[self.candidates], self._bounds[0], -np.inf)

    def picks(self, pool: Pool, k: int) -> Picks:
        """k of the candidates that may still be asked about. ValueError where fewer are left."""
        covered = self.covered(pool)
        chosen, gains = greedy(self.worth, covered, k, self.bounds(pool, covered))
        return Picks(self.candidates[chosen], gains / len(self.references))


def _field(pool: Pool, k: int, rng: np.random.Generator) -> _Field:
    eligible = rng.permutation(np.flatnonzero(pool.eligible))
    referred = eligible[::-1][:MOST_REFERENCES]
    references = pool.rows(referred)
    sigma = pool.cached("sigma", lambda: radius(references[:RADIUS_SAMPLE]))
    candidates = _candidates(pool, eligible, k, rng)
    return _made(pool, candidates, references, _unsure(pool, referred), sigma)


def _least_sure_field(pool: Pool, k: int, rng: np.random.Generator) -> _Field:
    eligible = rng.permutation(np.flatnonzero(pool.eligible))
    sample = eligible[::-1][:RADIUS_SAMPLE]
    sigma = pool.cached("sigma", lambda: radius(pool.rows(sample)))
    most = min(max(int(LEAST_SURE * len(eligible)), 4 * k), MOST_REFERENCES, len(eligible))
    referred = pool.least_sure(most, rng)
    candidates = rng.permutation(referred)[:MOST_CANDIDATES]
    return _made(pool, candidates, pool.rows(referred), _unsure(pool, referred), sigma)


def _made(
    pool: Pool, candidates: IntArray, references: FloatArray, unsure: FloatArray, sigma: float
) -> _Field:
    worth = kernel(pool.rows(candidates), references, sigma)
    worth *= unsure
    nothing = np.zeros(len(references), dtype=np.float32), np.zeros_like(pool.taken)
    return _Field(candidates, references, unsure, sigma, worth, *nothing)


def _unsure(pool: Pool, rows: IntArray) -> FloatArray:
    """(n,) 1 - margin, scaled to mean 1: what covering each row is worth."""
    if pool.head is None:
        return np.ones(len(rows), dtype=np.float32)
    unsure: FloatArray = 1 - pool.margins(rows)
    mean = unsure.mean()
    return unsure / mean if mean > 0 else np.ones_like(unsure)


def _candidates(pool: Pool, eligible: IntArray, k: int, rng: np.random.Generator) -> IntArray:
    """The least sure and some random ones, in random order: among equals the first is taken."""
    most = max(UNSURE_CANDIDATES + RANDOM_CANDIDATES, 2 * k)
    if len(eligible) <= most or pool.head is None:
        return eligible[:most]
    unsure = pool.least_sure(most - RANDOM_CANDIDATES, rng)
    others = np.setdiff1d(eligible, unsure, assume_unique=True)
    some = rng.choice(others, size=RANDOM_CANDIDATES, replace=False)
    return rng.permutation(np.concatenate([unsure, some]))
