"""margin: the items between two classes."""

import numpy as np

from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, register


@register(
    "margin",
    version=1,
    title="Smallest margin",
    about="Texts for which the model wavers between two classes.",
    citation="Scheffer, Decomain & Wrobel (2001), Active hidden Markov models for information "
    "extraction; Luo et al. (2005), Active learning to recognize multiple types of plankton "
    "(breaking ties).",
    is_compared=True,
)
def margin(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """The k eligible items with the smallest p1 - p2, the two largest class probabilities.

    Score: 1 - (p1 - p2). Before there is a head every item is equally unsure.
    """
    if pool.head is None:
        return Picks(rng.permutation(np.flatnonzero(pool.eligible))[:k], np.ones(k))
    chosen = pool.least_sure(k, rng)
    return Picks(chosen, 1.0 - pool.margins(chosen).astype(np.float64))
