"""Labelled rows in as few coordinates as there are rows."""

import numpy as np

from service.core.arrays import FloatArray


def reduce_dimensions(X: FloatArray) -> FloatArray:
    """(m, min(m, D)) the rows of X (m, D) in other coordinates, with the same products.

    With an L2 penalty a fit's weights lie in the span of its rows, and L-BFGS takes the same steps
    in any orthonormal coordinates. So what is fitted to some of the rows and predicts others comes
    out the same, with fewer numbers. The coordinates are those of a QR decomposition of X'.
    """
    if len(X) >= X.shape[1]:
        return X
    return np.asarray(np.linalg.qr(X.T, mode="r")).T.copy()
