"""Multinomial logistic regression with an L2 penalty, started from the previous round's weights."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from service.core.arrays import DoubleArray, FloatArray, FloatT, IntArray
from service.core.heads.head import Arrays, HeadKind, register_head
from service.core.heads.portable_form import PortableForm, linear_form
from service.core.threads import each, one_blas_thread


def reduce_dimensions(X: FloatArray) -> FloatArray:
    """(m, min(m, D)) the rows of X (m, D) in other coordinates, with the same products.

    With an L2 penalty a fit's weights lie in the span of its rows, and L-BFGS takes the same steps
    in any orthonormal coordinates. So what is fitted to some of the rows and predicts others comes
    out the same, with fewer numbers. The coordinates are those of a QR decomposition of X'.
    """
    if len(X) >= X.shape[1]:
        return X
    return np.asarray(np.linalg.qr(X.T, mode="r")).T.copy()


# Above this many labels a second thread repays its overhead.
SMALL_FIT = 5_000
# Largest entry of the gradient of the mean loss at which a fit is done. At 1e-4 (scikit-learn) warm
# and cold fits differ by up to 0.06 in a probability, at 3e-5 by 0.016, for 1.5 x the time.
TOLERANCE = 3e-5
# A larger fit is shared out, so many rows a part, of which 77 classes stay in the cache, then so
# many columns. In sixteens: BLAS then gives the digits that it gives for the whole.
_ROWS, _COLUMNS = 1_024, 192
# How many steps L-BFGS remembers. With five a fit takes as many, of 150 classes a tenth longer.
_REMEMBERED = 3
_MOST_STRETCHED = 3.0

LossAndGradient: TypeAlias = Callable[[DoubleArray], tuple[float, DoubleArray]]
"""W (k, D + 1) -> mean loss and gradient (k, D + 1)"""
MakeLoss: TypeAlias = Callable[[NDArray[Any], IntArray, FloatArray | None], LossAndGradient]
"""(X, targets, shares) -> the loss of a fit; see `loss_in_numpy`."""


@dataclass(frozen=True, eq=False)
class LogisticHead:
    """softmax(x W' + b) over the k classes it has seen. With one class it is a constant."""

    class_indices: IntArray
    """(k,) ascending."""
    weights: FloatArray
    """(k, D)"""
    intercepts: FloatArray
    """(k,)"""
    n_classes: int

    def probabilities(
        self, X: NDArray[FloatT], _ordinals: IntArray | None = None, /
    ) -> NDArray[FloatT]:
        """(n, n_classes) softmax probabilities; a view whose columns are contiguous."""
        return self.of_products(self.weights @ X.T)

    def of_products(self, seen: NDArray[FloatT]) -> NDArray[FloatT]:
        """The probabilities of rows X whose products W X' (k, n) are known, and overwritten.

        Class-major, so that maxima and sums over classes run along contiguous memory.
        """
        seen += self.intercepts[:, None]
        seen -= seen.max(axis=0)
        np.exp(seen, out=seen)
        seen /= seen.sum(axis=0)
        if len(self.class_indices) == self.n_classes:
            return seen.T
        every = np.zeros((self.n_classes, seen.shape[1]), dtype=seen.dtype)
        every[self.class_indices] = seen
        return every.T

    def portable_form(self) -> PortableForm:
        return linear_form(self)

    def to_arrays(self) -> Arrays:
        return {
            "class_indices": self.class_indices,
            "weights": self.weights,
            "intercepts": self.intercepts,
            "n_classes": np.asarray(self.n_classes),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "LogisticHead":
        return cls(
            class_indices=arrays["class_indices"].astype(np.int64),
            weights=arrays["weights"].astype(np.float32),
            intercepts=arrays["intercepts"].astype(np.float32),
            n_classes=int(arrays["n_classes"]),
        )


def fit_logistic(
    X: FloatArray | DoubleArray,
    y: IntArray,
    n_classes: int,
    warm: LogisticHead | None = None,
    C: float = 10.0,
    weights: FloatArray | None = None,
    loss: MakeLoss | None = None,
    tolerance: float = TOLERANCE,
) -> LogisticHead:
    """The head that minimises sum_i -v_i log p(y_i | x_i) + |W|^2 / (2 C), found from `warm` on.

    X (m, D), y (m,) class indices below n_classes, weights v (m,), all 1 if None. `warm` may know
    other classes: weights are carried over by class index. C means what it means in scikit-learn,
    two classes included, where one difference of weights is penalised. `loss` computes the sum,
    numpy by default, in the precision of X. The fit is done when no entry of the gradient of the
    mean loss is above `tolerance`. ValueError without labels.
    """
    if len(y) == 0:
        raise ValueError("a head needs at least one label")
    classes, targets = np.unique(y, return_inverse=True)
    start = _starting_point(classes, X.shape[1], warm)
    if len(classes) > 1:
        total = len(y) if weights is None else float(weights.sum(dtype=np.float64))
        penalty = _strength(len(classes), C) / total
        shares = None if weights is None else (weights * (len(y) / total)).astype(np.float32)
        with threads_for(len(y)):
            mean_loss = (loss or loss_in_numpy)(np.ascontiguousarray(X), targets, shares)
            start = minimise(start, mean_loss, penalty, tolerance)
    coefficients, intercepts = start[:, :-1].copy(), start[:, -1].copy()
    return LogisticHead(classes.astype(np.int64), coefficients, intercepts, n_classes)


def stretched(head: LogisticHead, X: FloatArray, y: IntArray, C: float) -> LogisticHead:
    """`head`, fitted to labels y (m,) of X (m, D), times what is likeliest with another C.

    From there a fit has few steps to go. At the head itself it would often be done at once: what
    another C asks for is spread over all weights, and in none above a fit's tolerance.
    """
    scores = X @ head.weights.T + head.intercepts
    own = scores[np.arange(len(y)), np.searchsorted(head.class_indices, y)]
    highest = scores.max(axis=1)
    below, missed = scores - highest[:, np.newaxis], float((highest - own).sum())
    shrunk = _strength(len(head.class_indices), C) * float(np.square(head.weights).sum()) / 2

    def loss(factor: float) -> float:
        sums = np.exp(factor * below).sum(axis=1)
        return float(np.log(sums).sum()) + factor * missed + factor**2 * shrunk

    best = scipy.optimize.minimize_scalar(
        loss,
        bounds=(1 / _MOST_STRETCHED, _MOST_STRETCHED),
        method="bounded",
        options={"xatol": 0.01},
    )
    factor = np.float32(best.x)
    return replace(head, weights=factor * head.weights, intercepts=factor * head.intercepts)


def _strength(n_classes: int, C: float) -> float:
    """Of the penalty on squared weights, beside a sum over labels."""
    return (2.0 if n_classes == 2 else 1.0) / C


def threads_for(labels: int) -> AbstractContextManager[None]:
    """As many threads as a fit of so many labels is worth. Around many fits it is set once."""
    return one_blas_thread() if labels < SMALL_FIT else nullcontext()


def _starting_point(classes: IntArray, dimensions: int, warm: LogisticHead | None) -> FloatArray:
    """(k, D + 1) weights and intercepts of `warm` for these `classes`; zeros for new ones."""
    start = np.zeros((len(classes), dimensions + 1), dtype=np.float32)
    if warm is not None and warm.weights.shape[1] == dimensions:
        _, here, there = np.intersect1d(classes, warm.class_indices, return_indices=True)
        start[here, :-1] = warm.weights[there]
        start[here, -1] = warm.intercepts[there]
    return start


def loss_in_numpy(X: NDArray[Any], targets: IntArray, shares: FloatArray | None) -> LossAndGradient:
    """The mean loss of W (k, D + 1), intercepts last, and its gradient, in the precision of X.

    X (m, D), targets (m,) below k; `shares` (m,) are weights whose mean is 1. A large one is
    computed in the threads that there are, to the same digits.
    """
    m, of_targets = len(X), targets * len(X) + np.arange(len(X))

    def loss(W: DoubleArray) -> tuple[float, DoubleArray]:
        weights, intercepts = W[:, :-1].astype(X.dtype), W[:, -1:].astype(X.dtype)
        scores = np.empty((len(W), m), dtype=X.dtype)
        own, total = np.empty((2, m), dtype=X.dtype)
        gradient = np.empty(W.shape)

        def exponentiate(rows: slice) -> None:
            here = scores[:, rows]
            np.matmul(weights, X[rows].T, out=here)
            here += intercepts
            here -= np.maximum.reduce(here)
            own[rows] = scores.ravel()[of_targets[rows]]
            np.exp(here, out=here)
            np.add.reduce(here, out=total[rows])
            here /= total[rows]
            scores.ravel()[of_targets[rows]] -= 1.0
            if shares is not None:
                here *= shares[rows]

        def descend(columns: slice) -> None:
            np.divide(scores @ X[:, columns], m, out=gradient[:, columns])

        _in_parts(exponentiate, m, _ROWS)
        _in_parts(descend, X.shape[1], X.shape[1] if m <= _ROWS else _COLUMNS)
        gradient[:, -1] = np.add.reduce(scores, axis=1) / m
        losses = np.log(total)
        losses -= own
        if shares is not None:
            losses *= shares
        return float(np.add.reduce(losses, dtype=np.float64) / m), gradient

    return loss


def _in_parts(work: Callable[[slice], None], count: int, size: int) -> None:
    if count <= size:
        work(slice(0, count))
    else:
        each(work, (slice(at, min(at + size, count)) for at in range(0, count, size)))


def minimise(
    start: FloatArray, loss: LossAndGradient, penalty: float, tolerance: float
) -> FloatArray:
    """(k, D + 1) the minimum of the mean loss + penalty |W|^2 / 2, by L-BFGS from `start` on."""
    slopes: list[DoubleArray] = []

    def penalised(flat: DoubleArray) -> float:
        W = flat.reshape(start.shape)
        mean, gradient = loss(W)
        gradient[:, :-1] += penalty * W[:, :-1]
        slopes[:] = [gradient.ravel()]
        return mean + 0.5 * penalty * float(np.square(W[:, :-1]).sum())

    def slope(_flat: DoubleArray) -> DoubleArray:
        # It is asked for where the value just was. That scipy makes sure took a tenth of a fit.
        return slopes[0]

    solution = scipy.optimize.minimize(
        penalised,
        start.ravel().astype(np.float64),
        jac=slope,
        method="L-BFGS-B",
        options={
            "maxiter": 1_000,
            "maxls": 50,
            "maxcor": _REMEMBERED,
            "gtol": tolerance,
            "ftol": 1e-9,
        },
    )
    best: FloatArray = solution.x.reshape(start.shape).astype(np.float32)
    return best


register_head(
    HeadKind(
        name="logistic",
        version=1,
        title="Logistic regression, C = 10",
        fit=lambda pool, warm=None: fit_logistic(pool.X, pool.classes, pool.n_classes, warm),
        cut_back_by=lambda pool, _warm: fit_logistic(pool.X, pool.classes, pool.n_classes),
        from_arrays=lambda arrays, _neighbours: LogisticHead.from_arrays(arrays),
        reads_graph=False,
        is_linear=True,
    )
)
