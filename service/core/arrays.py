"""The array types that the core speaks in."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
DoubleArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

FloatT = TypeVar("FloatT", np.float32, np.float64)
"""Single or double precision: what is computed from numbers of one is of the same."""
