"""Labels that heads contradict which haven't seen them, as far as there is evidence of errors.

Confident learning (Northcutt, Jiang & Chuang 2021) suspects a label where another class is as
likely as that class usually is. Of many classes with few labels each, that accuses whatever the
head doesn't know yet: 40 to 60 of 260 labels without an error. So here errors have to explain the
labels better than the head's ignorance does.
"""

from typing import NamedTuple

import numpy as np
import scipy
from scipy.special import expit, logit, softmax

from service.core.arrays import DoubleArray, FloatArray, IntArray

FEWEST_LABELS = 20
LEAST_LIKELY_WRONG = 0.25
"""A label is suspected that is at least so likely wrong. Of what is less likely one finds little:
three texts are read in vain for each error."""
BELIEVED_ERRORS, WEIGHT = 0.05, 5.0
"""The share of wrong labels that is believed before there are any, as if so many had shown it."""
SLOPE_AS_STATED, SHIFT_AS_STATED = 0.3, 1.0
"""How much it takes to move them from 1 and 0."""
STARTS = (1.0, BELIEVED_ERRORS), (3.0, 0.2)
BOUNDS = (0.05, 10.0), (-10.0, 10.0), (-12.0, 4.0)
_LEAST = 1e-6


class LikelyErrors(NamedTuple):
    """Labels that are likely wrong, the likeliest first."""

    ordinals: IntArray
    """(s,)"""
    given: IntArray
    """(s,) the class of each label."""
    predicted: IntArray
    """(s,) the class that is likelier."""
    own: FloatArray
    """(s,) the probability of the given class, before anybody said it."""
    probability: FloatArray
    """(s,) that of the predicted one."""
    wrong: FloatArray
    """(s,) the probability that the label is wrong: their sum is how many are, on average."""

    def first(self, most: int) -> "LikelyErrors":
        rows = np.s_[:most]
        return LikelyErrors(
            self.ordinals[rows],
            self.given[rows],
            self.predicted[rows],
            self.own[rows],
            self.probability[rows],
            self.wrong[rows],
        )

    @classmethod
    def none(cls) -> "LikelyErrors":
        of_rows, shares = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        return cls(of_rows, of_rows, of_rows, shares, shares, shares)


class _ErrorModel(NamedTuple):
    """What explains the labels."""

    slope: float
    shift: float
    """How much likelier than stated a class is that has few labels, per halving of their number."""
    errors: float
    """The share of labels that are given without regard to the text."""


def suspected_errors(ordinals: IntArray, classes: IntArray, P: FloatArray) -> LikelyErrors:
    """Those of n labels that are likelier wrong than one in four.

    `classes`: (n,) the class of each label; P (n, C) probabilities by heads that haven't seen it,
    zeros where nothing can be said.

    A label is its text's class, or with some probability any class. How often it is any, how sure
    the heads may be, and how much likelier than they say a class is of which they have few labels,
    are those under which the labels are likeliest: so each class has a threshold of its own, and
    without errors none is reached.
    """
    own = P[np.arange(len(classes)), classes]
    rows = np.flatnonzero(own > 0)  # what no head could say is no evidence
    if len(rows) < FEWEST_LABELS:
        return LikelyErrors.none()
    return _suspected(ordinals[rows], classes[rows], P[rows])


def _suspected(ordinals: IntArray, classes: IntArray, P: FloatArray) -> LikelyErrors:
    n, n_classes = P.shape
    at = np.arange(n)
    stated, few = _log_probabilities(P), _fewness(classes, n_classes)
    belief = _believed(stated, few, classes)
    Q = softmax(belief.slope * stated + belief.shift * few, axis=1)
    own, any_class = Q[at, classes], belief.errors / n_classes
    wrong = any_class * (1 - own) / ((1 - belief.errors) * own + any_class)
    predicted = Q.argmax(axis=1)
    suspects = np.flatnonzero((wrong >= LEAST_LIKELY_WRONG) & (predicted != classes))
    best = suspects[np.argsort(-wrong[suspects], kind="stable")]
    numbers = (own[best], Q[best, predicted[best]], wrong[best])
    shares = (column.astype(np.float32) for column in numbers)
    return LikelyErrors(ordinals[best], classes[best], predicted[best], *shares)


def _log_probabilities(P: FloatArray) -> DoubleArray:
    logarithms: DoubleArray = np.log(np.maximum(P.astype(np.float64), _LEAST))
    return logarithms


def _fewness(classes: IntArray, n_classes: int) -> DoubleArray:
    """(n, C) minus the log of how many other labels of each class there are, and one."""
    number = np.bincount(classes, minlength=n_classes).astype(np.float64)
    others = np.tile(number, (len(classes), 1))
    others[np.arange(len(classes)), classes] -= 1
    return -np.log1p(others)


def _believed(stated: DoubleArray, few: DoubleArray, classes: IntArray) -> _ErrorModel:
    """The likeliest, drawn to what heads state and to few errors."""
    n, n_classes = stated.shape
    at = np.arange(n)

    def loss(w: DoubleArray) -> tuple[float, DoubleArray]:
        slope, shift, errors = w[0], w[1], expit(w[2])
        Q = softmax(slope * stated + shift * few, axis=1)
        own = Q[at, classes]
        label = (1 - errors) * own + errors / n_classes
        by_own = (1 - errors) * own / label
        seen, rare = wanted_of(stated, Q), wanted_of(few, Q)
        value = np.log(label).sum() + WEIGHT * (
            BELIEVED_ERRORS * np.log(errors) + (1 - BELIEVED_ERRORS) * np.log1p(-errors)
        )
        value -= (SLOPE_AS_STATED * (slope - 1) ** 2 + SHIFT_AS_STATED * shift**2) / 2
        by_errors = ((1 / n_classes - own) / label).sum() * errors * (1 - errors)
        gradient = np.array(
            [
                by_own @ seen - SLOPE_AS_STATED * (slope - 1),
                by_own @ rare - SHIFT_AS_STATED * shift,
                by_errors + WEIGHT * (BELIEVED_ERRORS - errors),
            ]
        )
        return -float(value), -gradient

    def wanted_of(feature: DoubleArray, Q: DoubleArray) -> DoubleArray:
        """(n,) the feature of the label's class less its mean over the classes."""
        fits: DoubleArray = feature[at, classes] - np.einsum("nc,nc->n", Q, feature)
        return fits

    # Sure heads and many errors explain labels as unsure heads without errors do: two optima.
    starts = ([slope, 0.0, logit(errors)] for slope, errors in STARTS)
    fits = [
        scipy.optimize.minimize(loss, start, jac=True, bounds=BOUNDS, method="L-BFGS-B")
        for start in starts
    ]
    slope, shift, errors = min(fits, key=lambda one: float(one.fun)).x
    return _ErrorModel(float(slope), float(shift), float(expit(errors)))
