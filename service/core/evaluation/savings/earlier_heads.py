"""The learning curve so far, with the audits that there are today."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.core.arrays import BoolArray, DoubleArray, IntArray
from service.core.evaluation.evidence import Evidence
from service.core.evaluation.metric import Metric
from service.core.evaluation.sets.scores import added_by_item
from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.core.targets.labels import Labels
from service.core.targets.protocol import Targets
from service.core.vectors.matrix import Vectors

SHARES = (0.25, 0.5)
"""Of the chosen labels, that earlier heads are fitted to."""
FEWEST = 40
"""Chosen labels: a quarter of fewer is no head to speak of."""


@dataclass(frozen=True, eq=False)
class Tried:
    """What heads on the first of the chosen labels say of all audits: none has seen any."""

    labels: IntArray
    """(K + 1,) ascending, what each was fitted to; the last one is today's."""
    truth: Targets
    """(n,)"""
    predicted: Sequence[Targets]
    """(K + 1) of (n,)"""
    n_classes: int

    def scored(self, metric: Metric, evidence: Evidence) -> "EarlierHeads | None":
        """By a metric; None where it isn't known of one of them."""
        scores = [
            added_by_item(metric, self.truth, each, self.n_classes, evidence.shares)
            for each in self.predicted
        ]
        complete = [each for each in scores if each is not None]
        return (
            EarlierHeads(self.labels, np.array(complete)) if len(complete) == len(scores) else None
        )


@dataclass(frozen=True, eq=False)
class EarlierHeads:
    """Heads on the first of the chosen labels, scored on all audits."""

    labels: IntArray
    """(K + 1,) as of those that were tried."""
    right: BoolArray | DoubleArray
    """(K + 1, n) whether each is right on each audit, or what the audit adds to its figure."""

    @property
    def gained_by_audit(self) -> DoubleArray:
        """(K, n) 1 where today's head is right and the earlier one wrong, -1 the other way."""
        right = self.right.astype(np.float64)
        gained: DoubleArray = right[-1] - right[:-1]
        return gained

    def gains(self, evidence: Evidence) -> DoubleArray:
        """(K,) by how much today's head is better on the pool, as far as its audits say."""
        gains: DoubleArray = self.gained_by_audit @ evidence.shares
        return gains


def earlier_heads(
    vectors: Vectors,
    labels: Labels,
    served: IntArray,
    *,
    n_classes: int,
    learner: Learner,
    blind: Head | None,
) -> Tried | None:
    """Heads as they were with a quarter and half of the chosen labels; None with too few.

    `served` are ordinals in the order in which they were answered; `blind` is the head on all
    chosen labels. Old rounds have figures too, but from the few audits that there were then. Heads
    that learn from no audit need no cross-fitting: each costs one fit.
    """
    chosen = labels.where(~labels.audit)
    if blind is None or len(chosen) < FEWEST:
        return None
    audits = labels.where(labels.measured())
    vectors = learner.seen(vectors)
    X = np.asarray(vectors[audits.ordinals])
    place = np.full(int(max(served.max(initial=0), labels.ordinals.max())) + 1, len(served))
    place[served] = np.arange(len(served))
    order = np.argsort(place[chosen.ordinals], kind="stable")
    predicted, sizes = [], []
    for size in [round(share * len(chosen)) for share in SHARES]:
        first = np.zeros(len(chosen), dtype=np.bool_)
        first[order[:size]] = True
        head = learner.cut_back(vectors, chosen.where(first), n_classes, blind)
        predicted.append(_predicted(head, X, audits))
        sizes.append(size)
    predicted.append(_predicted(blind, X, audits))
    return Tried(np.array([*sizes, len(chosen)]), audits.scored(), predicted, n_classes)


def _predicted(head: Head, X: np.ndarray, audits: Labels) -> Targets:
    return audits.scored().predictions(head.probabilities(X, audits.ordinals))
