"""What a copy of a model loses in accuracy, by audits and by texts without a label.

The two differ in accuracy only where they say different classes. How often they do is known from
many texts without a label; what comes of it from the audits among those of which they do. The loss
is the product of the two, and so is its interval: of each factor one of 97.5 %.
"""

from itertools import product

import numpy as np

from service.core.arrays import BoolArray, DoubleArray
from service.core.evaluation.estimator import Estimate
from service.core.evaluation.intervals import wilson, wilson_of_share

LEVEL = 0.975


def lost_by_copy(
    full: BoolArray, copy: BoolArray, apart: BoolArray, weights: DoubleArray, apart_there: BoolArray
) -> Estimate:
    """The share of texts that the full model gets right, less the copy's.

    full (a,) and copy (a,) are whether audits are predicted right, by heads that haven't learnt
    them; apart (a,) whether the two say different classes of them. apart_there (m,) is the same of
    other texts, which the copy was not taught.
    """
    own = weights[apart]
    trials = float(own.sum() ** 2 / np.square(own).sum()) if len(own) else 0.0
    gained = full[apart].astype(np.float64) - copy[apart]
    net = float(own @ gained / own.sum()) if len(own) else 0.0
    # Wilson's interval is of 0 or 1. What lies between, as one half does here, varies less.
    nets = [2 * end - 1 for end in wilson_of_share((net + 1) / 2, trials, LEVEL)]
    shares = wilson(int(apart_there.sum()), len(apart_there), LEVEL)
    ends = [share * end for share, end in product(shares, nets)]
    share = float(apart_there.mean()) if len(apart_there) else 0.0
    return Estimate(share * net, min(ends), max(ends))
