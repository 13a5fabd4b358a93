"""badge: items that would pull the head hard, and in different directions."""

import numpy as np

from service.core.acquisition.kmeans import draw
from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, register
from service.core.arrays import DoubleArray, FloatArray

MOST_CANDIDATES = 20_000


@register(
    "badge",
    version=1,
    title="Diverse gradients",
    about="Texts that would change the model most, each in another way.",
    citation="Ash et al. (2020), Deep batch active learning by diverse, uncertain gradient lower "
    "bounds, arXiv:1906.03671.",
    is_compared=True,
)
def badge(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """k-means++ on the gradients (p - e_argmax) (x) x of at most 20,000 random eligible items.

    Exact without the n x (C D) matrix: <a (x) u, b (x) v> = <a, b> <u, v>. The first is the longest
    gradient, others are drawn with chance proportional to the squared distance to the nearest
    picked one, which is the score. Without a head the gradient is x.
    """
    candidates = rng.permutation(np.flatnonzero(pool.eligible))[: max(MOST_CANDIDATES, 2 * k)]
    X = pool.rows(candidates)
    A = _errors(pool, candidates)
    lengths = np.einsum("ij,ij->i", A, A) * np.einsum("ij,ij->i", X, X)
    chosen, scores = np.empty(k, dtype=np.int64), np.empty(k)
    is_left = np.ones(len(X), dtype=np.bool_)
    nearest = np.full(len(X), np.inf)
    for i in range(k):
        # Rounded, so that equals tie: the first one wins, and candidates are in random order.
        chosen[i] = int(np.round(lengths, 5).argmax()) if i == 0 else _draw(nearest, is_left, rng)
        pick = chosen[i]
        scores[i] = lengths[pick] if i == 0 else nearest[pick]
        is_left[pick] = False
        products = (A @ A[pick]) * (X @ X[pick])
        squared = lengths + lengths[pick] - 2.0 * products
        # Below a millionth it is rounding: a copy of what is picked.
        nearest = np.minimum(nearest, np.where(squared < 1e-6, 0.0, squared))
    return Picks(candidates[chosen], scores)


def _errors(pool: Pool, rows: np.ndarray) -> FloatArray:
    """(n, C) p - e_argmax: the gradient of the loss in the scores, if the likeliest class is it."""
    if pool.head is None:
        return np.ones((len(rows), 1), dtype=np.float32)
    errors = np.array(pool.probabilities(rows), order="C")
    errors[np.arange(len(rows)), errors.argmax(axis=1)] -= 1.0
    return errors


def _draw(mass: DoubleArray, is_left: np.ndarray, rng: np.random.Generator) -> int:
    uniform = rng.random()
    mass = np.where(is_left, mass, 0.0)
    if mass.sum() <= 0:
        return int(is_left.argmax())
    return draw(mass, uniform)
