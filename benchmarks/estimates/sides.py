"""What is known of both sides at a look: of the released head, and of heads of audits alone.

For recorded campaigns, and for campaigns of random sampling, in which nothing can be saved.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.estimates.random_curves import RandomRun, random_run
from benchmarks.estimates.record import Record, load
from benchmarks.estimates.schedules import SCHEDULES
from benchmarks.estimates.trial import evidence_of
from benchmarks.replay.dataset import Dataset
from service.core.acquisition.audit import Schedule
from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from service.core.evaluation.evidence import Evidence, UnseenPredictions
from service.core.evaluation.measure import measure
from service.core.evaluation.savings.random_curve import random_curve
from service.core.heads.learner import Learner
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass

LOOKS = (150, 300, 600)
_REDRAW = 0x52454452


@dataclass(frozen=True, eq=False)
class Sides:
    """The evidence of one look at a campaign."""

    labels: IntArray
    """()"""
    accuracy: DoubleArray
    """() the truth: the share of the pool that the released head gets right."""
    right: BoolArray
    """(m,) of audits, then of chosen labels, by heads that haven't seen them."""
    confidence: FloatArray
    """(m,)"""
    pool: FloatArray
    """(N,)"""
    random_right: BoolArray
    """(a,) of audits, by heads that learnt from the other audits alone."""
    random_confidence: FloatArray
    """(a,)"""
    random_pool: FloatArray
    """(N,)"""
    learnt_from: IntArray
    """() labels of those heads."""

    @property
    def ours(self) -> Evidence:
        a = len(self.random_right)
        audits = UnseenPredictions(self.right[:a], self.confidence[:a])
        chosen = UnseenPredictions(self.right[a:], self.confidence[a:])
        return Evidence(audits, chosen, self.pool, len(self.pool))

    @property
    def random(self) -> Evidence:
        audits = UnseenPredictions(self.random_right, self.random_confidence)
        nothing = UnseenPredictions(self.random_right[:0], self.random_confidence[:0])
        return Evidence(audits, nothing, self.random_pool, len(self.random_pool))


def make_sides(
    dataset: Dataset, head: str, folder: Path, place: str, contender: str, seed: int, redrawn: int
) -> None:
    """Of a recorded campaign and of a random one of that seed; kept where they are looked for."""
    run = random_run(dataset, head, seed, folder.parent)
    schedule = SCHEDULES[place.partition("-")[0]]
    kept_sides(
        folder / "sides" / place / f"random+{head}" / f"{seed}.npz",
        lambda: sides_of_random(dataset, head, seed, run, schedule),
    )
    record = folder / place / contender / f"{seed}.npz"
    for redraw in range(redrawn + 1) if record.exists() else ():
        name = f"{seed}-{redraw}.npz" if redraw else f"{seed}.npz"
        kept_sides(
            folder / "sides" / place / contender / name,
            partial(sides_of_record, dataset, head, seed, load(record), redraw),
        )


def sides_of_record(
    dataset: Dataset, head: str, seed: int, record: Record, redraw: int = 0
) -> list[Sides]:
    """The looks of a recorded campaign; with `redraw`, with other random audits, the first, ..."""
    found = []
    for labels in LOOKS:
        look = record.looks[labels]
        audits, ours = look.ordinals[: look.audits], evidence_of(look)
        if redraw:
            free = np.setdiff1d(np.arange(len(dataset.pool)), look.ordinals)
            rng = np.random.default_rng([seed, labels, redraw, _REDRAW])
            audits = rng.choice(free, look.audits, replace=False)
            ours = replace(
                ours,
                audits=UnseenPredictions(look.pool_right[audits], look.pool_confidence[audits]),
            )
        rows = np.concatenate([audits, look.ordinals[look.audits :]])
        known = Labels(rows, OneClass(dataset.truth[rows]), np.arange(labels) < look.audits)
        found.append(_sides(dataset, head, seed, known, ours, look.truth))
    return found


def sides_of_random(
    dataset: Dataset, head: str, seed: int, run: RandomRun, schedule: Schedule
) -> list[Sides]:
    """The looks of a campaign that asked what `run` has learnt from, audits first."""
    learner = _learner(dataset, head)
    found = []
    for labels in LOOKS:
        rows, size = run.order[:labels], int(np.flatnonzero(run.sizes == labels)[0])
        audit = np.arange(labels) < schedule.audits_in(labels)
        known = Labels(rows, OneClass(dataset.truth[rows]), audit)
        ours = measure(
            dataset.pool,
            known,
            n_classes=dataset.n_classes,
            seed=seed,
            learner=learner,
        )
        accuracy = float(run.accuracy[size])
        found.append(_sides(dataset, head, seed, known, ours.evidence, accuracy))
    return found


def kept_sides(path: Path, made: Callable[[], list[Sides]]) -> list[Sides]:
    """From a file, made once."""
    if not path.exists():
        with threadpool_limits(1):
            looks = made()
        names = [field.name for field in fields(Sides)]
        arrays = {f"{i}.{name}": getattr(s, name) for i, s in enumerate(looks) for name in names}
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.npz")
        np.savez_compressed(part, **arrays)
        part.replace(path)
    return load_sides(path)


def load_sides(path: Path) -> list[Sides]:
    """What `kept_sides` has written."""
    names = [field.name for field in fields(Sides)]
    with np.load(path) as kept:
        count = len(kept.files) // len(names)
        return [Sides(**{name: kept[f"{i}.{name}"] for name in names}) for i in range(count)]


def _sides(
    dataset: Dataset, head: str, seed: int, labels: Labels, ours: Evidence, accuracy: float
) -> Sides:
    found = random_curve(
        dataset.pool,
        labels,
        pool=np.arange(len(dataset.pool)),
        n_classes=dataset.n_classes,
        seed=seed,
        round_number=len(labels),
        learner=_learner(dataset, head),
    )
    random = found.evidence
    assert random is not None
    return Sides(
        np.array(len(labels)),
        np.array(accuracy),
        np.concatenate([ours.audits.right, ours.chosen.right]),
        np.concatenate([ours.audits.confidence, ours.chosen.confidence]),
        ours.pool,
        random.audits.right,
        random.audits.confidence,
        random.pool,
        np.array(found.learnt_from),
    )


def _learner(dataset: Dataset, head: str) -> Learner:
    return dataset.learner(head)
