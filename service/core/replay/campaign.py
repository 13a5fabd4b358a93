"""A whole labelling campaign without a server, to compare strategies on data with known answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from service.core.acquisition.audit import AUDIT_RESERVE, NO_AUDIT_ABOVE, Schedule, most_audits
from service.core.acquisition.hunts import HuntAnswers
from service.core.acquisition.registry import find
from service.core.acquisition.relabelling import GivenAnswers, without_doubted
from service.core.arrays import BoolArray, IntArray
from service.core.evaluation.guard import Guard, watch
from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.core.replay.answering import CampaignAnswers, People, RankedItem, queued
from service.core.replay.held_out import HeldOut, HeldOutScore, score
from service.core.rounds import Measurement, measure, rank, whole_batches
from service.core.targets.labels import Labels
from service.core.targets.protocol import Targets
from service.core.vectors.matrix import Vectors


@dataclass(frozen=True)
class CampaignSettings:
    """Of a project's settings, those that a campaign goes by."""

    batch_size: int
    round_every: int
    audits: Schedule


@dataclass(frozen=True)
class Point:
    """The state of a campaign after a round."""

    answers: int
    """Every one of them is charged."""
    labels: int
    """Items that have one."""
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


class SeenItems(NamedTuple):
    """What a campaign sees of its items."""

    vectors: Vectors
    learner: Learner
    held_out: HeldOut | None


def play(
    vectors: Vectors,
    truth: Targets,
    *,
    audit_order: IntArray,
    n_classes: int,
    strategy: str,
    budget: int,
    pace: CampaignSettings,
    seed: int = 0,
    held_out: HeldOut | None = None,
    point_every: int = 1,
    measured: Callable[[int], bool] | None = None,
    learner: Learner | None = None,
    people: People | None = None,
    seen_anew: Callable[[Labels], SeenItems | None] | None = None,
) -> list[Point]:
    """The points of a campaign on items with this `truth` (N,), through rank and measure.

    audit_order (N,) ordinals by ascending audit key. `people` answer, or one who knows the truth.
    There is a point after each round that reaches a further multiple of `point_every` answers, and
    after the last. One for which `measured(answers)` is false gets its true figures but no
    estimate: most of the time goes into cross-fitting. The strategy is guarded as a project's is,
    by what audits teach, unless an item may have several classes. Heads that `learner` fits rank
    and are released, by default logistic@1. `seen_anew` says after a round what is seen from
    then on, where an encoder has learnt from the labels.
    """
    learner = learner or Learner.plain()
    campaign = CampaignState(
        vectors, truth, audit_order, n_classes, seed, held_out, learner, people
    )
    points: list[Point] = []
    before = 0
    while campaign.serve_round(strategy, pace, budget):
        seen = seen_anew(campaign.labels()) if seen_anew else None
        if seen is not None:
            campaign.see(seen)
        count = campaign.answers.count
        if count // point_every > before // point_every or campaign.is_over(budget):
            points.append(campaign.point(measured is None or measured(count)))
        before = count
    return points


class CampaignState:
    """What the service's database holds, as far as it decides anything."""

    def __init__(
        self,
        vectors: Vectors,
        truth: Targets,
        audit_order: IntArray,
        n_classes: int,
        seed: int,
        held_out: HeldOut | None,
        learner: Learner,
        people: People | None = None,
    ) -> None:
        self.learner = learner
        self.answers = CampaignAnswers(people or People.who_know(truth))
        self.vectors = learner.seen(vectors)
        self.truth = truth
        self.n_classes = n_classes
        self.seed = seed
        self.held_out = held_out and held_out.seen_by(learner.seen)
        self.present: BoolArray = np.ones(len(vectors), dtype=np.bool_)
        self.audit_order = audit_order
        self.most_audits = most_audits(len(self.audit_order))
        self.frontier = 0
        self.round_number = 0
        self.picked: list[int] = []
        """What the strategy chose, in the order in which it went out."""
        self.looked: list[tuple[int, int]] = []
        """What was asked about because it might be of a class, with that class."""
        self.guard = Guard.quiet("")
        self.ranking_head: Head | None = None
        self.released: Head | None = None

    def see(self, seen: SeenItems) -> None:
        """Goes on with other vectors; heads start from none."""
        self.learner, self.vectors = seen.learner, seen.learner.seen(seen.vectors)
        self.held_out = seen.held_out and seen.held_out.seen_by(seen.learner.seen)
        self.ranking_head = self.released = None

    def is_over(self, budget: int) -> bool:
        return self.answers.count >= budget or self.answers.items == len(self.vectors)

    def serve_round(self, strategy: str, pace: CampaignSettings, budget: int) -> bool:
        """Up to `round_every` answers more; False when there was nothing left to do."""
        if self.is_over(budget):
            return False
        todo = min(pace.round_every, budget - self.answers.count)
        slots = pace.audits.slots(self.seed, self.answers.items, todo)
        served = self.serve(strategy, pace.batch_size, slots)
        self.look(strategy)
        return served > 0

    def serve(self, strategy: str, batch_size: int, slots: BoolArray) -> int:
        """Ranks, then takes an answer per slot; the number of answers."""
        ranking = rank(
            self.vectors,
            self.present,
            self.labels(),
            handed_out=self.waiting(),
            off_limits=self.off_limits(),
            n_classes=self.n_classes,
            strategy=strategy,
            batch_size=batch_size,
            length=whole_batches(batch_size, len(slots)),
            seed=self.seed,
            round_number=self.round_number,
            warm=lambda: self.ranking_head,
            learner=self.learner,
            random_share=self.guard.random_share,
            answers=self.given(),
            looks=HuntAnswers.of(self.looked),
        )
        self.ranking_head = ranking.head
        queue = queued(ranking, self.next_audits(len(slots)), slots)
        served = sum(self.ask(queue) for _ in slots)
        self.round_number += 1
        return served

    def ask(self, queue: list[RankedItem]) -> bool:
        """Takes the next answer; False when there is nothing to ask about."""
        begun = self.answers.begun()
        if begun is not None:
            self.answers.add(begun)
            return True
        can = (row for row in queue if not row.is_again or self.answers.may_again(row.ordinal))
        row = next(can, None)
        if row is None:
            return False
        queue.remove(row)
        self.answers.add(row.ordinal)
        if row.is_audit:
            self.pass_frontier(row.ordinal)
        if row.is_picked:
            self.picked.append(row.ordinal)
        if row.hunted >= 0:
            self.looked.append((row.ordinal, row.hunted))
        return True

    def look(self, strategy: str) -> None:
        """Whether what the strategy picks teaches less than random picks would."""
        if self.truth.is_of_sets:
            return
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

    def beyond_audits(self) -> BoolArray:
        """(N,) what never becomes an audit item: only that may be asked about once more."""
        beyond = self.audit_order[round(NO_AUDIT_ABOVE * len(self.audit_order)) :]
        return np.isin(np.arange(len(self.vectors)), beyond)

    def next_audits(self, count: int) -> IntArray:
        """The next items in audit order that have no label, within a third of the pool."""
        ahead = self.audit_order[self.frontier : self.most_audits]
        return ahead[~self.answers.labelled[ahead]][:count]

    def pass_frontier(self, ordinal: int) -> None:
        """Moves the frontier past an item: everything up to it is an audit item from now on."""
        self.frontier = int(np.flatnonzero(self.audit_order == ordinal)[0]) + 1

    def waiting(self) -> BoolArray:
        """(N,) what needs one more answer."""
        return np.isin(np.arange(len(self.vectors)), list(self.answers.unsettled))

    def labels(self) -> Labels:
        ordinals = np.flatnonzero(self.answers.teaches)
        audit = np.isin(ordinals, self.audit_set())
        return Labels(ordinals, self.answers.targets[ordinals], audit, ~self.waiting()[ordinals])

    def point(self, measured: bool) -> Point:
        labels = self.labels()
        measurement = self.measurement(labels) if measured else None
        head = measurement.head if measurement else self.release(labels)
        self.released = head
        answers, items, audits = self.answers.count, self.answers.items, int(labels.audit.sum())
        if measurement is None:
            return Point(answers, items, audits, None, 0.0, 1.0, None, *self.score(head))
        estimate = (measurement.accuracy, measurement.low, measurement.high, measurement.macro_f1)
        return Point(answers, items, audits, *estimate, *self.score(head))

    def measurement(self, labels: Labels) -> Measurement:
        return measure(
            self.vectors,
            labels,
            n_classes=self.n_classes,
            seed=self.seed,
            learner=self.learner,
            warm=self.ranking_head,
            released=lambda: self.released,
            answers=self.given(),
        )

    def release(self, labels: Labels) -> Head:
        how = self.given(), self.n_classes, self.learner.seen_names
        taught = without_doubted(self.vectors, labels, *how)
        return self.learner.release(self.vectors, taught, self.n_classes, self.released)

    def given(self) -> GivenAnswers | None:
        return self.answers.given_to(self.beyond_audits())

    def score(self, head: Head | None) -> HeldOutScore:
        """NaN without a head, or with nothing to score on."""
        scored = self.held_out or self.never_labelled()
        if head is None or len(scored.truth) == 0:
            return HeldOutScore(float("nan"), float("nan"), (float("nan"),) * self.n_classes)
        return score(head, scored)

    def never_labelled(self) -> HeldOut:
        rows = np.flatnonzero(~self.answers.labelled)
        return HeldOut(np.asarray(self.vectors[rows]), self.truth[rows])
