"""What rows should be predicted as: heads learn it, and predictions are scored against it."""

from abc import ABC, abstractmethod
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import BoolArray, DoubleArray, FloatT, IntArray


class Targets(ABC):
    """A row each; predictions of them have the same form. One class per kind of answer."""

    is_of_sets: ClassVar[bool]
    """Whether a row may have several classes."""

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def __getitem__(self, rows: BoolArray | IntArray, /) -> Self:
        """Those of some rows."""

    @abstractmethod
    def replaced(self, rows: BoolArray | slice, others: Self) -> Self:
        """With others at `rows`, in their order."""

    @abstractmethod
    def counts(self, n_classes: int) -> IntArray:
        """(n_classes,) how many rows have each class."""

    @abstractmethod
    def has(self, c: int) -> BoolArray:
        """(n,) whether a row has class `c`."""

    @abstractmethod
    def members(self, n_classes: int) -> NDArray[np.int8]:
        """(n, n_classes) 1 for classes of a row, 0 for others; -1 where nothing is predicted."""

    @abstractmethod
    def differ(self) -> bool:
        """Whether there is anything to tell apart."""

    @abstractmethod
    def predictions(self, probabilities: NDArray[FloatT]) -> Self:
        """What a head predicts that gives rows these probabilities (m, n_classes)."""

    @abstractmethod
    def confidence(self, probabilities: NDArray[FloatT]) -> NDArray[FloatT]:
        """(m,) how likely these `predictions` are right, in all of it; 0 where nothing is said."""

    @abstractmethod
    def no_predictions(self, m: int) -> Self:
        """For rows of which nothing can be said: right about none."""

    @abstractmethod
    def are_predicted(self) -> BoolArray:
        """(n,) of predictions: whether there is one."""

    @abstractmethod
    def match(self, predicted: Self) -> BoolArray:
        """(n,) whether each prediction is right, in all of it."""

    @abstractmethod
    def macro_f1(
        self, predicted: Self, n_classes: int, weights: DoubleArray | None = None
    ) -> float | None:
        """The mean over classes of F1 = 2 tp / (2 tp + fp + fn); None when there are no rows.

        Classes that occur neither here nor in `predicted` are left out: nothing is known about
        them. A row counts by its weight (n,), for how many it stands.
        """
