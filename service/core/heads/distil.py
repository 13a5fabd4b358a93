"""One matrix in the place of a mixture: logistic regression on what it says of a pool."""

import numpy as np

from service.core.arrays import DoubleArray, FloatArray
from service.core.heads.logistic import TOLERANCE, LogisticHead, LossAndGradient, minimise
from service.core.threads import one_blas_thread

PENALTY = 1e-6
"""Of the squared weights: just enough for a minimum. There are as many targets as the pool has
texts, and no noise in them but the mixture's own."""
MOST_DIFFERENT = 0.005
"""Share of texts of which the mixture and what stands for it may say different classes."""


def distilled(probabilities: FloatArray, X: FloatArray, penalty: float = PENALTY) -> LogisticHead:
    """The logistic head nearest to `probabilities` (n, C) of vectors X (n, D), in cross-entropy.

    After Hinton, Vinyals & Dean (2015), Distilling the knowledge in a neural network,
    arXiv:1503.02531. It doesn't know classes that are likely nowhere.
    """
    classes = np.flatnonzero(probabilities.any(axis=0))
    start = np.zeros((len(classes), X.shape[1] + 1), dtype=np.float32)
    targets = np.ascontiguousarray(probabilities[:, classes].T)
    with one_blas_thread():  # nobody waits for it
        solution = minimise(start, _loss(np.ascontiguousarray(X), targets), penalty, TOLERANCE)
    weights, intercepts = solution[:, :-1].copy(), solution[:, -1].copy()
    return LogisticHead(classes, weights, intercepts, probabilities.shape[1])


def _loss(X: FloatArray, targets: FloatArray) -> LossAndGradient:
    """The mean cross-entropy of W (k, D + 1), intercepts last, to `targets` (k, n)."""

    def loss(W: DoubleArray) -> tuple[float, DoubleArray]:
        scores = W[:, :-1].astype(X.dtype) @ X.T
        scores += W[:, -1:].astype(X.dtype)
        scores -= scores.max(axis=0)
        wanted = np.einsum("kn,kn->n", scores, targets)
        np.exp(scores, out=scores)
        total = scores.sum(axis=0)
        scores /= total
        scores -= targets
        gradient = np.empty(W.shape)
        gradient[:, :-1] = scores @ X / len(X)
        gradient[:, -1] = scores.mean(axis=1)
        return float(np.mean(np.log(total) - wanted, dtype=np.float64)), gradient

    return loss
