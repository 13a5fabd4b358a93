"""Rankings put together from the batches of a strategy and what goes with them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from threading import Lock

import numpy as np

from service.core.acquisition.audit import interleave
from service.core.acquisition.hunts import TURN, Hunted, of_hunted
from service.core.acquisition.pool import Pool
from service.core.acquisition.rare_classes import EVERY, of_rare_classes, rare_classes
from service.core.acquisition.registry import Choose, Picks, Strategy, find
from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.heads.head import Head, SetHead
from service.core.threads import each_block

ALIKE = 0.98
"""Cosine. Of the pairs beyond it 99 in 100 or more have one answer, on every set looked at."""


def near_copies(pool: Pool, picks: Picks) -> BoolArray:
    """(k,) which picks are alike something taken, or an earlier pick.

    None of those that were drawn at random: putting them off would make their chance another.
    """
    if picks.probabilities is not None:
        return np.zeros(len(picks.ordinals), dtype=np.bool_)
    X = pool.rows(picks.ordinals)
    alike: BoolArray = np.asarray(np.tril(X @ X.T > ALIKE, -1).any(axis=1))
    taken = np.flatnonzero(pool.taken)
    lock = Lock()

    def look(some: slice) -> None:
        copies = are_alike(X, pool.rows(taken[some]))
        with lock:
            np.logical_or(alike, copies, out=alike)

    each_block(look, len(taken))
    return alike


def are_alike(X: FloatArray, others: FloatArray) -> BoolArray:
    """(n,) which rows of X are near copies of one of some others."""
    alike: BoolArray = np.any(X @ others.T > ALIKE, axis=1)
    return alike


BY_CHANCE = "guard@1"
"""What draws part of a ranking at random, in the place of a strategy that teaches less."""
ATTEMPTS = 4
"""So often a batch is asked for, without near copies at first: a pool of nothing else must end."""


def composed(
    pool: Pool,
    strategy: Strategy,
    counts: IntArray,
    sizes: Iterable[int],
    rng: np.random.Generator,
    random_share: float = 0.0,
    hunted: Sequence[Hunted] = (),
) -> Iterator[Picks]:
    """Batches of these sizes, each of which counts the earlier ones as taken.

    counts (n_classes,) of the labels that the head has seen. A share of the items is drawn at
    random; of the others, while there are rare classes, one in five is asked for their sake, if
    the strategy minds them and an item has one class; one more, while there are any, for those that
    are looked for, if it hunts. Near copies of what is taken or picked come last.
    """
    hunted = hunted if strategy.hunts else ()
    rare = rare_classes(counts) if strategy.minds_rare and _has_one_class(pool.head) else []
    rare = [c for c in rare if c not in {one.index for one in hunted}]
    choose_rare, hunt = of_rare_classes(rare, strategy.label), of_hunted(hunted, strategy.label)
    rest = _Rest(pool, rng)
    served, missing = int(np.count_nonzero(pool.taken)), 0
    for size in sizes:
        # By how many were asked before: a round after every answer keeps the shares, too.
        numbers = np.arange(served, served + size)
        is_drawn = _turns(numbers, random_share)
        drawn = rest.take(_by_chance, int(np.count_nonzero(is_drawn)))
        numbers = numbers[~is_drawn]
        for_hunts = (numbers % EVERY == TURN) & (len(hunted) > 0)
        for_rare = (numbers % EVERY == 0) & (len(rare) > 0)
        looked_for = rest.take(hunt, int(np.count_nonzero(for_hunts)))
        few = rest.take(choose_rare, int(np.count_nonzero(for_rare)))
        many = rest.take(strategy, size - len(drawn) - len(looked_for) - len(few))
        chosen = _mixed(looked_for, _mixed(few, many, for_rare[~for_hunts]), for_hunts)
        yield from _mixed(drawn, chosen, is_drawn)
        served += size
        missing += size - len(drawn) - len(chosen)
    yield from rest.put_off[:missing]


def _has_one_class(head: Head | None) -> bool:
    """Whether there is a head, of items with one class each.

    Where they may have several, asking for rare ones was worse than not: benchmarks/findings/0025.
    """
    return head is not None and not isinstance(head, SetHead)


def _turns(numbers: IntArray, share: float) -> BoolArray:
    """(n,) which of these are the share's: close to it at every number, never ahead."""
    turns: BoolArray = np.floor((numbers + 1) * share) > np.floor(numbers * share)
    return turns


def _by_chance(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    picks = find("random@1")(pool, k, rng)
    return replace(picks, strategy=f"{BY_CHANCE}:{picks.strategy}")


def _mixed(few: list[Picks], many: list[Picks], slots: BoolArray) -> list[Picks]:
    """The few at their slots among the many."""
    places = interleave(len(few), len(many), slots)
    return [(few if is_few else many)[position] for is_few, position in places]


def is_by_guard(strategy: str) -> bool:
    """Whether an item with this strategy was drawn by the guard."""
    return strategy.startswith(f"{BY_CHANCE.partition('@')[0]}@")


class _Rest:
    """What is left of a pool while a ranking is made of it."""

    def __init__(self, pool: Pool, rng: np.random.Generator) -> None:
        self._pool = pool
        self._rng = rng
        self.put_off: list[Picks] = []
        """Near copies, one by one."""

    def take(self, choose: Choose, k: int) -> list[Picks]:
        """k picks, one by one, fewer only when nothing but what was put off is left."""
        shares: list[Picks] = []
        for attempt in range(ATTEMPTS):
            if len(shares) == k:
                break
            picks = choose(self._pool, k - len(shares), self._rng)
            # The last time whatever is proposed is taken.
            late = near_copies(self._pool, picks) & (attempt + 1 < ATTEMPTS)
            self._pool = self._pool.without(picks.ordinals)
            for pick, is_late in zip(picks.one_by_one(), late, strict=True):
                (self.put_off if is_late else shares).append(pick)
        return shares
