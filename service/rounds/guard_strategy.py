"""Holds a project's strategy against random picks: what is known of it, and what is held there."""

from dataclasses import dataclass

import numpy as np

from service.core.acquisition.registry import find
from service.core.evaluation.guard import Guard, look_due, random_is_above, watch
from service.core.evaluation.savings.random_heads import RandomHeads
from service.core.rounds import Measurement
from service.core.targets.labels import Labels
from service.core.vectors.matrix import Vectors
from service.db.unit_of_work import UnitOfWork
from service.kit.reasons import Reason
from service.pool.queries.asked import AskedItems
from service.pool.tables.projects import Project
from service.rounds.queries.rounds import Rounds
from service.rounds.tables.measured import Measured
from service.rounds.tables.rounds import Round


@dataclass(frozen=True)
class Watched:
    """What the guard goes by besides labels."""

    strategy: str
    """Its name."""
    before: Guard
    picked: list[int]
    """Ordinals that it chose, in the order in which they went out; none where no look is due."""


def read_watched(uow: UnitOfWork, project: Project, audits: int) -> Watched:
    name = find(project.strategy).name
    before = guard_of(uow[Rounds].measured(project.id), project)
    picked = []
    if look_due(before.audits, audits):
        picked = uow[AskedItems].picked_ordinals(project.id, name)
    return Watched(name, before, picked)


def guard_of(measured: Measured | None, project: Project) -> Guard:
    """What was last held against the strategy that the project has now."""
    name = find(project.strategy).name
    guard = None if measured is None else measured.guard
    return guard if guard is not None and guard.strategy == name else Guard.quiet(name)


def guarded(
    watched: Watched,
    vectors: Vectors,
    labels: Labels,
    measured: Measurement,
    random: RandomHeads | Reason,
    stored_round: Round,
) -> Guard:
    """The guard after a round that was measured; `labels` are of items with a vector."""
    return watch(
        watched.before,
        vectors,
        labels,
        np.array(watched.picked, dtype=np.int64),
        strategy=watched.strategy,
        accused=_accusation(watched, measured, random),
        n_classes=len(stored_round.class_ids),
        seed=stored_round.seed,
        round_number=stored_round.number,
    )


def _accusation(
    watched: Watched, measured: Measurement, random: RandomHeads | Reason
) -> Reason | None:
    if not look_due(watched.before.audits, measured.n_audit):
        return None
    if isinstance(random, Reason):
        return None
    return random_is_above(random.lowest, measured.high)
