"""auto: what measurements recommend for the state that the project is in."""

import numpy as np

from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, find, register
from service.core.heads.head import SetHead
from service.core.heads.logistic import LogisticHead

FEW = 30
LABELS_PER_CLASS = 2
FEW_SHOT = 4
"""Labels per class."""


@register(
    "auto",
    version=1,
    title="Automatic",
    citation="After Doucet et al. (2024), Bridging diversity and uncertainty in active learning "
    "with self-supervised pre-training (TCM), arXiv:2403.03728.",
)
def auto_1(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """`random` among fewer than 30 items, `coverage` up to 2 labels per class, `cluster_margin`.

    With so few items left there is nothing to choose, and random picks can be used to measure.
    A margin means little until the head has seen about 2 labels per class.
    """
    if np.count_nonzero(pool.eligible) < FEW:
        name = "random@1"
    elif pool.head is None or pool.n_labels < LABELS_PER_CLASS * pool.n_classes:
        name = "coverage@1"
    else:
        name = "cluster_margin@1"
    return find(name)(pool, k, rng)


@register(
    "auto",
    version=2,
    title="Automatic",
    citation="After Bae, Oh & Sutherland (2025), Uncertainty herding: one active learning method "
    "for all label budgets, arXiv:2412.20644.",
)
def auto_2(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """`uncertainty_herding` from the first label on, when a mixture ranks; else as `auto@1`.

    With a mixture it was best, or within the noise of the best, on every set of nine: there is
    nothing to switch between. With logistic regression alone it lost 2 points to `auto@1` on
    trec6. `random` among fewer than 30 items.
    """
    if np.count_nonzero(pool.eligible) < FEW:
        name = "random@1"
    elif isinstance(pool.head, LogisticHead):
        name = "auto@1"
    else:
        name = "uncertainty_herding@1"
    return find(name)(pool, k, rng)


@register(
    "auto",
    version=3,
    title="Automatic",
    citation="As auto@2; and for rare classes after Lesci & Vlachos (2024), AnchorAL: "
    "computationally efficient active learning for large and imbalanced datasets, "
    "arXiv:2404.05623.",
    minds_rare=True,
)
def auto_3(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """`auto@2`, and one item in five for the sake of classes that have few labels."""
    return auto_2(pool, k, rng)


@register(
    "auto",
    version=4,
    title="Automatic",
    citation="As auto@3; and a search that follows the answers for classes that hardly anybody has "
    "met, after Attenberg & Provost (2010), Why label when you can search?, KDD.",
    minds_rare=True,
    hunts=True,
)
def auto_4(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """`auto@3`, and one item in five where described classes with few labels may be."""
    return auto_2(pool, k, rng)


@register(
    "auto",
    version=5,
    title="Automatic",
    citation="As auto@4, of every row of a large pool.",
    minds_rare=True,
    hunts=True,
    surveys=True,
)
def auto_5(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """`auto@4`, of every row: of more than 20,000 that looks at 20,000 random ones."""
    return auto_2(pool, k, rng)


@register(
    "auto",
    version=6,
    title="Automatic",
    citation="As auto@5; while labels are few as margin_herding.",
    minds_rare=True,
    hunts=True,
    surveys=True,
)
def auto_6(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """`auto@5`, but `margin_herding` from one label per class on, up to four.

    That is when a scattered class is met by whoever asks about what is least sure, and herding
    asks about what is common. Where an item has several classes, and with logistic regression
    alone, it is `auto@5`.
    """
    few_shot = pool.n_classes <= pool.n_labels < FEW_SHOT * pool.n_classes
    few_left = np.count_nonzero(pool.eligible) < FEW
    if few_left or not few_shot or isinstance(pool.head, LogisticHead | SetHead | None):
        return auto_2(pool, k, rng)
    return find("margin_herding@1")(pool, k, rng)
