"""Macro-F1: every class counts the same, however rare."""

import numpy as np

from service.core.arrays import IntArray


def macro_f1(truth: IntArray, predicted: IntArray, n_classes: int) -> float | None:
    """The mean over classes of F1 = 2 tp / (2 tp + fp + fn); None when there are no items.

    Classes that occur neither in `truth` (m,) nor in `predicted` (m,) are left out: nothing is
    known about them.
    """
    hits = np.bincount(truth[truth == predicted], minlength=n_classes)
    both = np.bincount(truth, minlength=n_classes) + np.bincount(predicted, minlength=n_classes)
    seen = both > 0
    if not seen.any():
        return None
    return float(np.mean(2 * hits[seen] / both[seen]))
