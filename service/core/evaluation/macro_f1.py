"""Macro-F1: every class counts the same, however rare."""

import numpy as np

from service.core.arrays import DoubleArray, IntArray


def macro_f1(
    truth: IntArray, predicted: IntArray, n_classes: int, weights: DoubleArray | None = None
) -> float | None:
    """The mean over classes of F1 = 2 tp / (2 tp + fp + fn); None when there are no items.

    Classes that occur neither in `truth` (m,) nor in `predicted` (m,) are left out: nothing is
    known about them. An item counts by its weight (m,), for how many it stands.
    """
    w = np.ones(len(truth)) if weights is None else weights
    right = truth == predicted
    hits = np.bincount(truth[right], weights=w[right], minlength=n_classes)
    both = np.bincount(truth, weights=w, minlength=n_classes) + np.bincount(
        predicted, weights=w, minlength=n_classes
    )
    seen = both > 0
    if not seen.any():
        return None
    return float(np.mean(2 * hits[seen] / both[seen]))
