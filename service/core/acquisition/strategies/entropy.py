"""entropy: the items whose class is most open."""

import numpy as np
import scipy

from service.core.acquisition.margins import smallest
from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, register
from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.heads.head import Head, SetHead
from service.core.vectors.matrix import block_rows


@register(
    "entropy",
    version=1,
    title="Largest entropy",
    about="Texts for which the model finds all classes about as likely.",
    citation="Shannon (1948), A mathematical theory of communication; Settles (2009), Active "
    "learning literature survey, section 3.1.",
)
def entropy(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """The k eligible items with the largest -sum_c p_c log p_c, which is the score.

    Where an item may have several classes, it is the sum of the entropies of each class by itself.

    With many classes it asks about items that are nothing at all: worse than random on
    banking77. Before there is a head every item is equally open.
    """
    eligible = np.flatnonzero(pool.eligible)
    if pool.head is None:
        return Picks(rng.permutation(eligible)[:k], np.ones(k))
    blocks = np.array_split(eligible, -(-len(eligible) // block_rows(pool.stack.shape[1])))
    entropies = np.concatenate(
        [_entropies(pool.head, np.asarray(pool.stack[rows]), rows) for rows in blocks]
    )
    chosen = smallest(-entropies, k, rng)
    return Picks(eligible[chosen], entropies[chosen])


def _entropies(head: Head, X: FloatArray, ordinals: IntArray) -> DoubleArray:
    """(n,) in double precision: whatever computes, near ties fall the same way."""
    probabilities = head.probabilities(X.astype(np.float64), ordinals)
    entropies: DoubleArray = scipy.special.xlogy(probabilities, probabilities).sum(axis=1)
    if isinstance(head, SetHead):
        entropies += scipy.special.xlog1py(1 - probabilities, -probabilities).sum(axis=1)
    return -entropies
