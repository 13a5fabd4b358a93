"""From labels and the released head to what an estimator looks at."""

import numpy as np

from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from service.core.evaluation.cross_fit import Fit
from service.core.evaluation.cross_fit_probabilities import FOLDS, cross_fit_probabilities
from service.core.evaluation.evidence import Evidence, Seen
from service.core.evaluation.strata import Strata, weights_of
from service.core.heads.head import Head
from service.core.labels import Labels
from service.core.matrix import Vectors

FOLDS_OF_CHOSEN = 5
"""They advise, audits decide; and they are many."""
MOST_OF_POOL = 20_000
"""Rows whose confidence is looked at: a random sample of more is right to 0.2 points."""


def gather_evidence(
    vectors: Vectors,
    labels: Labels,
    released: Head,
    fit: Fit,
    *,
    pool: IntArray,
    strata: Strata,
    n_classes: int,
    rng: np.random.Generator,
) -> Evidence:
    """What is known of a released head.

    `pool` (M,) are the ordinals of the pool's items that have a vector; `fit` trains a head that
    hasn't seen more than the labels that it is given. Audits are `labels.measured()`; what is no
    audit was chosen. An audit without a settled label takes no part.
    """
    audit, chosen = labels.measured(), ~labels.audit
    of_audits = cross_fit_probabilities(vectors, labels, audit, fit, n_classes, rng, FOLDS)
    of_chosen = cross_fit_probabilities(
        vectors, labels, chosen, fit, n_classes, rng, FOLDS_OF_CHOSEN
    )
    own = {
        **_by_ordinal(labels.where(audit), of_audits),
        **_by_ordinal(labels.where(chosen), of_chosen),
    }
    sample = pool if len(pool) <= MOST_OF_POOL else rng.choice(pool, MOST_OF_POOL, replace=False)
    confidence = np.asarray(released.probabilities(vectors[sample], sample)).max(axis=1)
    seen = np.array([own.get(int(ordinal), np.nan) for ordinal in sample], dtype=np.float32)
    return Evidence(
        audits=_seen(labels.where(audit), of_audits),
        chosen=_seen(labels.where(chosen), of_chosen),
        pool=np.where(np.isnan(seen), confidence, seen),
        n_items=len(pool),
        weights=_weights(labels, audit, strata),
    )


def _seen(labels: Labels, probabilities: FloatArray) -> Seen:
    predicted = labels.targets.predictions(probabilities)
    known = probabilities.any(axis=1)
    return Seen(labels.targets.match(predicted) & known, probabilities.max(axis=1, initial=0.0))


def _by_ordinal(labels: Labels, probabilities: FloatArray) -> dict[int, float]:
    confidence = probabilities.max(axis=1, initial=0.0)
    return dict(zip(labels.ordinals.tolist(), confidence.tolist(), strict=True))


def _weights(labels: Labels, audit: BoolArray, strata: Strata) -> DoubleArray | None:
    if len(strata.sizes) == 1:
        return None
    return weights_of(strata, labels.where(audit).strata())
