"""The figures of a round: what the released head is worth, from audit items."""

from dataclasses import dataclass

import numpy as np

from service.core.arrays import BoolArray, IntArray
from service.core.evaluation.cross_fit import cross_fit
from service.core.evaluation.per_class import ClassFigure, per_class
from service.core.evaluation.strata import Share, Strata, share_of_pool, weights_of
from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.core.labels import Labels
from service.core.matrix import Vectors
from service.core.targets import Targets
from service.reasons import Reason, ReasonCode, reason

ENOUGH_AUDIT_ITEMS = 20
"""For accuracy as a single figure; labels saved need more (`random_baseline`)."""
MOST_UNKNOWN = 0.05
"""With more of the pool than this never sampled there is an interval, but no single figure."""
# Keeps these draws apart from those of the ranking of the same round.
_PURPOSE = 0x4D454153


@dataclass(frozen=True, eq=False)
class Measurement:
    """What is known about the released head."""

    accuracy: float | None
    """None below 20 audit items: a single number would say more than is known."""
    low: float
    high: float
    """95 % interval of the accuracy."""
    macro_f1: float | None
    n_audit: int
    """Audit items with a settled label."""
    n_labels: int
    n_effective: float
    """Audit items of a plain random sample that would tell as much; n_audit with one stratum."""
    classes: list[ClassFigure]
    """(n_classes,) the audit items of each class."""
    strata: Strata
    """As given, with audit items that have no vector yet among the unanswered."""
    audits: IntArray
    """(H,) audit items with a settled label, per stratum."""
    correct_audits: IntArray
    """(H,) how many of them were predicted right."""
    correct: BoolArray
    """(n_audit,) whether each audit item was predicted right, in the order of the labels."""
    head: Head | None
    """The released head, trained on every label; None when there is none."""
    note: Reason | None
    """Why a figure is missing or wide, and what helps."""


def measure(
    vectors: Vectors,
    labels: Labels,
    *,
    n_classes: int,
    strata: Strata | None = None,
    seed: int,
    round_number: int,
    folds: int = 5,
    present: BoolArray | None = None,
    learner: Learner | None = None,
    warm: Head | None = None,
) -> Measurement:
    """Cross-fitted accuracy on audit items with its interval, and the head to release.

    In each stratum audit items are a random sample and no ranking saw their labels, so this is
    not biased by what was chosen; strata weigh what they weigh in the pool. Audit items that
    people could not answer (`strata.unanswered`): the interval reaches from all of them wrong to
    all of them right. `present` (N,) leaves out labels of items that have no vector yet; such an
    audit item counts as unanswered. Heads are those that `learner` fits, by default logistic@1;
    `warm` is the ranking head of the round, where fitting begins: one that is fitted to what was
    no audit item when it ranked. The little since is unlearnt, but for the tolerance of a fit.
    """
    strata = strata or Strata.one()
    if present is not None:
        labels, strata = _with_vectors(labels, strata, present)
    learner = learner or Learner.plain()
    # Heads start from one that has seen no audit label: a fit that stops short of the optimum
    # would otherwise remember the label it is about to be tested on.
    blind = labels.where(~labels.audit)
    start = learner.fit(vectors, blind, n_classes, warm) if len(blind) else None
    rng = np.random.default_rng([seed, round_number, _PURPOSE])
    held_out = labels.measured()
    predicted = cross_fit(
        vectors,
        labels,
        held_out,
        lambda trained_on: learner.refit(vectors, trained_on, n_classes, start),
        folds,
        rng,
    )
    return _summary(
        labels.where(held_out),
        predicted,
        strata,
        n_classes=n_classes,
        n_labels=len(labels),
        head=learner.release(vectors, labels, n_classes, start) if len(labels) else None,
    )


def _with_vectors(labels: Labels, strata: Strata, present: BoolArray) -> tuple[Labels, Strata]:
    there = present[labels.ordinals]
    missing = labels.strata()[labels.measured() & ~there]
    unanswered = strata.unanswered + np.bincount(missing, minlength=len(strata.sizes))
    return labels.where(there), Strata(strata.sizes, unanswered)


def _summary(
    audits: Labels,
    predicted: Targets,
    strata: Strata,
    *,
    n_classes: int,
    n_labels: int,
    head: Head | None,
) -> Measurement:
    truth, stratum = audits.targets, audits.strata()
    right = truth.match(predicted)
    n = np.bincount(stratum, minlength=len(strata.sizes))
    correct = np.bincount(stratum[right], minlength=len(strata.sizes))
    share = share_of_pool(strata.sizes, correct, n)
    trials = n + strata.unanswered
    low, _ = share_of_pool(strata.sizes, correct, trials).interval()
    _, high = share_of_pool(strata.sizes, correct + strata.unanswered, trials).interval()
    enough = share.trials >= ENOUGH_AUDIT_ITEMS and share.unknown <= MOST_UNKNOWN
    weights = weights_of(strata, stratum)
    known = predicted.are_predicted()
    return Measurement(
        accuracy=share.value if enough else None,
        low=low,
        high=high,
        macro_f1=truth[known].macro_f1(predicted[known], n_classes, weights[known])
        if enough
        else None,
        n_audit=len(audits),
        n_labels=n_labels,
        n_effective=share.trials,
        classes=per_class(truth, predicted, weights, n_classes),
        strata=strata,
        audits=n,
        correct_audits=correct,
        correct=right,
        head=head,
        note=_note(n, strata, share),
    )


def _note(n: IntArray, strata: Strata, share: Share) -> Reason | None:
    lacking = _lacking(n, strata, share)
    unanswered = int(strata.unanswered.sum())
    if lacking is None and unanswered:
        return reason(ReasonCode.UNANSWERED_AUDIT_ITEMS, audit_items=unanswered)
    return lacking


def _lacking(n: IntArray, strata: Strata, share: Share) -> Reason | None:
    """Why there is no single figure; with several strata, which one needs audit items."""
    total = int(n.sum())
    if total < ENOUGH_AUDIT_ITEMS:
        return reason(ReasonCode.FEW_AUDIT_ITEMS, audit_items=total, needed=ENOUGH_AUDIT_ITEMS)
    enough = share.trials >= ENOUGH_AUDIT_ITEMS and share.unknown <= MOST_UNKNOWN
    if len(n) == 1 or enough:
        return None
    weights = strata.sizes / strata.sizes.sum()
    # The one that adds most to the variance of the estimate.
    thin = int(np.argmax(weights**2 / np.maximum(n, 0.1)))
    return reason(
        ReasonCode.UNEVEN_AUDIT_ITEMS,
        here=int(n[thin]),
        audit_items=total,
        percent=round(100 * weights[thin]),
    )
