"""Strategies: how they are written, found and called."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from service.core.acquisition.pool import Pool
from service.core.arrays import DoubleArray, IntArray
from service.kit.errors import UnknownStrategy
from service.kit.registry import VersionedRegistry


@dataclass(frozen=True, eq=False)
class Picks:
    """What a strategy chose, in the order in which it should be asked."""

    ordinals: IntArray
    """(k,)"""
    scores: DoubleArray
    """(k,) how much each was wanted, in the strategy's own unit."""
    probabilities: DoubleArray | None = None
    """(k,) chance of each at its draw; None unless drawn at random."""
    strategy: str = ""
    """What chose them, e.g. `margin@1`; for a strategy that delegates, `auto@1:coverage@1`."""
    hunted: IntArray | None = None
    """(k,) index of the class that each was taken to be of; None unless one was looked for."""

    @staticmethod
    def none() -> "Picks":
        return Picks(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float64))

    def one_by_one(self) -> "list[Picks]":
        """Each pick on its own."""
        drawn, hunted = self.probabilities, self.hunted
        return [
            replace(
                self,
                ordinals=self.ordinals[i : i + 1],
                scores=self.scores[i : i + 1],
                probabilities=None if drawn is None else drawn[i : i + 1],
                hunted=None if hunted is None else hunted[i : i + 1],
            )
            for i in range(len(self.ordinals))
        ]


Choose = Callable[[Pool, int, np.random.Generator], Picks]


@dataclass(frozen=True)
class Strategy:
    """An acquisition function with its name, version and source."""

    name: str
    version: int
    title: str
    citation: str
    choose: Choose
    about: str = ""
    """What it asks for, in one plain sentence."""
    minds_rare: bool = False
    """Whether part of its batches goes to rare classes: see `composed`."""
    hunts: bool = False
    """Whether part of them goes to classes that hardly anybody has met: see `hunts`."""
    surveys: bool = False
    """Whether it looks at every row of a pool, however large: see `surveyed`."""
    is_compared: bool = False
    """Whether projects have it replayed on their own labels beside theirs: one that measurements
    place first, one that asks no head, or chance. Each takes as long as another, and makes all
    intervals wider."""

    @property
    def label(self) -> str:
        return f"{self.name}@{self.version}"

    def __call__(self, pool: Pool, k: int, rng: np.random.Generator) -> Picks:
        """k distinct eligible ordinals, fewer only when fewer are eligible."""
        k = min(k, int(np.count_nonzero(pool.eligible)))
        picks = self.choose(pool, k, rng) if k > 0 else Picks.none()
        resolved = f"{self.label}:{picks.strategy}" if picks.strategy else self.label
        return replace(picks, strategy=resolved)


_registry: VersionedRegistry[Strategy] = VersionedRegistry(
    "service.core.acquisition.strategies", "strategy", UnknownStrategy
)

find = _registry.find
names = _registry.names
all = _registry.all  # noqa: A001 - read as registry.all()


def register(
    name: str,
    *,
    version: int,
    title: str,
    citation: str,
    about: str = "",
    minds_rare: bool = False,
    hunts: bool = False,
    surveys: bool = False,
    is_compared: bool = False,
) -> Callable[[Choose], Choose]:
    """Registers a function as a strategy. It is called with 1 <= k <= number of eligible items."""

    def decorate(choose: Choose) -> Choose:
        _registry.add(
            Strategy(
                name,
                version,
                title,
                citation,
                choose,
                about,
                minds_rare=minds_rare,
                hunts=hunts,
                surveys=surveys,
                is_compared=is_compared,
            )
        )
        return choose

    return decorate
