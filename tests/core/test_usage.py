"""Whether texts in use differ from the pool: however often one looks, seldom where nothing does."""

from typing import Any

import numpy as np
import pytest

from service.core.arrays import BoolArray, DoubleArray
from service.core.usage import ENOUGH, Counts, Sign, Signs, signs

SHARES = np.array([0.5, 0.3, 0.19, 0.01])
SURE = np.array([0.0] * 10 + [0.1] * 10)


def pool_of(days: int, texts: int = 2_000) -> Counts:
    return Counts(
        np.full(days, float(texts)),
        np.tile(texts * SHARES, (days, 1)),
        np.tile(texts * SURE, (days, 1)),
    )


def used(
    rng: np.random.Generator,
    days: int,
    rate: int,
    shares: DoubleArray = SHARES,
    sure: DoubleArray = SURE,
) -> Counts:
    n = rng.poisson(rate, days)
    classes = np.array([rng.multinomial(each, shares) for each in n], dtype=np.float64)
    confidence = np.array([rng.multinomial(each, sure) for each in n], dtype=np.float64)
    return Counts(n.astype(np.float64), classes, confidence)


def joined(*parts: Counts) -> Counts:
    every = [(part.texts, part.classes, part.confidence) for part in parts]
    texts, classes, confidence = (np.concatenate(each) for each in zip(*every, strict=True))
    return Counts(texts, classes, confidence)


def first(days: int) -> BoolArray:
    return np.ones(days, dtype=np.bool_)


def changed(found: Signs) -> list[Sign]:
    every = [*found.classes, *([found.confidence] if found.confidence else [])]
    return [each for each in every if each.changed]


def upto(counts: Counts, days: int) -> Counts:
    assert counts.confidence is not None
    return Counts(counts.texts[:days], counts.classes[:days], counts.confidence[:days])


@pytest.mark.slow
@pytest.mark.parametrize("rate", [3, 60])
def test_on_the_edge_of_what_is_harmless_daily_looks_hardly_ever_see_a_change(rate: int) -> None:
    """The worst case: each share is as far off as is harmless."""
    rng = np.random.default_rng(1)
    edge = np.array([0.45, 0.35, 0.185, 0.015])
    years = 0
    for _ in range(30):
        year = used(rng, 100, rate, edge)
        looks = range(1, 101, 4)
        years += any(changed(signs(pool_of(days), upto(year, days), first(days))) for days in looks)
    assert years <= 1


@pytest.mark.parametrize(
    ("now", "place"),
    [
        ({"shares": np.array([0.2, 0.6, 0.19, 0.01])}, 0),
        ({"shares": np.array([0.45, 0.28, 0.17, 0.1])}, 3),
        ({"sure": np.array([0.1] * 10 + [0.0] * 10)}, None),
    ],
)
def test_a_change_is_seen_with_the_day_on_which_it_began(
    now: dict[str, Any], place: int | None
) -> None:
    rng = np.random.default_rng(2)
    texts = joined(used(rng, 200, 30), used(rng, 20, 30, **now))
    found = signs(pool_of(220), texts, first(220))
    sign = found.confidence if place is None else found.classes[place]
    assert sign is not None
    assert sign.changed
    assert sign.since == pytest.approx(200, abs=3)
    expected = now["shares"][place] if place is not None else 0.25
    assert sign.now == pytest.approx(expected, abs=0.06)
    assert not changed(signs(pool_of(200), upto(texts, 200), first(200)))


def test_what_has_gone_by_is_no_longer_said() -> None:
    rng = np.random.default_rng(3)
    other = used(rng, 10, 30, np.array([0.2, 0.6, 0.19, 0.01]))
    during = joined(used(rng, 20, 30), other)
    assert changed(signs(pool_of(30), during, first(30)))
    after = joined(during, used(rng, 60, 30))
    assert not changed(signs(pool_of(90), after, first(90)))


def test_a_small_pool_is_itself_uncertain() -> None:
    rng = np.random.default_rng(4)
    moved = used(rng, 60, 50, np.array([0.37, 0.43, 0.19, 0.01]))
    assert changed(signs(pool_of(60, 100_000), moved, first(60)))
    assert not changed(signs(pool_of(60, 60), moved, first(60)))


def test_models_of_a_day_are_one_day() -> None:
    """Each of them would else begin a bet of its own."""
    rng = np.random.default_rng(5)
    texts = used(rng, 40, 20, np.array([0.3, 0.5, 0.19, 0.01]))
    begins = np.arange(40) % 4 == 0
    [sign, *_] = changed(signs(pool_of(40), texts, begins))
    assert sign.since is not None
    assert sign.since % 4 == 0


def test_of_a_class_that_a_model_did_not_have_nothing_is_said_by_its_texts() -> None:
    rng = np.random.default_rng(6)
    pool, texts = pool_of(30), used(rng, 30, 30, np.array([0.2, 0.6, 0.19, 0.01]))
    pool.classes[:, 1] = np.nan
    found = signs(pool, texts, first(30))
    assert found.classes[0].changed
    assert (found.classes[1].changed, found.classes[1].now) == (False, 0.0)


def test_of_sets_nothing_is_said_of_confidence() -> None:
    rng = np.random.default_rng(7)
    pool, texts = pool_of(30), used(rng, 30, 30)
    found = signs(
        Counts(pool.texts, pool.classes, None), Counts(texts.texts, texts.classes, None), first(30)
    )
    assert found.confidence is None
    assert not changed(found)


def test_with_enough_texts_most_large_changes_would_have_been_seen() -> None:
    """A third of all texts has moved from the largest class to the next."""
    rng = np.random.default_rng(8)
    moved = SHARES + np.array([-0.33, 0.33, 0, 0])
    seen = sum(
        bool(changed(signs(pool_of(5), used(rng, 5, ENOUGH // 5, moved), first(5))))
        for _ in range(40)
    )
    assert seen >= 20
