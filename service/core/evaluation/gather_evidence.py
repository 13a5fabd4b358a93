"""From the labels of a round to what an estimator looks at."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.evaluation.cross_fit import FOLDS, Fit, cross_fit
from service.core.evaluation.evidence import Evidence, UnseenPredictions
from service.core.evaluation.strata import Strata, weights_of
from service.core.targets.labels import Labels
from service.core.targets.protocol import Targets
from service.core.vectors.matrix import Vectors

FOLDS_OF_CHOSEN = 4
"""They advise, audits decide; and they are many."""
MOST_OF_POOL = 20_000
"""Rows whose confidence is looked at: a random sample of more is right to 0.2 points."""


class OutOfFold(NamedTuple):
    """What heads say of rows whose labels they haven't seen."""

    ordinals: IntArray
    """(n,)"""
    probabilities: FloatArray
    """(n, n_classes) zeros where nothing can be said."""


class Gathered(NamedTuple):
    """What a round's labels tell about the head that learns from all of them."""

    evidence: Evidence
    predicted: Targets
    """(a,) of each audit with a settled label, by a head that hasn't seen it."""
    folds: int
    """That these were dealt to."""
    of_pool: FloatArray
    """(M, n_classes) what the evidence's confidence in the pool is of."""
    out_of_fold: Sequence[OutOfFold]
    """Of rows without a label, of audits, and of all others that have one."""


def gather_evidence(
    vectors: Vectors,
    labels: Labels,
    fit: Fit,
    fit_to_rest: Fit,
    *,
    pool: IntArray,
    strata: Strata,
    n_classes: int,
    rng: np.random.Generator,
) -> Gathered:
    """What is known of the head that is trained on all of these labels.

    `pool` (M,) are the ordinals of the pool's items that have a vector; `fit` trains a head that
    has seen no audit that it isn't given, `fit_to_rest` one that has seen no other label at all.
    Audits are `labels.measured()`; what is no audit was chosen. An audit without a settled label
    is no evidence. Rows without a label are predicted by the heads that predict audits, not by the
    released one.
    """
    audit = labels.measured()
    sample = pool if len(pool) <= MOST_OF_POOL else rng.choice(pool, MOST_OF_POOL, replace=False)
    sample = np.sort(sample)
    others = np.setdiff1d(sample, labels.ordinals, assume_unique=True)
    nothing = others[:0]
    of_audits, of_others = cross_fit(vectors, labels, audit, others, fit, n_classes, rng, FOLDS)
    of_rest, _ = cross_fit(
        vectors, labels, ~audit, nothing, fit_to_rest, n_classes, rng, FOLDS_OF_CHOSEN
    )
    audits, rest = labels.where(audit), labels.where(~audit)
    chosen, of_chosen = rest.where(~rest.audit), of_rest[~rest.audit]
    parts = [(others, of_others), (audits.ordinals, of_audits), (chosen.ordinals, of_chosen)]
    of_pool = np.concatenate([P[np.isin(rows, sample)] for rows, P in parts])
    predicted = predicted_targets(audits, of_audits)
    evidence = Evidence(
        audits=_seen(audits, predicted, of_audits),
        chosen=_seen(chosen, predicted_targets(chosen, of_chosen), of_chosen),
        pool=labels.targets.confidence(of_pool),
        n_items=len(pool),
        weights=None if len(strata.sizes) == 1 else weights_of(strata, audits.strata()),
    )
    out_of_fold = [
        OutOfFold(others, of_others),
        OutOfFold(audits.ordinals, of_audits),
        OutOfFold(rest.ordinals, of_rest),
    ]
    return Gathered(evidence, predicted, min(FOLDS, len(audits)), of_pool, out_of_fold)


def predicted_targets(labels: Labels, probabilities: FloatArray) -> Targets:
    """(m,) of labels, by what heads say that haven't seen them.

    Nothing of the only label there is: no head could learn.
    """
    predicted: BoolArray = np.any(probabilities, axis=1)
    predictions = labels.targets.no_predictions(len(labels))
    return predictions.replaced(predicted, predictions.predictions(probabilities[predicted]))


def _seen(labels: Labels, predicted: Targets, probabilities: FloatArray) -> UnseenPredictions:
    confidence = labels.targets.confidence(probabilities)
    return UnseenPredictions(labels.scored().match(predicted), confidence)
