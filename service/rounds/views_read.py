"""The views that a round reads: those there are when it begins, or those on its record.

One that rounds have no use for rests, so that no text costs its encoder's time in vain. The first
never does: people search by it, and there is always something to rank by.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from service.core.arrays import BoolArray
from service.core.heads.head import Head, view_weights
from service.core.vectors.matrix import Vectors
from service.core.vectors.views import Stacked
from service.db.blobs import Blobs
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.embed import request_spans
from service.jobs.kinds.rank import request_round
from service.kit.errors import Conflict, NotFound
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import Project, View, is_own
from service.ports import learns_labels
from service.rounds.queries.rounds import Rounds
from service.rounds.tables.rounds import Round
from service.vectors.load_vectors import load_vectors, read_views
from service.vectors.queries import Shards
from service.vectors.reuse_vectors import together
from service.vectors.tables import Shard

ShardsOf = Callable[[View, str | None], Sequence[Shard]]
"""Of a view, those of one fingerprint."""
GRAPH = "neighbours"
"""The key of its first view's graph among a round's artefacts; others have a number after it."""

RELEASED_WEIGHT = "released_weight"
"""What a measured round notes of each view, beside its own `weight`: that of the released head."""
NOTHING = 0.01
"""Of the weights of views."""
FEWEST_ROUNDS = 5
FEWEST_LABELS = 300
"""With fewer a weight is more of a guess. Heads estimate weights anew with a quarter more labels:
while these double, three times."""


class Recorded(NamedTuple):
    """What tells whether two rounds read the same view."""

    position: int
    fingerprint: str | None


@dataclass(frozen=True)
class ReadView:
    """Vectors of one encoder; that of another project's view, or of another day, are others."""

    project_id: int
    position: int
    encoder: str
    fingerprint: str
    shards: Sequence[Shard]
    neighbours: str | None

    @property
    def record(self) -> Recorded:
        return Recorded(self.position, self.fingerprint)

    @property
    def arithmetics(self) -> list[str] | None:
        """In which numbers its vectors were computed."""
        return together(shard.arithmetics for shard in self.shards)


def views_now(uow: UnitOfWork, project: Project) -> list[ReadView]:
    """Those that a round which begins now reads; none while there are no vectors."""
    views = read_views(uow, project.id)
    of = uow[Shards].of
    read = [
        _read(of, view, view.fingerprint, view.neighbours)
        for view in views
        if project.tuning or not learns_labels(view.encoder)
    ]
    return [each for each in read if each is not None]


def views_of(uow: UnitOfWork, stored_round: Round) -> list[ReadView]:
    """Those that a round has read; none where the vectors of one have given way to others."""
    return _views(uow, stored_round, uow[Shards].of)


def views_released(uow: UnitOfWork, measured: Round) -> list[ReadView]:
    """Those that the last measured round has read, as they were then: vectors that gave way to
    others stay until there is another model, which reads those."""
    return _views(uow, measured, uow[Shards].as_they_were)


def _views(uow: UnitOfWork, stored_round: Round, shards: ShardsOf) -> list[ReadView]:
    views = {view.position: view for view in uow[Views].of(stored_round.project_id)}
    read = [
        _read(shards, views[each.position], each.fingerprint, stored_round.artefacts.get(graph))
        for each, graph in zip(
            recorded(stored_round), graph_keys(len(recorded(stored_round))), strict=True
        )
    ]
    there = [each for each in read if each is not None]
    return there if len(there) == len(read) else []


def recorded(stored_round: Round) -> list[Recorded]:
    """What a round says of its views."""
    return [Recorded(each["position"], each["fingerprint"]) for each in stored_round.views]


def frozen(views: Sequence[ReadView]) -> list[ReadView]:
    """Those whose encoders know no label: what heads that know other labels may be tried on."""
    return [view for view in views if not learns_labels(view.encoder)]


def means_the_same(last: Round | None, views: Sequence[ReadView], class_ids: Sequence[int]) -> bool:
    """Whether class indices and vectors are still those of the last round."""
    if last is None or last.class_ids != class_ids:
        return False
    return recorded(last) == [view.record for view in views]


def graph_keys(n: int) -> list[str]:
    """The names of the graphs of n views among a round's artefacts."""
    return [GRAPH, *(f"{GRAPH}_{place}" for place in range(2, n + 1))][:n]


def load_views(blobs: Blobs, views: Sequence[ReadView], rows: int) -> tuple[Vectors, BoolArray]:
    """Their vectors (rows, width) side by side, and which rows are pool items with a vector in the
    first. An item that another has no vector of yet has zeros there."""
    loaded = [load_vectors(blobs, view.shards, rows) for view in views]
    parts, present = [vectors for vectors, _ in loaded], np.array(loaded[0][1])
    return parts[0] if len(parts) == 1 else Stacked(parts), present


def _read(
    shards_of: ShardsOf, view: View, fingerprint: str | None, graph: str | None
) -> ReadView | None:
    shards = shards_of(view, fingerprint)
    if not shards or fingerprint is None:
        return None
    return ReadView(view.project_id, view.position, view.encoder, fingerprint, shards, graph)


def let_rest(uow: UnitOfWork, project: Project) -> None:
    """Puts to rest which of a locked project's further views had no weight in any round while its
    labels doubled, nor has any in the released model. Vectors that somebody sends cost nothing, and
    what learns from labels is another encoder after each lesson: those stay."""
    last = uow[Rounds].last(project.id)
    if last is None or last.label_count < FEWEST_LABELS:
        return
    measured = uow[Rounds].last_measured(project.id, metrics=False)
    for view in uow[Views].awake(project.id)[1:]:
        if is_own(view.encoder) or learns_labels(view.encoder):
            continue
        if not _gave_nothing(view, last.views) or _may_be_released(view, measured):
            continue
        rounds = uow[Rounds].since_half(last, view.watched_from)
        if len(rounds) >= FEWEST_ROUNDS and all(_gave_nothing(view, read) for _, read in rounds):
            view.rests_from = last.label_count


def _gave_nothing(view: View, read: Sequence[Any]) -> bool:
    """Whether a round read it, and went by others."""
    weights = [each["weight"] for each in read if each["position"] == view.position]
    return any(weight is not None and weight < NOTHING for weight in weights)


def _may_be_released(view: View, measured: Round | None) -> bool:
    """Whether the released model goes by it; where that isn't known, it may."""
    read = [] if measured is None else measured.views
    weights = [each[RELEASED_WEIGHT] for each in read if each["position"] == view.position]
    return any(weight is None or weight >= NOTHING for weight in weights)


def weights_of(head: Head | None, n: int) -> list[float | None]:
    """(n,) how much a head goes by each view; all None without one."""
    if head is None:
        return [None] * n
    weights = view_weights(head)
    if weights is None:
        return [1.0, *[0.0] * (n - 1)]
    return [round(float(weight), 4) for weight in weights]


def wake_view(uow: UnitOfWork, project_id: int, encoder: str) -> None:
    """Items that came while it rested get vectors of it; rounds read it once nine tenths have one.

    It rests again when labels have doubled from now on and it gave nothing.
    """
    project = uow[Projects].lock(project_id)
    view = next((each for each in uow[Views].of(project_id) if each.encoder == encoder), None)
    if view is None:
        raise NotFound(f"The project has no encoder {encoder!r}.", field="encoder")
    if view.rests_from is None:
        raise Conflict(f"{encoder} doesn't rest.", field="encoder")
    _wake(uow, project, view)
    request_round(uow, project, "views", at_once=True)


def watch_anew(uow: UnitOfWork, project: Project) -> None:
    """Other classes may be what a view sees: all are awake, and watched from the next round on."""
    for view in uow[Views].of(project.id):
        if view.rests_from is None:
            view.watched_from = project.round_number
        else:
            _wake(uow, project, view)


def _wake(uow: UnitOfWork, project: Project, view: View) -> None:
    view.rests_from, view.watched_from = None, project.round_number
    request_spans(uow, view, [(0, project.next_ordinal)])
