"""Targets of which each row has one class."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import BoolArray, DoubleArray, FloatT, IntArray
from service.core.targets.protocol import Targets

NONE = -1


@dataclass(frozen=True, eq=False)
class OneClass(Targets):
    is_of_sets = False

    classes: IntArray
    """(n,) class index in 0..n_classes-1; -1 for no prediction."""

    def __len__(self) -> int:
        return len(self.classes)

    def __getitem__(self, rows: BoolArray | IntArray, /) -> Self:
        return type(self)(self.classes[rows])

    def replaced(self, rows: BoolArray | slice, others: Self) -> Self:
        classes = self.classes.copy()
        classes[rows] = others.classes
        return type(self)(classes)

    def counts(self, n_classes: int) -> IntArray:
        return np.bincount(self.classes, minlength=n_classes)

    def has(self, c: int) -> BoolArray:
        mask: BoolArray = self.classes == c
        return mask

    def members(self, n_classes: int) -> NDArray[np.int8]:
        members = np.zeros((len(self), n_classes), dtype=np.int8)
        members[np.arange(len(self)), self.classes] = 1
        members[self.classes == NONE] = NONE
        return members

    def differ(self) -> bool:
        return len(np.unique(self.classes)) > 1

    def predictions(self, probabilities: NDArray[FloatT]) -> Self:
        """The likeliest class."""
        return type(self)(probabilities.argmax(axis=1))

    def confidence(self, probabilities: NDArray[FloatT]) -> NDArray[FloatT]:
        confidence: NDArray[FloatT] = probabilities.max(axis=1, initial=0.0)
        return confidence

    def no_predictions(self, m: int) -> Self:
        return type(self)(np.full(m, NONE, dtype=np.int64))

    def are_predicted(self) -> BoolArray:
        mask: BoolArray = self.classes != NONE
        return mask

    def match(self, predicted: Self) -> BoolArray:
        mask: BoolArray = self.classes == predicted.classes
        return mask

    def macro_f1(
        self, predicted: Self, n_classes: int, weights: DoubleArray | None = None
    ) -> float | None:
        w = np.ones(len(self)) if weights is None else weights
        right = self.match(predicted)
        hits = np.bincount(self.classes[right], weights=w[right], minlength=n_classes)
        both = np.bincount(self.classes, weights=w, minlength=n_classes) + np.bincount(
            predicted.classes, weights=w, minlength=n_classes
        )
        seen = both > 0
        if not seen.any():
            return None
        return float(np.mean(2 * hits[seen] / both[seen]))


def class_of_each(targets: Targets) -> IntArray:
    """(n,) the class index of each row, for what learns one class a row."""
    if not isinstance(targets, OneClass):
        raise TypeError(f"one class a row is wanted here, not {type(targets).__name__}")
    return targets.classes
