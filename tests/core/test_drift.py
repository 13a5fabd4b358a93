"""Whether new texts look like the pool: seldom where nothing is other, surely where much is."""

from typing import Any

import numpy as np
import pytest

from service.core.drift import LEVEL, Drift, PredictedTexts, drift, holm


def seen(
    rng: np.random.Generator, n: int, shares: list[float], sure: float = 0.8, alike: float = 0.6
) -> PredictedTexts:
    named = rng.multinomial(1, shares, n).astype(np.bool_)
    confidence = np.clip(rng.normal(sure, 0.1, n), 0, 1)
    return PredictedTexts(named, confidence, rng.normal(alike, 0.1, n))


def is_seen(found: Drift) -> bool:
    assert found.confidence is not None
    return min([*found.classes, found.confidence, found.similarity]) < LEVEL


def test_where_nothing_is_other_hardly_ever_anything_is_seen() -> None:
    rng = np.random.default_rng(1)
    shares = [0.5, 0.3, 0.19, 0.01]
    alarms = [is_seen(drift(seen(rng, 2_000, shares), seen(rng, 200, shares))) for _ in range(200)]
    assert sum(alarms) <= 4


@pytest.mark.parametrize(
    ("now", "where"),
    [
        ({"shares": [0.3, 0.5, 0.2]}, "classes"),
        ({"shares": [0.5, 0.3, 0.2], "sure": 0.7}, "confidence"),
        ({"shares": [0.5, 0.3, 0.2], "alike": 0.5}, "similarity"),
    ],
)
def test_each_sign_is_seen_by_itself(now: dict[str, Any], where: str) -> None:
    rng = np.random.default_rng(2)
    found = drift(seen(rng, 2_000, [0.5, 0.3, 0.2]), seen(rng, 300, **now))
    smallest = {
        "classes": min(found.classes),
        "confidence": found.confidence,
        "similarity": found.similarity,
    }
    assert [name for name, p in smallest.items() if p is not None and p < LEVEL] == [where]


def test_a_few_texts_of_another_kind_are_seen() -> None:
    """One in twelve: the mean moves by less than is harmless."""
    rng = np.random.default_rng(4)
    pool, new = seen(rng, 2_000, [0.5, 0.5]), seen(rng, 300, [0.5, 0.5])
    new.similarity[:25] = 0.3
    new.similarity[25:] += 0.03
    assert new.similarity.mean() > pool.similarity.mean() - 0.01
    assert drift(pool, new).similarity < LEVEL


def test_more_alike_is_no_sign_and_of_sets_nothing_is_said_of_confidence() -> None:
    rng = np.random.default_rng(3)
    pool, new = seen(rng, 2_000, [0.5, 0.5]), seen(rng, 300, [0.5, 0.5], alike=0.9)
    found = drift(
        PredictedTexts(pool.named, None, pool.similarity),
        PredictedTexts(new.named, None, new.similarity),
    )
    assert found.confidence is None
    assert found.similarity == 1.0


def test_p_values_together_are_those_of_the_literature() -> None:
    """Holm 1979, by hand: 3 x .01, 2 x .02, 1 x .04, none below the one before it."""
    np.testing.assert_allclose(holm(np.array([0.04, 0.01, 0.02])), [0.04, 0.03, 0.04])
