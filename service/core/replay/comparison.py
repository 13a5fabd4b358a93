"""Whether another strategy would have served a project better, replayed on its own labels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from service.core.acquisition import registry
from service.core.acquisition.audit import NONE
from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.heads.head import find_head
from service.core.heads.learner import Learner
from service.core.replay.campaign import CampaignSettings, Point, play
from service.core.replay.held_out import HeldOut
from service.core.replay.learning_curves import Mean, resampled_mean
from service.core.targets.class_names import ClassNames
from service.core.targets.protocol import Targets
from service.core.vectors.matrix import Vectors
from service.core.vectors.neighbours import find_neighbours
from service.core.vectors.views import Layout, Stacked

ENOUGH_LABELS = 200
MOST_LABELS = 2_000
SPLITS = 10
ROUNDS = (10, 15)
"""A campaign has no fewer and no more: nearly all of the time goes into heads."""
POINTS = 5
TESTED = 1 / 3
"""Items scored on for each one in a pool."""
LEVEL = 0.95
# Keeps these draws apart from the project's other draws.
_PURPOSE = 0x434F4D50

Progress = Callable[[int, int], None]
"""(campaigns that are over, of how many)"""


@dataclass(frozen=True, eq=False)
class Answered:
    """A project's settled labels, and how it is set up."""

    vectors: FloatArray
    """(m, width) in all views that rounds read, side by side."""
    layout: Layout
    truth: Targets
    """(m,)"""
    n_classes: int
    strategy: str
    head: str
    names: ClassNames | None
    batch_size: int
    round_every: int
    seed: int


@dataclass(frozen=True)
class ReplayedStrategy:
    """What a strategy reached, and how much more than the project's own."""

    strategy: str
    """With its version."""
    area: float
    """Mean accuracy at a fifth, two fifths, ... of the budget."""
    difference: Mean | None
    """Of the areas. The intervals of all candidates hold together in 95 cases of 100. None for the
    project's own strategy."""

    @property
    def is_better(self) -> bool:
        """Whether chance does not explain its lead."""
        return self.difference is not None and (self.difference.low or 0.0) > 0


@dataclass(frozen=True)
class ReplayResult:
    """What the replays came to."""

    candidates: list[ReplayedStrategy]
    """The project's own strategy first, then the largest area first."""
    items: int
    """In the pool of a campaign; the others, a third as many, are scored on."""
    budget: int
    """Labels of a campaign."""


def sample(labels: int, seed: int) -> IntArray:
    """The places of the labels to compare on, ascending: all, or 2,000 at random of more."""
    rng = np.random.default_rng([seed, _PURPOSE])
    return np.sort(rng.permutation(labels)[:MOST_LABELS])


def strategies_for(own: str) -> list[str]:
    """What is replayed for a project with the strategy `own`, it first; all with their version."""
    others = (each for each in registry.all() if each.is_compared)
    return list(dict.fromkeys(each.label for each in (registry.find(own), *others)))


def compare(
    answered: Answered, progress: Progress = lambda _done, _total: None, splits: int = SPLITS
) -> ReplayResult:
    """Replays every candidate on three random quarters of the labelled items, `splits` times.

    They are scored on the fourth. At least 40 labels. What `progress` raises ends it.
    """
    strategies = strategies_for(answered.strategy)
    areas = np.empty((splits, len(strategies)))
    for number in range(splits):
        split = Split(answered, answered.seed + number)
        for place, strategy in enumerate(strategies):
            areas[number, place] = split.area(strategy)
            progress(number * len(strategies) + place + 1, areas.size)
    return ReplayResult(compared(strategies, areas), split.items, split.budget)


class Split:
    """Three random quarters of the labelled items, to ask about, and a fourth, to score on.

    Fewer to score on would be noise, fewer to ask about no choice.
    """

    def __init__(self, answered: Answered, seed: int) -> None:
        self.answered = answered
        self.seed = seed
        self.budget = tested = len(answered.truth) // 4
        self.items = len(answered.truth) - tested
        order = np.random.default_rng([seed, _PURPOSE]).permutation(len(answered.truth))
        rest, pool = order[:tested], order[tested:]
        layout, kind = answered.layout, find_head(answered.head)
        views = [layout.of(answered.vectors[pool], view) for view in range(len(layout.widths))]
        self.vectors: Vectors = views[0] if len(views) == 1 else Stacked(views)
        self.truth = answered.truth[pool]
        self.held_out = HeldOut(answered.vectors[rest], answered.truth[rest])
        first, *further = map(find_neighbours, views if kind.reads_views else views[:1])
        self.learner = Learner(kind, first, answered.names, layout, tuple(further))

    def area(self, strategy: str) -> float:
        """The mean accuracy over the points of a campaign."""
        return float(np.mean([point.true_accuracy for point in self.campaign(strategy)]))

    def campaign(self, strategy: str) -> list[Point]:
        """Five points of a campaign that labels a third of the pool.

        Without audit items: they would be the same for every strategy, and a third of so small a
        pool would be kept from all of them.
        """
        fewest, most = ROUNDS
        step = min(self.answered.round_every, self.budget // fewest)
        step = max(step, -(-self.budget // most))
        return play(
            self.vectors,
            self.truth,
            audit_order=np.empty(0, dtype=np.int64),
            n_classes=self.answered.n_classes,
            strategy=strategy,
            budget=self.budget,
            pace=CampaignSettings(self.answered.batch_size, step, NONE),
            seed=self.seed,
            held_out=self.held_out,
            point_every=-(-self.budget // POINTS),
            measured=lambda _labels: False,
            learner=self.learner,
        )


def compared(strategies: Sequence[str], areas: DoubleArray) -> list[ReplayedStrategy]:
    """The candidates from their areas (splits, strategies); the project's own is the first.

    Intervals are as wide as so many at once need (Bonferroni), and as splits that share items do.
    """
    level = 1 - (1 - LEVEL) / max(len(strategies) - 1, 1)
    own = ReplayedStrategy(strategies[0], float(areas[:, 0].mean()), None)
    others = [
        ReplayedStrategy(
            name, float(area.mean()), resampled_mean(area - areas[:, 0], TESTED, level)
        )
        for name, area in zip(strategies[1:], areas.T[1:], strict=True)
    ]
    return [own, *sorted(others, key=lambda candidate: -candidate.area)]
