"""When audit items are served: many of the first hand-outs, fewer of the later ones."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from service.core.arrays import BoolArray

BLOCK = 10
# Keeps these draws apart from others of the same secret.
_SLOTS = 0x41554449
EVER = math.inf


@dataclass(frozen=True)
class Schedule:
    """Shares of hand-outs that are audits, each up to a number of hand-outs; the last for ever."""

    name: str
    parts: tuple[tuple[float, float], ...]
    """(up to so many hand-outs, share), a multiple of 10 each."""

    @property
    def dense_until(self) -> float:
        """The number of hand-outs from which on audits are as rare as they get."""
        return self.parts[-2][0] if len(self.parts) > 1 else 0

    def audits_in(self, hand_outs: int) -> int:
        """How many of the first hand-outs are audits; never fewer than the shares say."""
        # 10 x 0.3 is 3.0000000000000004 for some numbers of blocks.
        return math.ceil(self._shares_of(hand_outs) - 1e-9)

    def share_of(self, hand_outs: int) -> float:
        """The share of the first hand-outs that are audits; of none, that of the first ten."""
        hand_outs = max(hand_outs, BLOCK)
        return self.audits_in(hand_outs) / hand_outs

    def hand_outs_with(self, audits: int, first: int) -> int:
        """About how many hand-outs from number `first` on hold so many audits, if any ever do."""
        wanted = self._shares_of(first) + audits - 1e-9
        return next(n for n in itertools.count() if self._shares_of(first + n) >= wanted)

    def _shares_of(self, hand_outs: int) -> float:
        total, before = 0.0, 0.0
        for until, share in self.parts:
            total += share * (min(until, hand_outs) - min(before, hand_outs))
            before = until
        return total

    def slots(self, secret: int, first: int, count: int) -> BoolArray:
        """(count,) which of the hand-outs number first, first + 1, ... are audits.

        In each block of 10 they are as many as the share says, or, where that is no whole number,
        as close to it as can be, never behind. Where they stand in a block is random, fixed by
        secret and block: nobody can tell.
        """
        if count <= 0:
            return np.zeros(0, dtype=np.bool_)
        begin, end = first // BLOCK, (first + count - 1) // BLOCK + 1
        slots = np.concatenate([self._block(secret, block) for block in range(begin, end)])
        return slots[first - begin * BLOCK :][:count]

    def _block(self, secret: int, block: int) -> BoolArray:
        audits = self.audits_in((block + 1) * BLOCK) - self.audits_in(block * BLOCK)
        slots = np.arange(BLOCK) < audits
        return np.random.default_rng([secret, block, _SLOTS]).permutation(slots)


class Audits(StrEnum):
    """What a project calls its schedule."""

    FEWEST = "fewest"
    BALANCED = "balanced"
    PROOF = "proof"


NONE = Schedule("none", ((EVER, 0.0),))
"""Of replays that are to measure nothing; no project can have it."""
FEWEST = Schedule(Audits.FEWEST, ((EVER, 0.1),))
BALANCED = Schedule(Audits.BALANCED, ((100, 0.3), (EVER, 0.15)))
PROOF = Schedule(Audits.PROOF, ((100, 0.4), (EVER, 0.2)))
OFFERED: Sequence[Schedule] = (FEWEST, BALANCED, PROOF)
"""What a project can have. The numbers never change: a round is replayed by them."""
_BY_NAME = {schedule.name: schedule for schedule in OFFERED}


def schedule_of(audits: Audits) -> Schedule:
    """The schedule that is called so."""
    return _BY_NAME[audits]
