"""A part of the pool, drawn at random, that rounds choose from while the rest is still read.

In it each row has vectors of every view, so no strategy and no head needs to know that others have
none yet: rows are the places of the items that were drawn, and what comes of them is told by
ordinals again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from service.core.acquisition.hunts import HuntAnswers
from service.core.acquisition.registry import Picks
from service.core.acquisition.relabelling import GivenAnswers
from service.core.arrays import BoolArray, IntArray
from service.core.rounds import RankedItems
from service.core.targets.labels import Labels


@dataclass(frozen=True, eq=False)
class DrawnPart:
    ordinals: IntArray
    """(n,) the items that its rows are of, each once."""

    def rows(self, ordinals: IntArray | Sequence[int]) -> IntArray:
        """The rows of those of these items that were drawn."""
        rows = self._places(np.asarray(ordinals, dtype=np.int64))
        return rows[rows >= 0]

    def labels(self, labels: Labels) -> Labels:
        """Those of items that were drawn, by rows."""
        rows = self._places(labels.ordinals)
        return replace(labels.where(rows >= 0), ordinals=rows[rows >= 0])

    def answers(self, answers: GivenAnswers | None) -> GivenAnswers | None:
        """Likewise."""
        if answers is None:
            return None
        here = answers.of(self.ordinals)
        return replace(here, ordinals=self._places(here.ordinals))

    def looks(self, looks: HuntAnswers) -> HuntAnswers:
        """Likewise. None wears patience out: what is looked for may lie in the rest."""
        rows = self._places(looks.ordinals)
        drawn = rows >= 0
        none: BoolArray = np.zeros(np.count_nonzero(drawn), dtype=np.bool_)
        return HuntAnswers(rows[drawn], looks.classes[drawn], none)

    def in_whole(self, ranking: RankedItems) -> RankedItems:
        """What was ranked in it, by ordinals; only its head still knows rows."""
        again: Picks = replace(ranking.again, ordinals=self.ordinals[ranking.again.ordinals])
        return replace(ranking, ordinals=self.ordinals[ranking.ordinals], again=again)

    def _places(self, ordinals: IntArray) -> IntArray:
        """(m,) the row of each, -1 of one that wasn't drawn."""
        order = np.argsort(self.ordinals)
        place = np.searchsorted(self.ordinals, ordinals, sorter=order)
        place = np.minimum(place, len(order) - 1)
        rows: IntArray = order[place]
        rows[self.ordinals[rows] != ordinals] = -1
        return rows


def draw_part(eligible: IntArray, first: IntArray, size: int, rng: np.random.Generator) -> IntArray:
    """(n,) ordinals in the order in which they are to be read, at most `size` and no item twice.

    Those of `first` are among them, the first ones at the front, up to half of all; between them
    stand as many others, and the rest after them, drawn from `eligible` at random: which items are
    read early says nothing of whether they are audited.
    """
    first = first[np.isin(first, eligible)][: size // 2]
    others = rng.permutation(np.setdiff1d(eligible, first))[: size - len(first)]
    between = min(len(first), len(others))
    order = np.empty(len(first) + len(others), dtype=np.int64)
    order[0 : 2 * between : 2], order[1 : 2 * between : 2] = first[:between], others[:between]
    order[2 * between :] = np.concatenate([first[between:], others[between:]])
    return order
