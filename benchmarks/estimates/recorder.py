"""Plays campaigns through the same rounds as the service, and records them."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.estimates.record import Look, Record, load, save
from benchmarks.replay.dataset import Dataset
from benchmarks.replay.protocol import Contender
from service.core.acquisition.audit import Schedule
from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.evaluation.cross_fit import FOLDS, CrossFitted, cross_fit
from service.core.evaluation.gather_evidence import FOLDS_OF_CHOSEN
from service.core.heads.head import Head
from service.core.replay.campaign import CampaignState
from service.core.replay.held_out import score
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass

LOOKS = (50, 100, 150, 200, 300, 600)
BATCH = 10
CURVE_EVERY = 20
BLIND = "blind"
"""The way of ranking in which audits teach nothing."""
_PURPOSE = 0x524543


def recorded(
    dataset: Dataset,
    contender: Contender,
    schedule: Schedule,
    ranking: str,
    seed: int,
    out: Path,
    *,
    until: int = LOOKS[-1],
    points: bool = True,
) -> Record:
    """The campaign of a seed, from its file if it has been played before.

    With `until` labels; with `points` the true curve has one every 20 labels, not only at looks.
    """
    path = out / dataset.name / f"{schedule.name}-{ranking}" / str(contender) / f"{seed}.npz"
    if path.exists():
        return load(path)
    started = time.process_time()
    with threadpool_limits(1):
        campaign = Recorder(dataset, contender, schedule, ranking, seed)
        looks, curve = campaign.play([at for at in LOOKS if at <= until], points)
    labels, accuracy = np.array(list(curve)), np.array(list(curve.values()))
    seconds = time.process_time() - started
    record = Record(looks, np.array(campaign.order), labels, accuracy, seconds)
    save(record, path)
    return record


class Recorder(CampaignState):
    """A campaign that is looked at more closely than `play` does.

    No guard is held against its strategy, unlike a project's: what is tried is the strategy alone.
    """

    def __init__(
        self, dataset: Dataset, contender: Contender, schedule: Schedule, ranking: str, seed: int
    ) -> None:
        learner = dataset.learner(contender.head)
        super().__init__(
            dataset.pool, OneClass(dataset.truth), dataset.audit_order(seed), dataset.n_classes,
            seed, dataset.held_out, learner,
        )  # fmt: skip
        self.strategy = contender.strategy
        self.schedule = schedule
        self.ranking = ranking
        self.is_ranking = False
        self.order: list[int] = []

    def labels(self) -> Labels:
        """To the ranking, audits that it may learn from are labels like any other."""
        labels = super().labels()
        if not self.is_ranking or self.ranking == BLIND:
            return labels
        if self.ranking == "seeing":
            audit = np.zeros(len(labels), dtype=np.bool_)
        else:  # "fold5": a fifth of the audits, another one each round, is out of its sight
            count = int(self.ranking.removeprefix("fold"))
            place = np.argsort(self.audit_order)[labels.ordinals]
            audit = labels.audit & (place % count == self.round_number % count)
        return Labels(labels.ordinals, labels.targets, audit)

    def play(self, at: Sequence[int], points: bool) -> tuple[dict[int, Look], dict[int, float]]:
        looks: dict[int, Look] = {}
        curve: dict[int, float] = {}
        assert self.held_out is not None
        while self.answers.items < at[-1]:
            self.ask_batch()
            is_look = self.answers.items in at
            is_point = self.answers.items % CURVE_EVERY == 0 if points else is_look
            if not is_point and not is_look:
                continue
            labels = self.labels()
            self.released = self.learner.release(
                self.vectors, labels, self.n_classes, self.released
            )
            if is_point:
                curve[self.answers.items] = score(self.released, self.held_out).accuracy
            if is_look:
                looks[self.answers.items] = self.looked_at(labels, self.released)
        return looks, curve

    def ask_batch(self) -> None:
        """Labels a batch, and keeps the order in which it went out."""
        slots = self.schedule.slots(self.seed, self.answers.items, BATCH)
        self.is_ranking = True
        self.serve(self.strategy, BATCH, slots)
        self.is_ranking = False
        self.order = list(self.answers.given)

    def looked_at(self, labels: Labels, released: Head) -> Look:
        place = np.argsort(self.audit_order)[labels.ordinals]
        order = np.lexsort((place, ~labels.audit))
        labels = Labels(labels.ordinals[order], labels.targets[order], labels.audit[order])
        start, rng = self._blind(labels), np.random.default_rng([self.seed, len(labels), _PURPOSE])
        unlabelled = np.setdiff1d(np.arange(len(self.vectors)), labels.ordinals)

        def out_of_fold(
            fit: Callable[..., Head], held_out: BoolArray, others: IntArray, folds: int
        ) -> CrossFitted:
            return cross_fit(
                self.vectors,
                labels,
                held_out,
                others,
                lambda kept: fit(self.vectors, kept, self.n_classes, start),
                self.n_classes,
                rng,
                folds,
            )

        audits = out_of_fold(self.learner.refit, labels.audit, unlabelled, FOLDS)
        chosen = out_of_fold(self.learner.cut_back, ~labels.audit, unlabelled[:0], FOLDS_OF_CHOSEN)
        P = np.empty((len(self.vectors), self.n_classes), dtype=np.float32)
        P[unlabelled] = audits.others
        P[labels.ordinals[labels.audit]] = audits.own
        P[labels.ordinals[~labels.audit]] = chosen.own
        Q = P.copy()
        Q[unlabelled] = released.probabilities(self.vectors[unlabelled], unlabelled)
        right, confidence = self._right(P), P.max(axis=1)
        rows = labels.ordinals
        return Look(
            rows, np.array(int(labels.audit.sum())), right[rows], confidence[rows],
            confidence, right, self._right(Q), Q.max(axis=1),
        )  # fmt: skip

    def _right(self, P: FloatArray) -> BoolArray:
        return self.truth.match(self.truth.predictions(P))

    def _blind(self, labels: Labels) -> Head | None:
        blind = labels.where(~labels.audit)
        if len(blind) == 0:
            return None
        # The head that ranked may have seen audits.
        warm = self.ranking_head if self.ranking == BLIND else None
        return self.learner.fit(self.vectors, blind, self.n_classes, warm)
