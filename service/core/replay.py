"""A whole labelling campaign without a server, to compare strategies on data with known answers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from service.core.acquisition.audit import AUDIT_RESERVE, interleave, most_audits
from service.core.acquisition.audit_schedule import BALANCED, Schedule
from service.core.acquisition.composition import is_by_guard
from service.core.acquisition.registry import find
from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.evaluation.guard import Guard, watch
from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.core.labels import Labels
from service.core.rounds import measure, rank
from service.core.targets import Targets

CHUNK = 65_536


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Rows to score on that are no part of the pool."""

    vectors: FloatArray
    """(n, D)"""
    truth: Targets
    """(n,)"""

    @cached_property
    def chunks(self) -> list[FloatArray]:
        """The vectors, at most 65,536 at a time. The same objects at each scoring."""
        n = len(self.truth)
        return [np.asarray(self.vectors[i : i + CHUNK]) for i in range(0, n, CHUNK)]


@dataclass(frozen=True)
class Point:
    """The state of a campaign after a round."""

    labels: int
    audit_labels: int
    estimate: float | None
    low: float
    high: float
    macro_f1: float | None
    """Of the estimate, from audit items."""
    true_accuracy: float
    """The released head's, on the rows held out, or on those never labelled so far."""
    true_macro_f1: float
    true_recalls: tuple[float, ...]
    """Of each class, on the same rows; NaN where it has none."""


class Score(NamedTuple):
    """How right a head is on rows with known answers."""

    accuracy: float
    macro_f1: float
    recalls: tuple[float, ...]
    """(n_classes,) NaN for a class that has no row."""


def play(
    vectors: FloatArray,
    truth: Targets,
    *,
    audit_order: IntArray,
    n_classes: int,
    strategy: str,
    budget: int,
    batch_size: int = 10,
    round_every: int = 5,
    audits: Schedule = BALANCED,
    seed: int = 0,
    held_out: HeldOut | None = None,
    point_every: int = 1,
    measured: Callable[[int], bool] | None = None,
    learner: Learner | None = None,
) -> list[Point]:
    """The points of a campaign by one annotator who knows `truth` (N,), through rank and measure.

    audit_order (N,) ordinals by ascending audit key. There is a point after each round that
    reaches a further multiple of `point_every` labels, and after the last. One for
    which `measured(labels)` is false gets its true figures but no estimate: most of the time goes
    into cross-fitting. The strategy is guarded as a project's is, by what audits teach. Heads that
    `learner` fits rank and are released, by default logistic@1.
    """
    learner = learner or Learner.plain()
    campaign = _Campaign(vectors, truth, audit_order, n_classes, seed, held_out, learner)
    points: list[Point] = []
    before = 0
    while campaign.serve_round(strategy, batch_size, round_every, budget, audits):
        labels = campaign.n_labels
        if labels // point_every > before // point_every or campaign.is_over(budget):
            points.append(campaign.point(measured is None or measured(labels)))
        before = labels
    return points


class _Campaign:
    """What the service's database holds, as far as it decides anything."""

    def __init__(
        self,
        vectors: FloatArray,
        truth: Targets,
        audit_order: IntArray,
        n_classes: int,
        seed: int,
        held_out: HeldOut | None,
        learner: Learner,
    ) -> None:
        self.learner = learner
        self.vectors = vectors
        self.truth = truth
        self.n_classes = n_classes
        self.seed = seed
        self.held_out = held_out
        self.present: BoolArray = np.ones(len(vectors), dtype=np.bool_)
        self.audit_order = audit_order
        self.most_audits = most_audits(len(self.audit_order))
        self.frontier = 0
        self.labelled: BoolArray = np.zeros(len(vectors), dtype=np.bool_)
        self.round_number = 0
        self.picked: list[int] = []
        """What the strategy chose, in the order in which it went out."""
        self.guard = Guard()
        self.ranking_head: Head | None = None
        self.released: Head | None = None

    @property
    def n_labels(self) -> int:
        return int(np.count_nonzero(self.labelled))

    def is_over(self, budget: int) -> bool:
        return self.n_labels >= min(budget, len(self.vectors))

    def serve_round(
        self, strategy: str, batch_size: int, round_every: int, budget: int, audits: Schedule
    ) -> bool:
        """Labels up to `round_every` items more; False when there was nothing left to do."""
        if self.is_over(budget):
            return False
        todo = min(round_every, budget - self.n_labels)
        slots = audits.slots(self.seed, self.n_labels, todo)
        served = self.serve(strategy, batch_size, slots)
        self.look(strategy)
        return served > 0

    def serve(self, strategy: str, batch_size: int, slots: BoolArray) -> int:
        """Ranks, then labels one item per slot; the number of items labelled."""
        ranking = rank(
            self.vectors,
            self.present,
            self.labels(),
            handed_out=np.zeros(len(self.vectors), dtype=np.bool_),
            off_limits=self.off_limits(),
            n_classes=self.n_classes,
            strategy=strategy,
            batch_size=batch_size,
            length=_whole_batches(batch_size, len(slots)),
            seed=self.seed,
            round_number=self.round_number,
            warm=self.ranking_head,
            learner=self.learner,
            random_share=self.guard.random_share,
        )
        self.ranking_head = ranking.head
        audits = self.next_audits(len(slots))
        served = list(interleave(len(audits), len(ranking.ordinals), slots))
        for is_audit, position in served:
            self.labelled[audits[position] if is_audit else ranking.ordinals[position]] = True
            if not is_audit and not is_by_guard(ranking.strategies[position]):
                self.picked.append(int(ranking.ordinals[position]))
        n_audits = sum(is_audit for is_audit, _ in served)
        if n_audits:
            self.pass_frontier(int(audits[n_audits - 1]))
        self.round_number += 1
        return len(served)

    def look(self, strategy: str) -> None:
        """Whether what the strategy picks teaches less than random picks would."""
        self.guard = watch(
            self.guard,
            self.vectors,
            self.labels(),
            np.array(self.picked, dtype=np.int64),
            strategy=find(strategy).name,
            n_classes=self.n_classes,
            seed=self.seed,
            round_number=self.round_number,
        )

    def audit_set(self) -> IntArray:
        return self.audit_order[: self.frontier]

    def off_limits(self) -> BoolArray:
        """The audit set and the next audit block, which no strategy may touch.

        The block ends where the audit set may grow no further: beyond, items would reach nobody.
        """
        mask = np.zeros(len(self.vectors), dtype=np.bool_)
        reserved = min(self.frontier + AUDIT_RESERVE, self.most_audits)
        mask[self.audit_order[: max(self.frontier, reserved)]] = True
        return mask

    def next_audits(self, count: int) -> IntArray:
        """The next items in audit order that have no label, within a third of the pool."""
        ahead = self.audit_order[self.frontier : self.most_audits]
        return ahead[~self.labelled[ahead]][:count]

    def pass_frontier(self, ordinal: int) -> None:
        """Moves the frontier past an item: everything up to it is an audit item from now on."""
        self.frontier = int(np.flatnonzero(self.audit_order == ordinal)[0]) + 1

    def labels(self) -> Labels:
        ordinals = np.flatnonzero(self.labelled)
        audit = np.isin(ordinals, self.audit_set())
        return Labels(ordinals, self.truth[ordinals], audit)

    def point(self, measured: bool) -> Point:
        labels = self.labels()
        n_audit = int(labels.audit.sum())
        if not measured:
            self.released = self.learner.release(
                self.vectors, labels, self.n_classes, self.released
            )
            return Point(len(labels), n_audit, None, 0.0, 1.0, None, *self.score(self.released))
        found = measure(
            self.vectors,
            labels,
            n_classes=self.n_classes,
            seed=self.seed,
            round_number=self.round_number,
            learner=self.learner,
            warm=self.ranking_head,
        )
        self.released = found.head
        return Point(
            len(labels),
            n_audit,
            found.accuracy,
            found.low,
            found.high,
            found.macro_f1,
            *self.score(found.head),
        )

    def score(self, head: Head | None) -> Score:
        """NaN without a head, or with nothing to score on."""
        scored = self.held_out or self.never_labelled()
        if head is None or len(scored.truth) == 0:
            return Score(float("nan"), float("nan"), (float("nan"),) * self.n_classes)
        return score(head, scored)

    def never_labelled(self) -> HeldOut:
        rows = np.flatnonzero(~self.labelled)
        return HeldOut(self.vectors[rows], self.truth[rows])


def score(head: Head, rows: HeldOut) -> Score:
    """How right a head is on rows that it hasn't seen, at least one."""
    truth, n = rows.truth, head.n_classes
    predicted = truth.no_predictions(len(truth))
    for number, X in enumerate(rows.chunks):
        mine = slice(number * CHUNK, (number + 1) * CHUNK)
        predicted = predicted.replaced(mine, truth.predictions(head.probabilities(X)))
    found = truth.macro_f1(predicted, n)
    assert found is not None
    right = truth.match(predicted)
    recalls = (
        float(predicted.has(c)[of].mean()) if (of := truth.has(c)).any() else float("nan")
        for c in range(n)
    )
    return Score(float(right.mean()), found, tuple(recalls))


def _whole_batches(batch_size: int, needed: int) -> int:
    """The length of the shortest ranking of whole batches with at least `needed` items.

    It is how the service's longer ranking begins, in a sixth of the time: batches are K, K, 2 K,
    4 K, ... and a batch doesn't depend on later ones.
    """
    length = batch_size
    while length < needed:
        length *= 2
    return length
