"""Audits counted by how confident the head is of them."""

import numpy as np

from service.core.evaluation.estimator import Estimate, Estimator
from service.core.evaluation.evidence import Evidence
from service.core.evaluation.intervals import wilson_of_share
from service.core.evaluation.strata import share_of_pool

THIRDS = (1 / 3, 2 / 3)


def stratified(evidence: Evidence, level: float) -> Estimate:
    """Post-stratified by thirds of the pool's confidence, with an effective number of audits.

    Audits of unequal weight count as equal here: it is a contender, not what is released.
    """
    edges = np.quantile(evidence.pool, THIRDS)
    sizes = np.bincount(np.searchsorted(edges, evidence.pool), minlength=3)
    stratum = np.searchsorted(edges, evidence.audits.confidence)
    trials = np.bincount(stratum, minlength=3)
    right = np.bincount(stratum[evidence.audits.right], minlength=3)
    found = share_of_pool(sizes, right, trials)
    longer = evidence.trials / len(evidence.audits)
    low, high = wilson_of_share(found.value, found.trials * longer, level)
    low, high = (1 - found.unknown) * low, (1 - found.unknown) * high + found.unknown
    return Estimate(found.value, low, high)


STRATIFIED = Estimator(
    "stratified",
    version=1,
    citation="Korn & Graubard 1998; Dean & Pagano 2015",
    estimate=stratified,
)
