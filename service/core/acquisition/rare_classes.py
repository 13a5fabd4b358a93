"""Rare classes: those with far fewer labels than their number would lead one to expect."""

from collections.abc import Sequence

import numpy as np

from service.core.acquisition.margins import smallest
from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Choose, Picks
from service.core.arrays import FloatArray, IntArray

EVERY = 5
"""One in so many items is asked for the sake of a rare class."""
FEWER = 0.5
"""Rare: fewer labels than this share of the mean over classes."""
FROM = 4
"""Labels per class, on average, before which nobody can tell."""
MOST_CANDIDATES = 20_000


def rare_classes(counts: IntArray) -> list[int]:
    """Classes with fewer than half the mean of `counts` (n_classes,) labels, the rarest first.

    None before there are four labels per class. A class without any isn't one: nothing is known
    of how it looks.
    """
    mean = counts.mean() if len(counts) else 0.0
    if mean < FROM:
        return []
    rare = np.flatnonzero((counts > 0) & (counts < FEWER * mean))
    return [int(c) for c in rare[np.argsort(counts[rare], kind="stable")]]


def of_rare_classes(classes: Sequence[int], label: str) -> Choose:
    """A strategy that takes, for each class in turn, the item that is likeliest of it.

    Of at most 20,000 random items, the same for all batches; after a survey of all, of those that
    stood out as likely of one. Score: that probability. After Lesci
    & Vlachos (2024), AnchorAL, arXiv:2404.05623, with the head in the place of similarity to
    labelled items of the class: it found as many.
    """

    def choose(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
        rows, likely = pool.cached("rare classes", lambda: _likely(pool, classes, rng))
        left = pool.eligible[rows]
        k = min(k, int(np.count_nonzero(left)))
        chosen, scores = np.empty(k, dtype=np.int64), np.empty(k)
        for i in range(k):
            of = likely[:, i % len(classes)]
            at = smallest(np.where(left, -of, np.inf), 1, rng)[0]
            chosen[i], scores[i] = rows[at], of[at]
            left[at] = False
        return Picks(chosen, scores, strategy=f"{label}:rare_class@1")

    return choose


def _likely(
    pool: Pool, classes: Sequence[int], rng: np.random.Generator
) -> tuple[IntArray, FloatArray]:
    """Some eligible ordinals (n,), and how likely each is of these classes, (n, c)."""
    rows = np.flatnonzero(pool.eligible)
    if pool.survey is not None:
        stood_out = np.concatenate([pool.survey.likely[c] for c in classes])
        rows = np.intersect1d(rows, stood_out)
    rows = rng.permutation(rows)[:MOST_CANDIDATES]
    return rows, pool.probabilities(rows)[:, classes]
