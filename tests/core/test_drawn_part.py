"""A part of the pool stands for all of it: drawn at random, in rows of its own."""

import numpy as np
import pytest

from service.core.acquisition.hunts import HuntAnswers
from service.core.acquisition.relabelling import GivenAnswers
from service.core.drawn_part import DrawnPart, draw_part
from service.core.rounds import rank
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass

POOL = np.arange(0, 2_000, 2)
"""Ordinals: the odd ones are of no item."""


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_what_is_needed_first_stands_among_as_many_others() -> None:
    first = np.array([10, 7, 2, 4])  # no item has 7
    order = draw_part(POOL, first, 100, rng())
    assert order[:6:2].tolist() == [10, 2, 4]
    assert len({*order.tolist()}) == len(order) == 100
    assert not np.isin(order[1:6:2], first).any()
    assert np.isin(order, POOL).all()


def test_others_are_half_of_it_at_least() -> None:
    order = draw_part(POOL, POOL[:600], 100, rng())
    assert np.isin(order, POOL[:600])[::2].all()
    others = [draw_part(POOL, POOL[:50], 100, rng(seed)) for seed in range(200)]
    share = np.bincount(np.concatenate(others) // 2, minlength=1_000)[50:] / 200
    assert share.mean() == pytest.approx(50 / 950)
    assert share.max() < 0.13, "five standard deviations"


def test_a_small_pool_is_drawn_whole() -> None:
    assert sorted(draw_part(POOL, POOL[:700], 5_000, rng())) == POOL.tolist()


def labels_of(ordinals: list[int]) -> Labels:
    at = np.array(ordinals)
    audit = at % 10 == 0
    return Labels(at, OneClass(at // 2 % 3), audit)


def test_what_is_known_of_items_that_were_not_drawn_is_left_out() -> None:
    part = DrawnPart(np.array([8, 2, 6]))
    labels = part.labels(labels_of([2, 4, 6, 9]))
    assert labels.ordinals.tolist() == [1, 2]
    assert isinstance(labels.targets, OneClass)
    assert labels.targets.classes.tolist() == [1, 0]
    assert part.rows([4, 8, 100]).tolist() == [0]
    given = GivenAnswers(*(np.array([2, 4, 8]) for _ in range(3)), *2 * [np.ones(3, dtype=bool)])
    answers = part.answers(given)
    assert answers is not None
    assert (answers.ordinals.tolist(), answers.people.tolist()) == ([1, 0], [2, 8])
    looks = part.looks(HuntAnswers.of([(4, 0), (8, 1)]))
    assert (looks.ordinals.tolist(), looks.classes.tolist()) == ([0], [1])
    assert not looks.count.any()


def test_it_is_ranked_as_a_pool_of_these_items_alone() -> None:
    vectors = rng().normal(size=(2_000, 8)).astype(np.float32)
    part = DrawnPart(draw_part(POOL, POOL[:30], 300, rng(1)))
    labels = part.labels(labels_of(POOL[:30].tolist()))
    nothing = np.zeros(300, dtype=np.bool_)
    ranked = rank(
        vectors[part.ordinals],
        ~nothing,
        labels,
        handed_out=nothing,
        off_limits=nothing,
        n_classes=3,
        strategy="margin",
        batch_size=10,
        length=40,
        seed=1,
        round_number=3,
    )
    whole = part.in_whole(ranked)
    assert whole.ordinals.tolist() == part.ordinals[ranked.ordinals].tolist()
    assert not np.isin(whole.ordinals, POOL[:30]).any()
    assert whole.scores is ranked.scores
