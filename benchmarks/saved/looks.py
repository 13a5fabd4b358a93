"""What is known of both sides at looks at a campaign on a task, and what is true."""

import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy
from threadpoolctl import threadpool_limits

from benchmarks.estimates.recorder import BATCH, Recorder
from benchmarks.estimates.trial import evidence_of
from benchmarks.replay.protocol import Contender
from benchmarks.saved.bank import Run
from benchmarks.saved.tasks import Task
from service.core.acquisition.audit import BALANCED
from service.core.arrays import DoubleArray, IntArray
from service.core.evaluation.evidence import Evidence
from service.core.evaluation.savings.random_heads import RandomHeads, random_heads
from service.core.replay.campaign import CampaignState
from service.core.rounds import measure
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass


@dataclass(frozen=True, eq=False)
class Look:
    """The state of a campaign after so many labels."""

    labels: int
    ours: Evidence
    random: RandomHeads
    error: float
    """The truth of the released head."""


@dataclass(frozen=True, eq=False)
class Curve:
    """The error of random sampling on a task, the mean of its runs, never rising."""

    sizes: IntArray
    error: DoubleArray

    @staticmethod
    def of(runs: Sequence[Run]) -> "Curve":
        mean = np.mean([run.error for run in runs], axis=0)
        falling = scipy.optimize.isotonic_regression(mean, increasing=False).x
        return Curve(runs[0].sizes, np.maximum(falling, 1e-3))

    def needed(self, error: float) -> float:
        """Labels for that error; the most that were tried where it takes more."""
        steps = 1e-9 * np.arange(len(self.sizes))
        return float(np.exp(np.interp(-error, steps - self.error, np.log(self.sizes))))

    def falls(self) -> DoubleArray:
        """c of error(factor x m) = factor^-c error(m), of errors of 2 % and more."""
        most = self.sizes[-1]
        pairs = [(m, f) for m in (37, 50, 87) for f in (4, 6, 8, 12) if m * f <= most]
        m, f = np.array([pair for pair in pairs if self.at(pair[0]) > 0.02]).reshape(-1, 2).T
        falls: DoubleArray = np.log(self.at(m) / self.at(m * f)) / np.log(f)
        return falls

    def at(self, labels: int | IntArray) -> DoubleArray:
        error: DoubleArray = np.interp(np.log(labels), np.log(self.sizes), self.error)
        return error


def random_looks(task: Task, head: str, seed: int, run: Run, at: Sequence[int]) -> list[Look]:
    """Of a campaign that asked what `run` has learnt from, audits first."""
    looks = []
    for n in [each for each in at if each in run.sizes]:
        rows = run.order[:n]
        audit = np.arange(n) < BALANCED.audits_in(n)
        labels = Labels(rows, OneClass(task.truth[rows]), audit)
        ours = measure(
            task.vectors,
            labels,
            n_classes=task.n_classes,
            seed=seed,
            learner=task.learner(head),
        )
        error = float(run.error[list(run.sizes).index(n)])
        looks.append(Look(n, ours.evidence, _random(task, head, seed, labels), error))
    return looks


def chosen_looks(task: Task, contender: Contender, seed: int, at: Sequence[int]) -> list[Look]:
    """Of a campaign whose strategy chooses."""
    return list(_OnTask(task, contender, seed).looks_at(at))


class _OnTask(Recorder):
    def __init__(self, task: Task, contender: Contender, seed: int) -> None:
        order = np.random.default_rng([seed, 77]).permutation(len(task.truth))
        CampaignState.__init__(
            self, task.vectors, OneClass(task.truth), order, task.n_classes, seed, None,
            task.learner(contender.head),
        )  # fmt: skip
        self.task, self.head = task, contender.head
        self.strategy, self.schedule, self.ranking = contender.strategy, BALANCED, "blind"
        self.is_ranking = False
        self.order = []

    def looks_at(self, at: Sequence[int]) -> Iterator[Look]:
        for n in range(BATCH, max(at) + 1, BATCH):
            self.ask_batch()
            if n not in at:
                continue
            labels = self.labels()
            self.released = self.learner.release(
                self.vectors, labels, self.n_classes, self.released
            )
            look = self.looked_at(labels, self.released)
            rows = look.ordinals
            labels = Labels(rows, OneClass(self.task.truth[rows]), np.arange(n) < look.audits)
            random = _random(self.task, self.head, self.seed, labels)
            yield Look(n, evidence_of(look), random, 1 - look.truth)


def _random(task: Task, head: str, seed: int, labels: Labels) -> RandomHeads:
    heads = random_heads(
        task.vectors,
        labels,
        pool=np.arange(len(task.truth)),
        n_classes=task.n_classes,
        seed=seed,
        round_number=len(labels),
        learner=task.learner(head),
    )
    assert isinstance(heads, RandomHeads), heads
    return heads


def kept(path: Path, made: Callable[[], list[Look]]) -> list[Look]:
    """From a file, made once."""
    if not path.exists():
        with threadpool_limits(1):
            looks = made()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(looks))
    made_before: list[Look] = pickle.loads(path.read_bytes())
    return made_before
