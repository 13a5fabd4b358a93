"""auto: what measurements recommend for the state that the project is in."""

import numpy as np

from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, find, register
from service.core.heads.head import LinearHead, SetHead

FEW = 30
"""Items left. There is nothing to choose among so few, and random picks can measure."""
LABELS_PER_CLASS = 2
"""Before that a margin of logistic regression means little."""
FEW_SHOT = 4
"""Labels per class up to which a scattered class is met only among what is least sure."""


@register(
    "auto",
    version=1,
    title="Automatic",
    about="Picks doubtful texts that resemble many others. Needed the fewest labels in our tests.",
    citation="After Bae, Oh & Sutherland (2025), Uncertainty herding, arXiv:2412.20644; with "
    "logistic regression alone after Doucet et al. (2024), Bridging diversity and uncertainty in "
    "active learning with self-supervised pre-training, arXiv:2403.03728; for rare classes after "
    "Lesci & Vlachos (2024), AnchorAL, arXiv:2404.05623, and Attenberg & Provost (2010), Why label "
    "when you can search?, KDD.",
    minds_rare=True,
    hunts=True,
    surveys=True,
    is_compared=True,
)
def auto(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """k items by the strategy that fits.

    `random` among fewer than 30 items. `uncertainty_herding` with a mixture of heads: it was best,
    or within the noise of the best, on each of nine sets; but `margin_herding` from one label per
    class up to four, where herding asks about what is common. With logistic regression alone
    `coverage` up to two labels per class, then `cluster_margin`.
    """
    if np.count_nonzero(pool.eligible) < FEW:
        name = "random@1"
    elif isinstance(pool.head, LinearHead):
        few = pool.n_labels < LABELS_PER_CLASS * pool.n_classes
        name = "coverage@1" if few else "cluster_margin@1"
    elif _is_few_shot(pool):
        name = "margin_herding@1"
    else:
        name = "uncertainty_herding@1"
    return find(name)(pool, k, rng)


def _is_few_shot(pool: Pool) -> bool:
    """Whether a mixture has seen one label per class and fewer than four."""
    if pool.head is None or isinstance(pool.head, SetHead):
        return False
    return pool.n_classes <= pool.n_labels < FEW_SHOT * pool.n_classes
