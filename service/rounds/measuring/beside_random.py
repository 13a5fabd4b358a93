"""A measured round held against random sampling: its curve, labels saved, and the guard."""

import numpy as np

from service.answers import AnswerKind, Feature
from service.core.arrays import BoolArray
from service.core.evaluation.guard import Guard
from service.core.evaluation.savings.against_random import AgainstRandom
from service.core.evaluation.savings.labels_saved import Saving, labels_saved
from service.core.evaluation.savings.random_heads import RandomHeads, random_heads
from service.core.evaluation.strata import Strata
from service.core.heads.learner import Learner
from service.core.rounds import Measurement
from service.core.targets.labels import Labels
from service.core.vectors.matrix import Vectors
from service.core.vectors.views import geometry
from service.kit.reasons import Reason, ReasonCode, reason
from service.rounds.guard_strategy import Watched, guarded
from service.rounds.tables.measured import BesideRandom, RandomPoints
from service.rounds.tables.rounds import Round
from service.rounds.time_spent import Stopwatch


def beside_random(
    kind: AnswerKind,
    vectors: Vectors,
    labels: Labels,
    measured: Measurement,
    *,
    present: BoolArray,
    strata: Strata,
    learner: Learner,
    watched: Watched,
    stored_round: Round,
    items: int,
    clock: Stopwatch,
) -> BesideRandom:
    """`labels` are of items with a vector; there are so many `items` in the pool.

    Nothing but the reason where the kind of answer has no such comparison.
    """
    if Feature.AGAINST_RANDOM in kind.lacks:
        why = reason(ReasonCode.NOT_FOR_KIND)
        clock.ended("baseline")
        clock.ended("guard")
        return BesideRandom(
            random=RandomPoints([]),
            labels_saved=Saving(None, why),
            guard=Guard.quiet(watched.strategy),
        )
    random = random_heads(
        vectors,
        labels,
        pool=np.flatnonzero(present),
        n_classes=len(stored_round.class_ids),
        seed=stored_round.seed,
        round_number=stored_round.number,
        strata=strata,
        learner=learner,
    )
    points, saved = _compared(measured, random, len(labels), learner.label, items)
    clock.ended("baseline")
    guard = guarded(watched, geometry(vectors, None), labels, measured, random, stored_round)
    clock.ended("guard")
    return BesideRandom(random=points, labels_saved=saved, guard=guard)


def _compared(
    measured: Measurement, random: RandomHeads | Reason, spent: int, head: str, items: int
) -> tuple[RandomPoints, Saving]:
    """The curve and the number are of one estimate."""
    if isinstance(random, Reason):
        return RandomPoints([]), Saving(None, random)
    held = AgainstRandom.of(
        measured.evidence, random.evidence, learnt_from=random.learnt_from, spent=spent
    )
    labels = labels_saved(held, head=head, audits=random.audits, n_items=items)
    return RandomPoints(held.random_curve()), Saving(labels, None)
