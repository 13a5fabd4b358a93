"""Rankings put together from the batches of a strategy and what goes with them."""

from collections.abc import Iterable, Iterator

import numpy as np

from service.core.acquisition.audit import interleave
from service.core.acquisition.near_copies import near_copies
from service.core.acquisition.pool import Pool
from service.core.acquisition.rare_classes import EVERY, of_rare_classes, rare_classes
from service.core.acquisition.registry import Choose, Picks, Strategy
from service.core.arrays import IntArray

ATTEMPTS = 4
"""So often a batch is asked for, without near copies at first: a pool of nothing else must end."""


def composed(
    pool: Pool,
    strategy: Strategy,
    counts: IntArray,
    sizes: Iterable[int],
    rng: np.random.Generator,
) -> Iterator[Picks]:
    """Batches of these sizes, each of which counts the earlier ones as taken.

    counts (n_classes,) of the labels that the head has seen. While there are rare classes, one
    item in five is asked for their sake, if the strategy minds them. Near copies of what is taken
    or picked come last.
    """
    rare = rare_classes(counts) if strategy.minds_rare and pool.head else []
    choose_rare = of_rare_classes(rare, strategy.label)
    rest = _Rest(pool, rng)
    asked, missing = int(np.count_nonzero(pool.taken)), 0
    for size in sizes:
        # By how many were asked before: a round after every answer keeps the share, too.
        slots = (np.arange(asked, asked + size) % EVERY == 0) & (len(rare) > 0)
        few = rest.take(choose_rare, int(np.count_nonzero(slots)))
        many = rest.take(strategy, size - len(few))
        for is_rare, position in interleave(len(few), len(many), slots):
            yield (few if is_rare else many)[position]
        asked += size
        missing += size - len(few) - len(many)
    yield from rest.put_off[:missing]


class _Rest:
    """What is left of a pool while a ranking is made of it."""

    def __init__(self, pool: Pool, rng: np.random.Generator) -> None:
        self._pool = pool
        self._rng = rng
        self.put_off: list[Picks] = []
        """Near copies, one by one."""

    def take(self, choose: Choose, k: int) -> list[Picks]:
        """k picks, one by one, fewer only when nothing but what was put off is left."""
        found: list[Picks] = []
        for attempt in range(ATTEMPTS):
            if len(found) == k:
                break
            picks = choose(self._pool, k - len(found), self._rng)
            # The last time whatever is proposed is taken.
            late = near_copies(self._pool, picks) & (attempt + 1 < ATTEMPTS)
            self._pool = self._pool.without(picks.ordinals)
            for pick, is_late in zip(picks.one_by_one(), late, strict=True):
                (self.put_off if is_late else found).append(pick)
        return found
