"""Slow and obvious versions of the strategies and of a round, to hold the fast ones against.

They share the fast ones' definition of chance (which numbers are drawn from `rng`, in which
order) and nothing else: loops over items, double precision, no chunks, no shortcuts.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from service.core.acquisition.pool import Pool


@dataclass
class State:
    """A pool, and what a round remembers from one batch to the next."""

    pool: Pool
    sigma: list[float] = field(default_factory=list)
    delta: list[float] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    """In which the first batch came upon the items."""
    least_sure: list[list[int]] = field(default_factory=list)
    """Those of the first batch, ascending; and in the order in which they may be asked."""
    cached: list[list[float]] = field(default_factory=list)
    """What the head says of each item. Asked of all at once: to ask takes longer than to answer."""

    def eligible(self) -> list[int]:
        return [i for i in range(len(self.pool.eligible)) if self.pool.eligible[i]]

    def taken(self) -> list[int]:
        return [i for i in range(len(self.pool.taken)) if self.pool.taken[i]]

    def vector(self, ordinal: int) -> np.ndarray:
        return np.asarray(self.pool.vectors[ordinal], dtype=np.float64)

    def probabilities(self, ordinal: int) -> list[float]:
        assert self.pool.head is not None
        if not self.cached:
            everything = np.asarray(self.pool.vectors, dtype=np.float64)
            self.cached.extend(self.pool.head.probabilities(everything).tolist())
        return self.cached[ordinal]

    def margin(self, ordinal: int) -> float:
        ordered = sorted(self.probabilities(ordinal))
        return ordered[-1] - (ordered[-2] if len(ordered) > 1 else 0.0)

    def after(self, chosen: list[int]) -> "State":
        return replace(self, pool=self.pool.without(np.array(chosen, dtype=np.int64)))


Reference = Callable[[State, int, np.random.Generator], list[int]]


def random(state: State, k: int, rng: np.random.Generator) -> list[int]:
    return [int(i) for i in rng.choice(state.eligible(), size=k, replace=False)]


def margin(state: State, k: int, rng: np.random.Generator) -> list[int]:
    if state.pool.head is None:
        return [int(i) for i in rng.permutation(state.eligible())[:k]]
    return _least_sure(state, k, rng)


def _least_sure(state: State, k: int, rng: np.random.Generator) -> list[int]:
    return smallest({i: round(state.margin(i), 5) for i in state.eligible()}, k, rng)


def smallest(values: dict[int, float], k: int, rng: np.random.Generator) -> list[int]:
    """The k keys with the smallest values, equal ones in random order."""
    bar = sorted(values.values())[:k][-1]
    near = [i for i in values if values[i] <= bar]
    keys = dict(zip(near, rng.random(len(near)), strict=True))
    return sorted(near, key=lambda i: (values[i], keys[i]))[:k]


def coverage(state: State, k: int, rng: np.random.Generator) -> list[int]:
    shuffled = [int(i) for i in rng.permutation(state.eligible())]
    candidates = shuffled[: max(2_000, 2 * k)]
    references = shuffled[::-1][:3_000]
    if not state.sigma:
        state.sigma.append(_radius(state, references[:2_000]))
    sigma = state.sigma[0]
    points = np.array([state.vector(r) for r in references])

    def closeness(i: int) -> np.ndarray:
        return np.exp(-np.square(points - state.vector(i)).sum(axis=1) / (2 * sigma**2))

    covered = np.zeros(len(references))
    for i in state.taken():
        covered = np.maximum(covered, closeness(i))
    kernel = {i: closeness(i) for i in candidates}
    chosen: list[int] = []
    for _ in range(k):
        left = [i for i in candidates if i not in chosen]
        best = max(left, key=lambda i: round(float(np.maximum(kernel[i] - covered, 0).sum()), 3))
        chosen.append(best)
        covered = np.maximum(covered, kernel[best])
    return chosen


def _radius(state: State, sample: list[int]) -> float:
    if len(sample) < 2:
        return 1.0
    points = np.array([state.vector(i) for i in sample])
    tenth = []
    for own in range(len(sample)):
        distances = np.sqrt(np.square(points - points[own]).sum(axis=1))
        others = sorted(np.delete(distances, own))
        tenth.append(others[min(10, len(others)) - 1])
    return max(0.7 * float(np.median(tenth)), 0.05)


def cluster_margin(state: State, k: int, rng: np.random.Generator) -> list[int]:
    wanted = min(10 * k, max(2_000, 2 * k))
    if state.pool.head is None:
        candidates = [int(i) for i in rng.permutation(state.eligible())[:wanted]]
        unsure = [1.0] * len(candidates)
    else:
        candidates = _least_sure(state, wanted, rng)
        unsure = [max(1.0 - state.margin(i), 1e-6) for i in candidates]
    if len(candidates) <= k:
        return candidates
    X = np.array([state.vector(i) for i in candidates])
    distances, clusters = kmeans(X, unsure, k, rng)
    picked: set[int] = set()
    for cluster in range(k):
        members = [i for i in range(len(X)) if clusters[i] == cluster]
        if members:
            picked.add(min(members, key=lambda i: round(distances[i], 5)))
    spare = [i for i in range(len(X)) if i not in picked]
    picked.update(spare[: k - len(picked)])
    return [candidates[i] for i in sorted(picked)]


def kmeans(
    X: np.ndarray, weights: list[float], k: int, rng: np.random.Generator
) -> tuple[list[float], list[int]]:
    """Squared distances and clusters: weighted k-means++, then at most 20 steps of Lloyd."""
    chosen: list[int] = []
    nearest = [math.inf] * len(X)
    mass = list(weights)
    for _ in range(k):
        chosen.append(_draw(mass if sum(mass) > 0 else list(weights), float(rng.random())))
        for i in range(len(X)):
            squared = float(np.square(X[i] - X[chosen[-1]]).sum())
            nearest[i] = min(nearest[i], 0.0 if squared < 1e-5 else squared)
        mass = [w * d for w, d in zip(weights, nearest, strict=True)]
    centres = X[chosen]
    clusters = _nearest_centres(X, centres)
    for _ in range(20):
        for cluster in range(k):
            members = [i for i in range(len(X)) if clusters[i] == cluster]
            if members:
                total = sum(weights[i] for i in members)
                centres[cluster] = sum(weights[i] * X[i] for i in members) / total
        previous, clusters = clusters, _nearest_centres(X, centres)
        if previous == clusters:
            break
    squares = [float(np.square(X[i] - centres[clusters[i]]).sum()) for i in range(len(X))]
    return squares, clusters


def _draw(mass: list[float], uniform: float) -> int:
    goal, reached = uniform * sum(mass), 0.0
    for i, share in enumerate(mass):
        reached += share
        if reached > goal:
            return i
    return len(mass) - 1


def _nearest_centres(X: np.ndarray, centres: np.ndarray) -> list[int]:
    return [int(np.square(centres - row).sum(axis=1).argmin()) for row in X]
