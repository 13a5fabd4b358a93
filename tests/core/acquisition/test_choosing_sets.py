"""What is chosen where an item may have several classes."""

from dataclasses import replace

import numpy as np

from service.core.acquisition.composition import composed
from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import find
from service.core.heads.one_against_rest import OneAgainstRestHead
from tests.core.pools import blobs, pool_of

N = 120


def some_pool() -> Pool:
    vectors, classes = blobs(N, dimensions=24, spread=1.5)
    rng = np.random.default_rng(1)
    head = OneAgainstRestHead.of_one_view(
        class_indices=np.array([0, 1, 3]),
        weights=rng.normal(size=(3, 24)).astype(np.float32),
        intercepts=np.zeros(3, dtype=np.float32),
        cuts=np.array([0.1, 0.3, 0.5], dtype=np.float32),
        n_classes=4,
    )
    return replace(pool_of(vectors, classes, 4, 15), head=head)


def test_entropy_is_that_of_each_class_by_itself() -> None:
    pool = some_pool()
    p = np.clip(pool.probabilities(np.arange(N)).astype(np.float64), 1e-12, 1 - 1e-12)
    entropies = -(p * np.log(p) + (1 - p) * np.log(1 - p)).sum(axis=1)
    best = max(np.flatnonzero(pool.eligible), key=lambda i: entropies[i])
    picks = find("entropy@1")(pool, 5, np.random.default_rng(0))
    assert picks.ordinals[0] == best
    np.testing.assert_allclose(picks.scores, entropies[picks.ordinals], atol=1e-5)


def test_nothing_is_asked_for_the_sake_of_rare_classes() -> None:
    counts = np.array([40, 2, 38, 4])
    picks = list(composed(some_pool(), find("auto"), counts, [20], np.random.default_rng(3)))
    assert {pick.strategy for pick in picks} == {"auto@1:uncertainty_herding@1"}
