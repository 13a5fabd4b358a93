"""Campaigns of which each audit is scored by the head that was released before its answer."""

import time
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.estimates.record import Look
from benchmarks.estimates.recorder import Recorder
from benchmarks.replay.dataset import Dataset
from benchmarks.replay.protocol import Contender
from service.core.acquisition.audit import BALANCED, EVER, NONE, Schedule
from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from service.core.heads.head import Head
from service.core.replay.held_out import score
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.vectors.neighbours import find_neighbours

LOOKS = (50, 100, 200, 300)
POINT_EVERY = 50
FEWER = Schedule("fewer", ((100, 0.2), (EVER, 0.1)))
ARMS = {"blind": BALANCED, "seeing": BALANCED, "scored": BALANCED, "fewer": FEWER, "none": NONE}
"""Audits that the ranking doesn't see; audits that teach it at once; the same, with each audit
scored before its answer; two thirds of the audits, none of which it sees; no audits at all."""
FALLS = ("careless", "confused")
"""How labels go wrong for a head that falls: see `fallen`."""
WRONG = {"careless": 0.4, "confused": 0.7}
MOST_IN_POOL = 1_600
_PURPOSE = 0x46414C4C


class Past(NamedTuple):
    """Audits as they were predicted before they had an answer, in the order of their draws."""

    right: BoolArray
    """(n,)"""
    confidence: FloatArray
    """(n,)"""
    labels: IntArray
    """(n,) that the head had learnt from."""

    def until(self, labels: int) -> "Past":
        """Those of the first so many labels."""
        kept = self.labels < labels
        return Past(self.right[kept], self.confidence[kept], self.labels[kept])


@dataclass(frozen=True, eq=False)
class Played:
    """A campaign."""

    looks: dict[str, Look]
    """By their labels; of heads that fell at the last look, by how."""
    past: Past
    curve_labels: IntArray
    """(P,)"""
    curve: DoubleArray
    """(P,) accuracy of the released head on rows that are not in the pool."""
    seconds: float
    """Of one core."""


def small(dataset: Dataset) -> Dataset:
    """The first rows of the pool alone, which are in random order: campaigns are cheap there."""
    file, kept = dataset.file, min(MOST_IN_POOL, dataset.file.n_pool)
    rows = np.r_[:kept, file.n_pool : len(file.texts)]
    views = [view[:kept] for view in dataset.views]
    texts = [file.texts[row] for row in rows]
    return replace(
        dataset,
        file=replace(file, texts=texts, truth=file.truth[rows], n_pool=kept),
        views=views,
        graphs=[find_neighbours(view) for view in views],
    )


def played(dataset: Dataset, contender: Contender, arm: str, seed: int, out: Path) -> Played:
    """The campaign of a seed, from its file if it has been played before."""
    path = out / dataset.name / arm / str(contender) / f"{seed}.npz"
    if not path.exists():
        started = time.process_time()
        with threadpool_limits(1):
            campaign = _Scored(dataset, contender, arm, seed)
            campaign.run()
        _save(campaign, time.process_time() - started, path)
    return load(path)


class _Scored(Recorder):
    """Releases a head after each batch, as a project does, and scores the next audits by it."""

    def __init__(self, dataset: Dataset, contender: Contender, arm: str, seed: int) -> None:
        self.scores = arm == "scored"
        ranking = "seeing" if arm in {"seeing", "scored"} else "blind"
        super().__init__(dataset, contender, ARMS[arm], ranking, seed)
        self.looks: dict[str, Look] = {}
        self.curve: dict[int, float] = {}
        self.scorer: Head | None = None
        """What is released after each batch, in the arm whose audits are scored."""
        self.past: list[tuple[bool, float, int]] = []

    def run(self) -> None:
        assert self.held_out is not None
        while self.answers.items < LOOKS[-1]:
            before = self.answers.items
            self.ask_batch()
            self.score_audits(before)
            labels, n = self.labels(), self.answers.items
            if self.scores:
                self.scorer = self.released_from(labels, self.scorer)
            if n % POINT_EVERY == 0:
                # Of every arm from the same earlier head: how far one goes on from it matters.
                head = self.released = self.released_from(labels, self.released)
                self.curve[n] = score(head, self.held_out).accuracy
                if n in LOOKS and labels.audit.any():
                    self.looks[str(n)] = self.looked_at(labels, head)
        if self.scores:
            self.fall()

    def score_audits(self, before: int) -> None:
        """By the head of before the batch. While there is none an audit has no score."""
        rows = np.array(self.order[before:])
        rows = rows[np.isin(rows, self.audit_set())]
        if self.scorer is None or len(rows) == 0:
            return
        P = self.scorer.probabilities(self.vectors[rows], rows)
        right = self.truth[rows].match(self.truth.predictions(P))
        confidence = P.max(axis=1)
        self.past += [(bool(r), float(c), before) for r, c in zip(right, confidence, strict=True)]

    def released_from(self, labels: Labels, earlier: Head | None) -> Head:
        return self.learner.release(self.vectors, labels, self.n_classes, earlier)

    def fall(self) -> None:
        """Looks at heads that learn today, of a sudden, that other labels are wrong."""
        labels = self.labels()
        for how in FALLS:
            wrong = fallen(labels, how, self.n_classes, self.seed)
            head = self.released_from(wrong, None)
            self.looks[how] = self.looked_at(wrong, head)


def fallen(labels: Labels, how: str, n_classes: int, seed: int) -> Labels:
    """The labels with some of those that are no audits wrong.

    Careless: two in five are any class. Confused: of every second class most are called the next,
    of which a head becomes as sure as of anything true.
    """
    assert isinstance(labels.targets, OneClass)
    rng, classes = np.random.default_rng([seed, _PURPOSE]), labels.targets.classes
    hit = ~labels.audit & (rng.random(len(labels)) < WRONG[how])
    if how == "careless":
        other = rng.integers(n_classes, size=len(labels))
    else:
        hit &= (classes % 2 == 0) & (classes + 1 < n_classes)
        other = classes + 1
    return Labels(labels.ordinals, OneClass(np.where(hit, other, classes)), labels.audit)


def _save(campaign: _Scored, seconds: float, path: Path) -> None:
    looks = {
        f"{name}.{field.name}": getattr(look, field.name)
        for name, look in campaign.looks.items()
        for field in fields(Look)
    }
    right, confidence, labels = zip(*campaign.past, strict=True) if campaign.past else ((), (), ())
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez_compressed(
        part,
        past_right=np.array(right, dtype=np.bool_),
        past_confidence=np.array(confidence, dtype=np.float32),
        past_labels=np.array(labels, dtype=np.int64),
        curve_labels=np.array(list(campaign.curve)),
        curve=np.array(list(campaign.curve.values())),
        seconds=seconds,
        **looks,
    )
    part.replace(path)


def load(path: Path) -> Played:
    """What was kept."""
    with np.load(path) as kept:
        names = {key.partition(".")[0] for key in kept.files if "." in key}
        looks = {
            name: Look(**{field.name: kept[f"{name}.{field.name}"] for field in fields(Look)})
            for name in names
        }
        past = Past(kept["past_right"], kept["past_confidence"], kept["past_labels"])
        curve = kept["curve_labels"], kept["curve"]
        return Played(looks, past, *curve, float(kept["seconds"]))
