"""The figures of a round: what the released head is worth, from audit items."""

from dataclasses import dataclass

import numpy as np

from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.evaluation.cross_fit import cross_fit
from service.core.evaluation.intervals import wilson
from service.core.evaluation.macro_f1 import macro_f1
from service.core.heads.logistic import LogisticHead, fit_logistic
from service.core.labels import Labels

ENOUGH_AUDIT_ITEMS = 10
# Keeps these draws apart from those of the ranking of the same round.
_PURPOSE = 0x4D454153


@dataclass(frozen=True, eq=False)
class Measurement:
    """What is known about the released head."""

    accuracy: float | None
    """None below 10 audit items: a single number would say more than is known."""
    low: float
    high: float
    """95 % interval of the accuracy."""
    macro_f1: float | None
    n_audit: int
    """Audit items with a label."""
    n_labels: int
    per_class_correct: IntArray
    per_class_total: IntArray
    """(n_classes,) audit items of each class, and how many of them were predicted right."""
    correct: BoolArray
    """(n_audit,) whether each audit item was predicted right, in the order of the labels."""
    head: LogisticHead | None
    """The released head, trained on every label; None when there is none."""
    note: str | None
    """Why a figure is missing or wide."""


def measure(
    vectors: FloatArray,
    labels: Labels,
    *,
    n_classes: int,
    unanswered: int = 0,
    seed: int,
    round_number: int,
    folds: int = 5,
    present: BoolArray | None = None,
) -> Measurement:
    """Cross-fitted accuracy on audit items with its Wilson interval, and the head to release.

    Audit items are a random sample of the pool and no ranking saw their labels, so this is not
    biased by what was chosen. `unanswered` counts audit items that people could not answer: the
    interval reaches from all of them wrong to all of them right. `present` (N,) leaves out labels
    of items that have no vector yet.
    """
    if present is not None:
        labels = labels.where(present[labels.ordinals])
    X, y = np.asarray(vectors[labels.ordinals]), labels.classes
    # Heads start from one that has seen no audit label: a fit that stops short of the optimum
    # would otherwise remember the label it is about to be tested on.
    start = _fit(X[~labels.audit], y[~labels.audit], n_classes, None)
    rng = np.random.default_rng([seed, round_number, _PURPOSE])
    predicted = cross_fit(
        X, y, labels.audit, lambda X, y: fit_logistic(X, y, n_classes, start), folds, rng
    )
    return _summary(
        y[labels.audit],
        predicted,
        n_classes=n_classes,
        n_labels=len(labels),
        unanswered=unanswered,
        head=_fit(X, y, n_classes, start),
    )


def _fit(
    X: FloatArray, y: IntArray, n_classes: int, warm: LogisticHead | None
) -> LogisticHead | None:
    return fit_logistic(X, y, n_classes, warm) if len(y) else None


def _summary(
    truth: IntArray,
    predicted: IntArray,
    *,
    n_classes: int,
    n_labels: int,
    unanswered: int,
    head: LogisticHead | None,
) -> Measurement:
    n_audit = len(truth)
    right = truth == predicted
    correct = int(right.sum())
    low, _ = wilson(correct, n_audit + unanswered)
    _, high = wilson(correct + unanswered, n_audit + unanswered)
    enough = n_audit >= ENOUGH_AUDIT_ITEMS
    known = predicted >= 0
    return Measurement(
        accuracy=correct / n_audit if enough else None,
        low=low,
        high=high,
        macro_f1=macro_f1(truth[known], predicted[known], n_classes) if enough else None,
        n_audit=n_audit,
        n_labels=n_labels,
        per_class_correct=np.bincount(truth[right], minlength=n_classes),
        per_class_total=np.bincount(truth, minlength=n_classes),
        correct=right,
        head=head,
        note=_note(n_audit, unanswered),
    )


def _note(n_audit: int, unanswered: int) -> str | None:
    if n_audit < ENOUGH_AUDIT_ITEMS:
        return f"{n_audit} of the {ENOUGH_AUDIT_ITEMS} audit items that an estimate needs"
    if unanswered:
        return f"{unanswered} audit items without an answer widen the interval"
    return None
