"""What the classes of a mixture are multiplied by, so that few labels and many parts forget none.

Why so and not otherwise: benchmarks/findings/0020.
"""

import numpy as np

from service.core.arrays import DoubleArray, FloatArray, IntArray

POWER = 0.75
"""Of a class's share among the labels: 0 leaves them as they are, 1 makes classes alike."""
DIVIDED_BY, EVIDENT = 1.25, 24
"""At most, with 24 labels or more; with n fewer to the power of 24 / n, since shares are chance
then. A class that was looked for with success has many labels too: that isn't to be taken back."""
FEW_CLASSES, FEW_LABELS = 10, 5
"""Where there are more classes, with more labels each on average, what a class has of them is
chance and what was asked about, and says less and less of its share."""
ENOUGH = 8
"""Labels from which a class is compared with what logistic regression makes of it."""
MOST_LIFTED = 2.0
"""Times that a class which the mixture forgets is raised, at most."""
_PASSES = 6
_BEYOND = 1.001
"""How far beyond a tie."""


def evened(counts: IntArray) -> DoubleArray:
    """(n_classes,) what p(c) is multiplied by, from the labels (n_classes,) of each class.

    The less the more classes there are and the more labels each has: see
    benchmarks/findings/0030. After Menon et al. (2021),
    Long-tail learning via logit adjustment, arXiv:2007.07314.
    """
    counted = counts + 1.0
    scale: DoubleArray = (counted.mean() / counted) ** POWER
    scale = np.maximum(scale, DIVIDED_BY ** -np.maximum(EVIDENT / counted, 1.0))
    mean = max(float(counts.mean()), 1.0)
    few = min(max(FEW_CLASSES / len(counts), FEW_LABELS / mean), 1.0)
    return scale**few**2


def lifted(
    mixed: FloatArray,
    plain: FloatArray,
    classes: IntArray,
    scale: DoubleArray,
) -> DoubleArray:
    """(n_classes,) `scale`, raised where the mixture forgets a class that the plain head knows.

    mixed, plain (m, n_classes) are out-of-fold probabilities of rows labelled `classes` (m,). A
    class with 8 labels or more is raised when more of its rows are lost by the mixture than won,
    by more than the standard error of that difference; just so far that it is within it, and
    twice at most: two classes of each other's kind would raise each other for ever.
    """
    limit, scale = scale * MOST_LIFTED, scale.copy()
    right = plain.argmax(axis=1) == classes
    for _ in range(_PASSES):  # one class that is raised takes rows of another
        hit = (mixed * scale).argmax(axis=1) == classes
        moved = False
        for c in np.flatnonzero(np.bincount(classes) >= ENOUGH).tolist():
            own = classes == c
            lost, won = (np.count_nonzero(own & a & ~b) for a, b in ((right, hit), (hit, right)))
            error = (lost + won) ** 0.5
            if lost - won > error:
                wanted = np.count_nonzero(right & own) - int(error)
                needed = _BEYOND * np.sort(_to_win(mixed[own] * scale, c))[wanted - 1]
                raised = min(scale[c] * max(needed, 1.0), limit[c])
                moved |= bool(raised > scale[c])
                scale[c] = raised
        if not moved:
            break
    return scale


def _to_win(P: FloatArray | DoubleArray, c: int) -> DoubleArray:
    """(m,) what p(c) would have to be multiplied by to be the largest of each row."""
    others = np.delete(P, c, axis=1).max(axis=1, initial=0.0)
    factors: DoubleArray = others / np.maximum(P[:, c], np.finfo(np.float32).tiny)
    return factors
