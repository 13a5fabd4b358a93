"""Heads on growing random samples of a task, made once and kept."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.saved.tasks import Task
from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from service.core.heads.head import Head
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass

SIZES = (12, 18, 25, 37, 50, 87, 100, 137, 200, 300, 450, 600, 1_000, 1_500, 2_000)
MOST_OF_POOL = 0.85
_PURPOSE = 0x42414E4B


@dataclass(frozen=True, eq=False)
class Run:
    """Heads that learnt from a growing random sample."""

    sizes: IntArray
    """(S,)"""
    order: IntArray
    """(N,) rows of the pool; a head of size m has learnt from the first m."""
    right: BoolArray
    """(S, N)"""
    predicted: IntArray
    """(S, N)"""
    confidence: FloatArray
    """(S, N)"""
    n_classes: int

    @property
    def error(self) -> DoubleArray:
        """(S,) on the rows that it hasn't learnt from."""
        return np.array(
            [1 - self.right[i, self.order[m:]].mean() for i, m in enumerate(self.sizes)]
        )


def made(task: Task, head: str, seed: int, out: Path) -> Run:
    """The run of a seed, from its file if it has been made before."""
    path = out / "bank" / head / task.family / task.name / f"{seed}.npz"
    if not path.exists():
        with threadpool_limits(1):
            run = _run(task, head, seed)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.npz")
        np.savez_compressed(
            part,
            sizes=run.sizes,
            order=run.order.astype(np.int16),
            right=np.packbits(run.right, axis=1),
            predicted=run.predicted.astype(np.int8),
            confidence=run.confidence.astype(np.float16),
            n_classes=run.n_classes,
        )
        part.replace(path)
    return load(path)


def load(path: Path) -> Run:
    """What was kept."""
    with np.load(path) as kept:
        order = kept["order"].astype(np.int64)
        right = np.unpackbits(kept["right"], axis=1, count=len(order)).astype(np.bool_)
        return Run(
            kept["sizes"], order, right, kept["predicted"],
            kept["confidence"].astype(np.float32), int(kept["n_classes"]),
        )  # fmt: skip


def _run(task: Task, head_name: str, seed: int) -> Run:
    learner, truth = task.learner(head_name), OneClass(task.truth)
    rows = np.arange(len(task.truth))
    order = np.random.default_rng([seed, _PURPOSE]).permutation(len(rows))
    sizes = np.array([m for m in SIZES if m <= MOST_OF_POOL * len(rows)])
    predicted = np.zeros((len(sizes), len(rows)), dtype=np.int64)
    confidence = np.zeros(predicted.shape, dtype=np.float32)
    head: Head | None = None
    for i, m in enumerate(sizes):
        labelled = np.sort(order[:m])
        labels = Labels(labelled, truth[labelled], np.zeros(m, dtype=np.bool_))
        head = learner.refit(task.vectors, labels, task.n_classes, head)
        P = head.probabilities(task.vectors, rows)
        predicted[i], confidence[i] = P.argmax(axis=1), P.max(axis=1)
    return Run(sizes, order, predicted == task.truth, predicted, confidence, task.n_classes)
