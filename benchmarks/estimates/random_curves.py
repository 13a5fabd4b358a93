"""The true curve of random sampling: heads on random samples of the pool, made once and kept."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.replay.dataset import Dataset
from service.core.arrays import BoolArray, DoubleArray, IntArray
from service.core.heads.head import Head
from service.core.replay.held_out import score
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass

SIZES = (25, 50, 75, 100, 150, 200, 300, 400, 600, 800, 1_200, 1_600, 2_000)
MOST_OF_POOL = 0.8
_PURPOSE = 0x54525545


@dataclass(frozen=True, eq=False)
class RandomRun:
    """Heads that learnt from a growing random sample."""

    sizes: IntArray
    """(S,)"""
    order: IntArray
    """(N,) rows of the pool; a head of size m has learnt from the first m."""
    right: BoolArray
    """(S, N) whether it is right on each row of the pool, its own ones included."""
    held_out: DoubleArray
    """(S,) its accuracy on rows outside the pool."""

    @property
    def accuracy(self) -> DoubleArray:
        """(S,) on the rows of the pool that it hasn't learnt from."""
        rest = [self.right[i, self.order[m:]].mean() for i, m in enumerate(self.sizes)]
        return np.array(rest)


def random_run(dataset: Dataset, head: str, seed: int, out: Path) -> RandomRun:
    """The run of a seed, from its file if it has been made before."""
    path = out / dataset.name / "random" / head / f"{seed}.npz"
    if not path.exists():
        with threadpool_limits(1):
            run = _run(dataset, head, seed)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.npz")
        right = np.packbits(run.right, axis=1)
        np.savez(part, sizes=run.sizes, order=run.order, right=right, held_out=run.held_out)
        part.replace(path)
    return load_run(path)


def load_run(path: Path) -> RandomRun:
    with np.load(path) as kept:
        right = np.unpackbits(kept["right"], axis=1, count=len(kept["order"])).astype(np.bool_)
        return RandomRun(kept["sizes"], kept["order"], right, kept["held_out"])


def _run(dataset: Dataset, head_name: str, seed: int) -> RandomRun:
    learner = dataset.learner(head_name)
    truth, rows = OneClass(dataset.truth), np.arange(len(dataset.pool))
    order = np.random.default_rng([seed, _PURPOSE]).permutation(len(rows))
    sizes = np.array([m for m in SIZES if m <= MOST_OF_POOL * len(rows)])
    right = np.zeros((len(sizes), len(rows)), dtype=np.bool_)
    held_out = np.zeros(len(sizes))
    head: Head | None = None
    seen, scored = learner.seen(dataset.pool), dataset.held_out.seen_by(learner.seen)
    for i, m in enumerate(sizes):
        known = np.sort(order[:m])
        labels = Labels(known, truth[known], np.zeros(m, dtype=np.bool_))
        head = learner.release(dataset.pool, labels, dataset.n_classes, head)
        right[i] = truth.match(truth.predictions(head.probabilities(seen[rows], rows)))
        held_out[i] = score(head, scored).accuracy
    return RandomRun(sizes, order, right, held_out)
