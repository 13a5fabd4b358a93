"""When audit items are served: a share that changes with the labels there are."""

import math
from dataclasses import dataclass

import numpy as np

from service.core.arrays import BoolArray

BLOCK = 10
_SLOTS = 0x53434844


@dataclass(frozen=True)
class Schedule:
    """Shares of audit items, each up to a number of labels; the last has no end."""

    name: str
    parts: tuple[tuple[float, float], ...]
    """(up to so many labels, share)"""

    def audits_in(self, hand_outs: int) -> int:
        """How many of the first hand-outs are audits."""
        total, before = 0.0, 0.0
        for until, share in self.parts:
            total += share * (min(until, hand_outs) - min(before, hand_outs))
            before = until
        return math.ceil(total - 1e-9)

    def slots(self, secret: int, first: int, count: int) -> BoolArray:
        """(count,) which of the hand-outs number first, first + 1, ... are audits.

        In each block of 10 they stand at random places, fixed by secret and block.
        """
        blocks = range(first // BLOCK, (first + count - 1) // BLOCK + 1)
        found = np.concatenate([self._block(secret, block) for block in blocks])
        return found[first - blocks[0] * BLOCK :][:count]

    def _block(self, secret: int, block: int) -> BoolArray:
        audits = self.audits_in((block + 1) * BLOCK) - self.audits_in(block * BLOCK)
        slots = np.arange(BLOCK) < audits
        return np.random.default_rng([secret, block, _SLOTS]).permutation(slots)


EVER = math.inf
SCHEDULES = {
    schedule.name: schedule
    for schedule in (
        Schedule("none", ((EVER, 0.0),)),
        Schedule("tenth", ((EVER, 0.1),)),
        Schedule("fifth", ((EVER, 0.2),)),
        Schedule("quarter", ((EVER, 0.25),)),
        Schedule("early", ((40, 0.5), (200, 0.25), (EVER, 0.1))),
        Schedule("light", ((20, 0.5), (100, 0.25), (EVER, 0.1))),
        Schedule("middle", ((40, 0.5), (100, 0.3), (EVER, 0.15))),
        Schedule("half", ((40, 0.5), (EVER, 0.3))),
        Schedule("even", ((100, 0.3), (EVER, 0.15))),
    )
}
