"""A head as it leaves: matrices and one formula, whatever it was, that needs nothing of ours.

    p = norm(scale * (sum_j linear_shares[j] softmax(weights[j] x + intercepts[j])
                      + sum_i spread_shares[i] spread(x, masses[i], reaches[i])))

spread(x, mass, k): the k nodes nearest to x by cosine s count exp((s - 1) / TEMPERATURE); what
their rows of `mass` say then is scaled to sum to 1. How often the likeliest class is right is
calibrated afterwards: `suggestions.calibrated`.

Where a text may have several classes p = 1 / (1 + exp(-weights[0] x - intercepts[0])), each class
for itself, calibrated by `ClassCalibration`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import FloatArray, IntArray
from service.core.label_propagation import Spread
from service.core.vectors.neighbours import Neighbours

UNKNOWN = -1e30
"""Intercept of a class that a head doesn't know: its probability is 0."""


class Linear(Protocol):
    """A product with rows and what is added to it, of the classes that are known."""

    @property
    def n_classes(self) -> int: ...

    @property
    def class_indices(self) -> IntArray:
        """(k,)"""

    @property
    def weights(self) -> FloatArray:
        """(k, D)"""

    @property
    def intercepts(self) -> FloatArray:
        """(k,)"""


@dataclass(frozen=True, eq=False)
class CarriedHead:
    """For texts that are not of the pool."""

    weights: FloatArray
    """(J, C, D)"""
    intercepts: FloatArray
    """(J, C)"""
    linear_shares: FloatArray
    """(J,)"""
    scale: FloatArray
    """(C,)"""
    nodes: FloatArray
    """(n, D) vectors of the pool's texts; (0, D) where none are needed."""
    masses: FloatArray
    """(I, n, C)"""
    spread_shares: FloatArray
    """(I,)"""
    seen: FloatArray
    """(C,) what a spread says where nothing arrives: classes with labels, equally likely."""
    reaches: tuple[int, ...]
    """(I,) how many nodes each spread looks at."""

    @property
    def needs_pool(self) -> bool:
        """Whether vectors of the pool's texts go with it."""
        return len(self.masses) > 0

    def tensors(self) -> dict[str, NDArray[Any]]:
        """All of it but `reaches`, by name; without what is empty."""
        names = ("weights", "intercepts", "linear_shares", "scale")
        pool = ("nodes", "masses", "spread_shares", "seen") if self.needs_pool else ()
        return {name: np.ascontiguousarray(getattr(self, name)) for name in (*names, *pool)}


def carried_alone(head: Linear) -> CarriedHead:
    """A head that is linear."""
    ones = np.ones(head.n_classes, dtype=np.float32)
    return carried_with([head], np.ones(1, dtype=np.float32), ones)


def carried_with(
    linear: Sequence[Linear],
    counted: FloatArray,
    scale: FloatArray,
    spreads: Sequence[tuple[Spread, float]] = (),
    neighbours: Neighbours | None = None,
) -> CarriedHead:
    """Linear parts and spreads along one graph, each with what it counts; parts of 0 may stay."""
    n_classes, dimensions = linear[0].n_classes, linear[0].weights.shape[1]
    weights = np.zeros((len(linear), n_classes, dimensions), dtype=np.float32)
    intercepts = np.full((len(linear), n_classes), UNKNOWN, dtype=np.float32)
    for j, head in enumerate(linear):
        weights[j, head.class_indices] = head.weights
        intercepts[j, head.class_indices] = head.intercepts
    nodes = neighbours.vectors if neighbours is not None and spreads else weights[0, :0]
    masses = [spread.mass for spread, _ in spreads]
    classes = spreads[0][0].classes if spreads else np.empty(0, dtype=np.int64)
    return CarriedHead(
        weights=weights,
        intercepts=intercepts,
        linear_shares=counted,
        scale=scale,
        nodes=nodes,
        masses=np.stack(masses) if masses else np.zeros((0, 0, n_classes), dtype=np.float32),
        spread_shares=np.array([share for _, share in spreads], dtype=np.float32),
        seen=_evenly(classes, n_classes),
        reaches=tuple(spread.k for spread, _ in spreads),
    )


def _evenly(classes: IntArray, n_classes: int) -> FloatArray:
    even = np.zeros(n_classes, dtype=np.float32)
    there = np.unique(classes)
    even[there] = 1 / max(len(there), 1)
    return even
