"""A draw in proportion to mass, as D² sampling makes many."""

import numpy as np

from service.core.arrays import DoubleArray


def draw(mass: DoubleArray, uniform: float) -> int:
    """The position whose share of the mass a uniform number from [0, 1) falls into."""
    cumulative = np.cumsum(mass)
    position = int(np.searchsorted(cumulative, uniform * cumulative[-1], side="right"))
    return min(position, int(np.flatnonzero(mass)[-1]))  # a product can be rounded up to the whole
