"""What is predicted for every item of a pool, with probabilities that come true as often."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import entr

from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from service.core.evaluation.estimators.assisted import BELIEVED_WITHIN
from service.core.evaluation.estimators.calibrated import ShiftScore, falling_root
from service.core.evaluation.evidence import Evidence
from service.core.evaluation.gather_evidence import Gathered, OutOfFold
from service.core.evaluation.recalibration import Recalibration, recalibrated
from service.core.evaluation.suspected_errors import LikelyErrors, suspected_errors
from service.core.heads.head import Head, PoolHead, probabilities_of
from service.core.suggestions import calibrated
from service.core.targets.labels import Labels
from service.core.targets.one_class import NONE, class_of_each
from service.core.vectors.matrix import Vectors, block_rows

_STEPS = 20
"""Of the confidence of a large pool: how often two heads agree at each."""


@dataclass(frozen=True, eq=False)
class PoolPredictions:
    """By ordinal; where a row has no vector nothing is out_of_fold."""

    classes: IntArray
    """(N,) the likeliest class of each row, -1 for none."""
    probability: FloatArray
    """(N,) that it is right; NaN for none."""
    entropy: FloatArray
    """(N,) of the probabilities of all classes, in nats; NaN for none."""
    given: FloatArray
    """(N,) the probability of the class that the row is labelled with; NaN without a label."""
    by: Recalibration
    """What made them come true as often."""
    suspects: LikelyErrors
    """The labels that are likely wrong."""

    def count(self, of_class: int) -> int:
        """How many rows are predicted to be of a class."""
        return int(np.count_nonzero(self.classes == of_class))


def calibration(evidence: Evidence) -> Recalibration:
    """How often the pool is right at some confidence.

    The slope is that of chosen labels, and so is the shift, as far as audits don't say otherwise:
    they move it as if it were believed to lie within half a log odd. Without any it is believed.
    """
    score, belief = ShiftScore(evidence), recalibrated(evidence.chosen).shift
    weights = score.shares * len(evidence.audits)
    shift = falling_root(
        lambda s: float(weights @ score.residuals(s)) - (s - belief) / BELIEVED_WITHIN**2
    )
    return Recalibration(score.slope, shift)


def pool_predictions(
    gathered: Gathered, labels: Labels, vectors: Vectors, present: BoolArray, head: Head
) -> PoolPredictions:
    """Of all rows of `vectors` (N, D) that are `present` (N,).

    What was `gathered` for the estimate, labelled rows out of fold, is all of a pool of up to
    20,000 rows. Of a larger one the rest is what the vectors alone say to `head`, the released
    one: where each row stands among its neighbours takes as long to find as a round.
    """
    by = calibration(gathered.evidence)
    unknown = np.full(len(vectors), np.nan, dtype=np.float32)
    classes = np.full(len(vectors), NONE, dtype=np.int64)
    row_of = np.full(len(vectors), NONE, dtype=np.int64)
    row_of[labels.ordinals] = class_of_each(labels.targets)
    missing = present.copy()
    sampled, *labelled = gathered.out_of_fold
    suspects = _suspects(labelled, row_of)
    predictions = PoolPredictions(classes, unknown, unknown.copy(), unknown.copy(), by, suspects)
    if not sampled.probabilities.any():  # without audits there are no heads that predict them
        rows = sampled.ordinals
        sampled = OutOfFold(rows, probabilities_of(head, vectors, rows))
    for part in (sampled, *labelled):
        predicted = part.probabilities.any(axis=1)
        ordinals, raw = part.ordinals[predicted], part.probabilities[predicted]
        P, at = calibrated(raw, by), row_of[ordinals]
        predictions.classes[ordinals] = raw.argmax(axis=1)
        predictions.probability[ordinals] = likeliest = P.max(axis=1, initial=0.0)
        predictions.entropy[ordinals] = entropy(likeliest, entropy_of_others(raw))
        own = P[np.arange(len(at)), at]
        predictions.given[ordinals] = np.where(at == NONE, np.nan, own)
        missing[part.ordinals] = False
    _fill(predictions, np.flatnonzero(missing), sampled.ordinals, vectors, head)
    return predictions


def _suspects(labelled: Sequence[OutOfFold], row_of: IntArray) -> LikelyErrors:
    ordinals = np.concatenate([part.ordinals for part in labelled])
    P = np.concatenate([part.probabilities for part in labelled])
    return suspected_errors(ordinals, row_of[ordinals], P)


def _fill(
    predictions: PoolPredictions, rest: IntArray, sample: IntArray, vectors: Vectors, head: Head
) -> None:
    """Rows beyond the sample: as often right as those of the sample, where both heads agree."""
    if len(rest) == 0:
        return
    classes, confidence, _ = _at_a_glance(head, vectors, sample)
    agree = classes == predictions.classes[sample]
    p = predictions.probability[sample]
    right = np.where(agree, p, (1 - p) / max(head.n_classes - 1, 1))
    order = np.argsort(confidence, kind="stable")
    steps = [part for part in np.array_split(order, _STEPS) if len(part)]
    at = [float(confidence[part].mean()) for part in steps]
    of = [float(right[part].mean()) for part in steps]
    predictions.classes[rest], confidence, others = _at_a_glance(head, vectors, rest)
    likeliest = np.interp(confidence, at, of) if steps else confidence
    predictions.probability[rest] = likeliest
    predictions.entropy[rest] = entropy(likeliest, others)


def entropy(likeliest: FloatArray | DoubleArray, of_others: FloatArray) -> DoubleArray:
    """(n,) in nats, where one class has this probability and the others share the rest.

    `of_others` (n,) is the entropy of which of them it is if it is one of them.
    """
    p = likeliest.astype(np.float64)
    entropies: DoubleArray = entr(p) + entr(1 - p) + (1 - p) * of_others
    return entropies


def entropy_of_others(P: FloatArray) -> FloatArray:
    """(n,) in nats, of the classes but the likeliest, of probabilities P (n, C)."""
    rest = P.copy()
    rest[np.arange(len(P)), P.argmax(axis=1)] = 0.0
    rest /= np.maximum(rest.sum(axis=1, keepdims=True), np.finfo(np.float32).tiny)
    entropies: FloatArray = entr(rest).sum(axis=1)
    return entropies


def _at_a_glance(
    head: Head, vectors: Vectors, rows: IntArray
) -> tuple[IntArray, FloatArray, FloatArray]:
    """The likeliest class of rows (n,) by their vectors alone, its probability, and the entropy of
    the others."""
    plain = head.linear_part if isinstance(head, PoolHead) else head
    classes = np.empty(len(rows), dtype=np.int64)
    confidence, others = np.empty((2, len(rows)), dtype=np.float32)
    most = block_rows(vectors.shape[1])
    for start in range(0, len(rows), most):
        block = slice(start, start + most)
        P = plain.probabilities(np.asarray(vectors[rows[block]]))
        classes[block], confidence[block] = P.argmax(axis=1), P.max(axis=1)
        others[block] = entropy_of_others(P)
    return classes, confidence, others
