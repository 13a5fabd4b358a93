"""Rankings put together from batches: near copies last, rare classes among them."""

from dataclasses import replace

import numpy as np
import pytest

from service.core.acquisition.composition import ALIKE, ATTEMPTS, composed
from service.core.acquisition.pool import Pool
from service.core.acquisition.rare_classes import EVERY, rare_classes
from service.core.acquisition.registry import Picks, Strategy, find
from service.core.arrays import FloatArray, IntArray
from tests.core.pools import blobs, pool_of

N = 120
EVEN = np.full(4, 6)


def copied(share: float, seed: int = 0) -> FloatArray:
    """Rows of which `share` are near copies of others."""
    vectors, _ = blobs(N, dimensions=24, spread=1.5, seed=seed)
    rng = np.random.default_rng(seed)
    copies = rng.permutation(N)[: int(share * N)]
    noise = 0.02 * rng.normal(size=(len(copies), 24)) / np.sqrt(24)
    vectors[copies] = vectors[rng.integers(0, N, len(copies))] + noise
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def some_pool(share: float, seed: int = 0) -> Pool:
    vectors = copied(share, seed)
    return pool_of(vectors, blobs(N, seed=seed)[1], 4, 15)


def in_order(scores: dict[int, float], *, minds_rare: bool = False) -> Strategy:
    """A strategy that chooses by fixed scores, highest first."""

    def choose(pool: Pool, k: int, _rng: np.random.Generator) -> Picks:
        left = sorted(np.flatnonzero(pool.eligible), key=lambda i: -scores[int(i)])[:k]
        return Picks(np.array(left, dtype=np.int64), np.array([scores[int(i)] for i in left]))

    return Strategy("fixed", 1, "", "", choose, minds_rare=minds_rare)


def ranked(pool: Pool, strategy: Strategy, sizes: list[int], counts: IntArray) -> list[Picks]:
    return list(composed(pool, strategy, counts, sizes, np.random.default_rng(3)))


def slowly(pool: Pool, order: list[int], sizes: list[int]) -> list[int]:
    """The ranking of a strategy that goes by `order`, item by item."""

    def alike(i: int, others: list[int]) -> bool:
        return any(float(pool.vectors[i] @ pool.vectors[j]) > ALIKE for j in others)

    taken = [int(i) for i in np.flatnonzero(pool.taken)]
    left = [i for i in order if pool.eligible[i]]
    ranking: list[int] = []
    late: list[int] = []
    for size in sizes:
        wanted = len(ranking) + size
        for attempt in range(ATTEMPTS):
            proposed, left = left[: wanted - len(ranking)], left[wanted - len(ranking) :]
            for i in proposed:
                is_late = attempt < ATTEMPTS - 1 and alike(i, taken)
                (late if is_late else ranking).append(i)
                taken.append(i)
    return ranking + late[: sum(sizes) - len(ranking)]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.95])
@pytest.mark.parametrize("sizes", [[10, 10, 20], [7], [10, 10, 20, 40, 80], []])
def test_near_copies_come_last(share: float, sizes: list[int]) -> None:
    pool = some_pool(share)
    scores = dict(enumerate(np.random.default_rng(1).random(N)))
    fast = [int(p.ordinals[0]) for p in ranked(pool, in_order(scores), sizes, EVEN)]
    slow = slowly(pool, sorted(scores, key=lambda i: -scores[i]), sizes)
    assert fast == slow
    assert len(slow) == min(sum(sizes), N - 15)


def test_what_is_drawn_at_random_is_not_put_off() -> None:
    pool = some_pool(0.9)
    plain = find("random")(pool, 40, np.random.default_rng(3))
    picks = ranked(pool, find("random"), [40], EVEN)
    assert [int(p.ordinals[0]) for p in picks] == plain.ordinals.tolist()
    stated = np.concatenate([p.probabilities for p in picks if p.probabilities is not None])
    np.testing.assert_array_equal(stated, plain.probabilities)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("counts", "rare"),
    [
        ([], []),
        ([0, 0, 0], []),
        ([10, 10, 10], []),
        ([1, 5, 5], []),  # fewer than four labels per class: too early
        ([5, 11, 2, 22, 0], [2]),  # the mean is 8; of the last nothing is known
        ([3, 30, 1, 30, 3], [2, 0, 4]),
    ],
)
def test_rare_classes_have_fewer_than_half_the_mean(counts: list[int], rare: list[int]) -> None:
    assert rare_classes(np.array(counts, dtype=np.int64)) == rare


@pytest.mark.parametrize("n_labels", [15, 18])
def test_one_in_five_goes_to_the_likeliest_of_a_rare_class(n_labels: int) -> None:
    """Slot by slot: the share is of all that was ever asked for, whatever the batches."""
    pool = pool_of(copied(0.0), blobs(N)[1], 4, n_labels)
    scores = dict(enumerate(np.random.default_rng(1).random(N)))
    counts = np.array([40, 2, 38, 4])
    picks = ranked(pool, in_order(scores, minds_rare=True), [10, 10, 20], counts)
    assert pool.head is not None
    likely = pool.head.probabilities(np.asarray(pool.vectors))
    left = [int(i) for i in np.flatnonzero(pool.eligible)]
    for start, stop in ((0, 10), (10, 20), (20, 40)):
        slots = [i for i in range(start, stop) if (n_labels + i) % EVERY == 0]
        for turn, slot in enumerate(slots):
            c, (ordinal,) = (1, 3)[turn % 2], picks[slot].ordinals
            assert picks[slot].strategy == "fixed@1:rare_class@1"
            assert picks[slot].scores[0] == pytest.approx(likely[ordinal, c], abs=1e-6)
            assert likely[ordinal, c] == pytest.approx(max(likely[left, c]), abs=1e-5)
            left.remove(ordinal)
        for slot in sorted(set(range(start, stop)) - set(slots)):
            (ordinal,) = picks[slot].ordinals
            assert picks[slot].strategy == "fixed@1"
            assert ordinal == max(left, key=lambda i: scores[i])
            left.remove(ordinal)


def test_a_rare_class_is_not_asked_for_by_copies() -> None:
    """Half of the items are near copies of others: the likeliest of a class often are."""
    pool = pool_of(copied(0.5), blobs(N)[1], 4, 15)
    strategy = in_order(dict.fromkeys(range(N), 1.0), minds_rare=True)
    picks = ranked(pool, strategy, [20], np.array([40, 2, 38, 4]))
    rows = [int(p.ordinals[0]) for p in picks]
    others = [*np.flatnonzero(pool.taken), *rows]
    for at, row in enumerate(rows):
        assert max(float(pool.vectors[row] @ pool.vectors[o]) for o in others[: 15 + at]) <= ALIKE


def test_only_who_minds_rare_classes_asks_for_them() -> None:
    pool, counts = some_pool(0.0), np.array([40, 2, 38, 4])
    scores = dict.fromkeys(range(N), 1.0)
    for picks in (
        ranked(pool, in_order(scores), [20], counts),
        ranked(pool, in_order(scores, minds_rare=True), [20], EVEN),
        ranked(replace(pool, head=None), in_order(scores, minds_rare=True), [20], counts),
    ):
        assert {p.strategy for p in picks} == {"fixed@1"}
    assert find("auto").minds_rare
    assert not find("margin").minds_rare
