"""Tasks made from public sets: some of the classes, other shares, classes put together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.replay.dataset import Dataset
from benchmarks.replay.peers import find_any_head
from service.core.arrays import FloatArray, IntArray
from service.core.heads.learner import Learner
from service.core.targets.class_names import ClassNames
from service.core.vectors.neighbours import Neighbours, find_neighbours

MOST_IN_POOL = 2_500
_PURPOSE = 0x5441534B


@dataclass(frozen=True)
class Recipe:
    """How a task is made of a data set."""

    name: str
    n_classes: int | None = None
    """Random ones that are kept; None: all."""
    groups: int | None = None
    """Classes are put together at random in so many groups, which have no names."""
    shares: Sequence[float] | None = None
    """Of the classes, the most frequent first."""


WHOLE = Recipe("whole")
RECIPES: Mapping[str, Sequence[Recipe]] = {
    "ag_news": (
        WHOLE,
        Recipe("pair", 2),
        Recipe("three", 3),
        Recipe("uneven", shares=(0.6, 0.25, 0.1, 0.05)),
        Recipe("halves", groups=2),
        Recipe("rare", shares=(0.5, 0.46, 0.02, 0.02)),
    ),
    "banking77": (
        WHOLE,
        Recipe("forty", 40),
        Recipe("twenty", 20),
        Recipe("ten", 10),
        Recipe("five", 5),
        Recipe("halves", groups=2),
        Recipe("three-groups", groups=3),
        Recipe("eight-groups", groups=8),
        Recipe("twenty-groups", groups=20),
    ),
    "ncbi": (
        WHOLE,
        Recipe("pair", 2),
        Recipe("halves", groups=2),
        Recipe("uneven", shares=(0.8, 0.15, 0.05)),
    ),
    "sms_spam": (WHOLE, Recipe("even", shares=(0.5, 0.5)), Recipe("third", shares=(0.67, 0.33))),
    "snips": (
        WHOLE,
        Recipe("three-groups", groups=3),
        Recipe("uneven", shares=(0.4, 0.25, 0.15, 0.1, 0.05, 0.03, 0.02)),
        Recipe("halves", groups=2),
    ),
    "sst2": (
        WHOLE,
        Recipe("fifth", shares=(0.8, 0.2)),
        Recipe("third", shares=(0.67, 0.33)),
        Recipe("tenth", shares=(0.9, 0.1)),
    ),
    "trec6": (
        WHOLE,
        Recipe("pair", 2),
        Recipe("three", 3),
        Recipe("uneven", shares=(0.5, 0.25, 0.12, 0.07, 0.04, 0.02)),
        Recipe("halves", groups=2),
        Recipe("three-groups", groups=3),
    ),
}


@dataclass(frozen=True, eq=False)
class Task:
    """A pool with the truth of every row."""

    family: str
    name: str
    vectors: FloatArray
    """(N, D)"""
    truth: IntArray
    """(N,)"""
    n_classes: int
    names: ClassNames | None
    graph: Neighbours

    def learner(self, head: str) -> Learner:
        return Learner(find_any_head(head), self.graph, self.names)


def tasks(dataset: Dataset, names: Sequence[str] = ()) -> Iterator[Task]:
    """Those of a data set, of those `names` if there are any."""
    for recipe in RECIPES[dataset.name]:
        if not names or recipe.name in names:
            yield _task(dataset, recipe)


def _task(dataset: Dataset, recipe: Recipe) -> Task:
    rng = np.random.default_rng([_PURPOSE, *recipe.name.encode()])
    count = dataset.n_classes
    kept = np.sort(rng.permutation(count)[: recipe.n_classes])
    new = np.full(count, -1)
    new[kept] = np.arange(len(kept))
    n_classes = len(kept)
    names: ClassNames | None = _names_of(dataset.names, new)
    if recipe.groups is not None:
        new[rng.permutation(count)] = np.arange(count) % recipe.groups
        n_classes, names = recipe.groups, None
    truth = new[dataset.truth]
    rows = rng.permutation(np.flatnonzero(truth >= 0))
    rows = np.sort(_by_shares(rows, truth, recipe.shares)[:MOST_IN_POOL])
    vectors = dataset.views[0][rows]
    return Task(
        dataset.name, recipe.name, vectors, truth[rows], n_classes, names, find_neighbours(vectors)
    )


def _names_of(names: ClassNames, new: IntArray) -> ClassNames:
    kept = new[names.classes] >= 0
    return ClassNames(new[names.classes[kept]], names.vectors[kept])


def _by_shares(rows: IntArray, truth: IntArray, shares: Sequence[float] | None) -> IntArray:
    """As many of `rows` as there are with these shares, in their order."""
    if shares is None:
        return rows
    own = [np.flatnonzero(truth[rows] == c) for c in range(len(shares))]
    own.sort(key=len, reverse=True)
    size = min(MOST_IN_POOL, *(len(o) / share for o, share in zip(own, shares, strict=True)))
    kept = [o[: round(share * size)] for o, share in zip(own, shares, strict=True)]
    return rows[np.sort(np.concatenate(kept))]
