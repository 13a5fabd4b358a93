"""The head that a measured round releases: what it takes to say something of a text."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from service.answers import answer_kind
from service.app import App
from service.core.arrays import BoolArray, DoubleArray, FloatArray
from service.core.evaluation.sets.class_calibration import Calibration, ClassCalibration
from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.core.suggestions import calibrated
from service.kit.kept import Kept
from service.kit.reasons import Reason, ReasonCode, reason
from service.pool.queries.projects import Projects
from service.rounds.lessons import speaks_of
from service.rounds.load_learner import load_learner
from service.rounds.queries.rounds import Rounds
from service.rounds.tables.rounds import Round
from service.rounds.views_read import ReadView, load_views, views_released

RELEASED = "released_head"
"""Its key among a round's artefacts."""

_kept: Kept[Hashable, "Released | Reason"] = Kept()
"""One on a graph of 20,000 texts takes 30 MB, and 0.2 more for each class."""
_learners: Kept[Hashable, Learner] = Kept()
"""With the graph of the pool, which many rounds have in common and which takes longest to read."""


@dataclass(frozen=True, eq=False)
class Released:
    """Shared by whoever asks: read-only."""

    project_id: int
    round_id: int
    number: int
    """Of the round in its project."""
    class_ids: Sequence[int]
    """(C,)"""
    head: Head
    views: Sequence[ReadView]
    """Whose vectors it reads, side by side."""
    calibration: Calibration
    """Of each class by itself where a text may have several."""

    def probabilities(self, X: FloatArray) -> DoubleArray:
        """(n, C) of texts that the pool doesn't have, by their vectors X (n, width).

        Rows sum to 1, and the likeliest class is as likely as such predictions of the pool are
        right; where a text may have several classes each is as likely as it is there.
        """
        P = self.head.probabilities(X)
        if isinstance(self.calibration, ClassCalibration):
            return self.calibration.calibrated(P)
        chances = calibrated(P, self.calibration)
        chances /= chances.sum(axis=1, keepdims=True)
        return chances

    @property
    def is_of_sets(self) -> bool:
        """Whether a text may have several classes, or none."""
        return isinstance(self.calibration, ClassCalibration)

    def named(self, P: DoubleArray) -> BoolArray:
        """(n, C) the classes that texts with these `probabilities` are said to have."""
        mask: BoolArray = P.argmax(axis=1)[:, None] == np.arange(P.shape[1])
        if isinstance(self.calibration, ClassCalibration):
            mask = self.calibration.thresholds < P
        return mask


def released_head(app: App, stored_round: Round | None) -> Released | Reason:
    """What a round released, from memory where it was asked for lately.

    A reason before a round is measured, where it learnt nothing, or where its head gave way to that
    of a newer one: ask for the last measured one (`uow.rounds.last_measured`).
    """
    if stored_round is None or stored_round.measured_at is None:
        return reason(ReasonCode.NOT_MEASURED)
    # Rounds of another service in this process may have the same ids; its blobs are others.
    key = (app.blobs, stored_round.id, stored_round.measured_at)
    return _kept.get(key, lambda: _loaded(app, stored_round))


def _loaded(app: App, stored_round: Round) -> Released | Reason:
    key = stored_round.artefacts.get(RELEASED)
    if key is None or not app.blobs.exists(key):
        return reason(ReasonCode.NO_MODEL)
    with app.read() as uow:
        project, views = (
            uow[Projects].get(stored_round.project_id),
            views_released(uow, stored_round),
        )
        measured = uow[Rounds].metrics(stored_round.id)
    if measured is None or measured.pool_calibration is None:
        return reason(ReasonCode.NO_MODEL)
    files = (shard.blob for view in views for shard in view.shards)
    if not views or not all(map(app.blobs.exists, files)):  # a backup has those of now alone
        return reason(ReasonCode.OTHER_ENCODER)
    graphs, class_ids = tuple(view.neighbours for view in views), tuple(stored_round.class_ids)

    def load() -> Learner:
        vectors, _ = load_views(app.blobs, views, project.next_ordinal)
        own = answer_kind(project.answer_kind).head
        speaks = speaks_of(app.blobs, views, class_ids)
        learner = load_learner(app, graphs, class_ids, vectors, own, speaks)
        learner.gather_nodes()  # all of what is kept is weighed
        return learner

    records = tuple(view.record for view in views)
    learner = _learners.get((app.blobs, records, graphs, class_ids), load)
    return Released(
        project_id=stored_round.project_id,
        round_id=stored_round.id,
        number=stored_round.number,
        class_ids=class_ids,
        head=learner.restored(app.blobs.arrays(key)),
        views=views,
        calibration=measured.pool_calibration,
    )
