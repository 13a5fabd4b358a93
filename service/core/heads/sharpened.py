"""What each part of a mixture counts, when the mixture may be made as sharp as its labels allow.

A mean of parts that err apart is less sure than it is right. So its likelihood takes the surest
part alone, though the mean is right more often. Here the mixture's probabilities are raised to a
power, which is estimated with the weights and changes no class. With few labels the power stays
near 1, and the weights are those of `blend.proposed_weights`. See benchmarks/findings/0033.
"""

from typing import NamedTuple

import numpy as np
import scipy
from scipy.special import log_softmax, softmax

from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.heads.out_of_fold import SMOOTHING

AS_IT_IS = 50.0
"""Of the squared logarithm of the power, in labels: the prior that the mixture is sharp enough."""
_MOST_STEPS = 100


class Sharpened(NamedTuple):
    """The likeliest mixture of some parts."""

    weights: DoubleArray
    """(h,) they sum to 1."""
    log_likelihoods: DoubleArray
    """(m,) of each label, the mixture raised to its likeliest power."""


def sharpened(parts: FloatArray, y: IntArray, pull: DoubleArray) -> Sharpened:
    """By out-of-fold probabilities of parts (h, m, n_classes) and labels y (m,).

    pull (m,) is what each label counts, with mean 1. Weights are a MAP estimate: a label more for
    each part is the prior.
    """
    h, m, _ = parts.shape
    P = (1 - SMOOTHING) * parts.astype(np.float64) + SMOOTHING / len(np.unique(y))
    # Labels that count unequally are worth fewer.
    counted, rows = pull / np.mean(pull**2), np.arange(m)
    of_labels = P[:, rows, y]

    def log_shares(logs: DoubleArray, power: float) -> DoubleArray:
        scores: DoubleArray = log_softmax(power * logs, axis=1)
        return scores

    def loss(z: DoubleArray) -> tuple[float, DoubleArray]:
        weights, power = softmax(z[:h]), float(np.exp(z[h]))
        mixed = np.tensordot(weights, P, axes=1)
        logs = np.log(mixed)
        scores = log_shares(logs, power)
        value = counted @ scores[rows, y] + np.log(weights).sum() - AS_IT_IS * z[h] ** 2
        shares = counted[:, None] * np.exp(scores)
        own = of_labels @ (counted / mixed[rows, y])
        slopes = weights * power * (own - P.reshape(h, -1) @ (shares / mixed).ravel()) + 1
        slopes -= weights * slopes.sum()
        sharper = power * (counted @ logs[rows, y] - np.vdot(shares, logs)) - 2 * AS_IT_IS * z[h]
        return -float(value), -np.append(slopes, sharper)

    z = scipy.optimize.minimize(
        loss, np.zeros(h + 1), jac=True, method="L-BFGS-B", options={"maxiter": _MOST_STEPS}
    ).x
    weights = softmax(z[:h])
    scores = log_shares(np.log(np.tensordot(weights, P, axes=1)), float(np.exp(z[h])))
    return Sharpened(weights, scores[rows, y])
