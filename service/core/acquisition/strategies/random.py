"""random: every eligible item with the same chance."""

import numpy as np

from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, register


@register(
    "random",
    version=1,
    title="Uniformly at random",
    about="Any text, each with the same chance. The baseline.",
    citation="Simple random sampling without replacement; the baseline of everything else.",
    is_compared=True,
)
def random(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """k eligible items by simple random sampling without replacement.

    The i-th pick (i = 0, 1, ...) had probability 1 / (n - i) among the n - i items left, which
    is what importance weighting needs later. The score says nothing and is 0.
    """
    eligible = np.flatnonzero(pool.eligible)
    ordinals = rng.choice(eligible, size=k, replace=False)
    left = len(eligible) - np.arange(k)
    return Picks(ordinals, np.zeros(k), probabilities=1.0 / left)
