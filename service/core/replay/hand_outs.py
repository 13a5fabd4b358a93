"""What a replay hands out, in the order in which a service would."""

from typing import NamedTuple

from service.core.acquisition.audit import interleave
from service.core.acquisition.composition import is_by_guard
from service.core.acquisition.relabelling import in_turns
from service.core.arrays import BoolArray, IntArray
from service.core.rounds import RankedItems


class RankedItem(NamedTuple):
    """An item of a ranking."""

    ordinal: int
    is_audit: bool = False
    is_picked: bool = False
    """By the strategy for what it teaches: not by the guard, nor because it may be of a class."""
    is_again: bool = False
    hunted: int = -1
    """The class that it may be of; -1: none was looked for."""


def queued(ranking: RankedItems, audits: IntArray, slots: BoolArray) -> list[RankedItem]:
    """A ranking with `audits` in their slots: whoever has answered an item gets the next one."""
    rows = zip(ranking.ordinals.tolist(), ranking.strategies, ranking.hunted.tolist(), strict=True)
    chosen = [
        RankedItem(ordinal, is_picked=not is_by_guard(strategy) and hunted < 0, hunted=hunted)
        for ordinal, strategy, hunted in rows
    ]
    new = [
        RankedItem(int(audits[place]), is_audit=True) if is_audit else chosen[place]
        for is_audit, place in interleave(len(audits), len(chosen), slots)
    ]
    again = [RankedItem(ordinal, is_again=True) for ordinal in ranking.again.ordinals.tolist()]
    return [
        (again if is_again else new)[place] for is_again, place in in_turns(len(again), len(new))
    ]
