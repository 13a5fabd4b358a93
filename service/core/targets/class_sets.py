"""Targets of which each row has any number of classes."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import BoolArray, DoubleArray, FloatT, IntArray
from service.core.targets.protocol import Targets

NONE = -1
LIKELY = 0.5


@dataclass(frozen=True, eq=False)
class ClassSets(Targets):
    is_of_sets = True

    matrix: NDArray[np.int8]
    """(n, n_classes) 1 for the classes of a row, 0 for others; a row of -1 for no prediction."""

    def __len__(self) -> int:
        return len(self.matrix)

    def __getitem__(self, rows: BoolArray | IntArray, /) -> Self:
        return type(self)(self.matrix[rows])

    def replaced(self, rows: BoolArray | slice, others: Self) -> Self:
        matrix = self.matrix.copy()
        matrix[rows] = others.matrix
        return type(self)(matrix)

    def counts(self, n_classes: int) -> IntArray:
        counts: IntArray = (self.matrix[:, :n_classes] == 1).sum(axis=0, dtype=np.int64)
        return counts

    def has(self, c: int) -> BoolArray:
        mask: BoolArray = self.matrix[:, c] == 1
        return mask

    def members(self, n_classes: int) -> NDArray[np.int8]:
        return self.matrix[:, :n_classes]

    def differ(self) -> bool:
        return bool((self.matrix != self.matrix[:1]).any())

    def predictions(self, probabilities: NDArray[FloatT]) -> Self:
        """The classes that are likelier than not."""
        return type(self)((probabilities > LIKELY).astype(np.int8))

    def confidence(self, probabilities: NDArray[FloatT]) -> NDArray[FloatT]:
        """As if classes came and went without each other."""
        confidence: NDArray[FloatT] = np.maximum(probabilities, 1 - probabilities).prod(axis=1)
        return np.where(probabilities.any(axis=1), confidence, confidence.dtype.type(0))

    def no_predictions(self, m: int) -> Self:
        return type(self)(np.full((m, self.matrix.shape[1]), NONE, dtype=np.int8))

    def are_predicted(self) -> BoolArray:
        mask: BoolArray = (self.matrix != NONE).all(axis=1)
        return mask

    def match(self, predicted: Self) -> BoolArray:
        mask: BoolArray = (self.matrix == predicted.matrix).all(axis=1)
        return mask

    def macro_f1(
        self, predicted: Self, n_classes: int, weights: DoubleArray | None = None
    ) -> float | None:
        w = np.ones(len(self)) if weights is None else weights
        here, there = (of.matrix[:, :n_classes] == 1 for of in (self, predicted))
        hits, both = w @ (here & there), w @ here + w @ there
        seen = both > 0
        if not seen.any():
            return None
        return float(np.mean(2 * hits[seen] / both[seen]))


def as_sets(targets: Targets, n_classes: int) -> ClassSets:
    """A row of one class has the set of that class alone."""
    return ClassSets(targets.members(n_classes))


def sets_of_each(targets: Targets) -> BoolArray:
    """(n, n_classes) which classes each row has, for what learns sets of them."""
    if not isinstance(targets, ClassSets):
        raise TypeError(f"sets of classes are wanted here, not {type(targets).__name__}")
    mask: BoolArray = targets.matrix == 1
    return mask
