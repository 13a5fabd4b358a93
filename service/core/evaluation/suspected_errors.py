"""Labels that a head contradicts which hasn't seen them: confident learning.

Northcutt, Jiang and Chuang (2021), Confident learning: estimating uncertainty in dataset labels.
"""

import numpy as np

from service.core.arrays import FloatArray, IntArray


def suspected_errors(
    given: IntArray, predicted: IntArray, own: FloatArray, likeliest: FloatArray
) -> IntArray:
    """Rows of n labelled ones whose label is likely wrong, the most confident first.

    `given`: (n,) the class of each label; `predicted`: (n,) the likeliest class out of fold, -1
    for none; `own` and `likeliest`: (n,) the probabilities of the two.

    A row is suspected when its likeliest class is another than the given one, and at least as
    likely as that class is, on average, where it is the label. The paper looks at every class above
    its average; here only the likeliest is known, so that a row passes whose likeliest class falls
    short while a less likely one doesn't. Ranked by the margin between the two probabilities.
    """
    known = (predicted >= 0) & np.isfinite(own) & np.isfinite(likeliest)
    n_classes = int(max(given.max(initial=-1), predicted.max(initial=-1))) + 1
    number = np.bincount(given[known], minlength=n_classes)
    total = np.bincount(given[known], weights=own[known], minlength=n_classes)
    # A class that nothing is labelled with has no average to reach.
    average = np.where(number > 0, total / np.maximum(number, 1), np.inf)
    rows = np.flatnonzero(known & (predicted != given))
    rows = rows[likeliest[rows] >= average[predicted[rows]]]
    margins = likeliest[rows] - own[rows]
    return rows[np.argsort(-margins, kind="stable")]
