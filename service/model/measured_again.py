"""What a round was measured from: to measure another head in its place, on the same audits."""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from service.answers import answer_kind
from service.app import App
from service.core.acquisition.relabelling import doubts
from service.core.arrays import BoolArray
from service.core.evaluation.strata import Strata
from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.core.rounds import Measurement, measure
from service.core.targets.labels import Labels
from service.core.vectors.matrix import Vectors
from service.pool.queries.classes import Classes
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.rounds.label_arrays import answers_given, label_arrays
from service.rounds.load_learner import load_learner
from service.rounds.predictions import NOTHING, load_predictions
from service.rounds.round_heads import stored_head
from service.rounds.tables.rounds import Round
from service.rounds.views_read import load_views, views_released
from service.rounds.what_teaches import as_if_untaught

KindOfLearner = TypeVar("KindOfLearner", bound=Learner)


@dataclass(frozen=True, eq=False)
class MeasuredAgain:
    """Of the round's labels those that are still there."""

    vectors: Vectors
    labels: Labels
    n_classes: int
    strata: Strata
    seed: int
    present: BoolArray
    learner: Learner
    warm: Head | None

    def measured(self, learner: Learner, vectors: Vectors | None = None) -> Measurement:
        """Audit items are in the folds in which they were, whatever learns."""
        return measure(
            self.vectors if vectors is None else vectors,
            self.labels,
            n_classes=self.n_classes,
            strata=self.strata,
            seed=self.seed,
            present=self.present,
            learner=learner,
            warm=self.warm,
        )

    def of_kind(self, kind: type[KindOfLearner], **more: Any) -> KindOfLearner:
        """What learns as the round's did, and is of a kind that measures another head."""
        parts: dict[str, Any] = {
            field.name: getattr(self.learner, field.name) for field in fields(self.learner)
        }
        return kind(**parts, **more)

    @cached_property
    def blind(self) -> Head | None:
        """What the round's head would be without audits; None where too few others teach."""
        chosen = self.labels.where(~self.labels.audit & self.present[self.labels.ordinals])
        if not len(chosen) or not chosen.targets.differ():
            return None
        seen = self.learner.seen(self.vectors)
        return self.learner.release(seen, chosen, self.n_classes, self.warm)


def measured_again(app: App, measured: Round) -> MeasuredAgain:
    """Of a round that is measured."""
    assert measured.metrics is not None
    with app.read() as uow:
        project, views = uow[Projects].get(measured.project_id), views_released(uow, measured)
        stored, merged = uow[LabelRows].to_learn(project.id), uow[Classes].merged(project.id)
        kind, class_ids = answer_kind(project.answer_kind), measured.class_ids
        answers = answers_given(uow, project, kind, class_ids, merged)
    vectors, present = load_views(app.blobs, views, project.next_ordinal)
    parts = measured.metrics.strata
    stratum_of = {number: h for h, part in enumerate(parts) for number in part.imports}
    stored = [label for label in stored if label.import_id in stratum_of]
    labels = label_arrays(kind, stored, class_ids, merged, stratum_of)
    labels, present = _as_of(app, measured, labels, present)
    vectors = as_if_untaught(app.blobs, views, vectors, labels.ordinals[labels.audit])
    graphs = [view.neighbours for view in views]
    learner = load_learner(app, graphs, class_ids, vectors)
    chosen = labels.where(~labels.audit & present[labels.ordinals])
    doubted = doubts(learner.seen(vectors), chosen, answers, len(class_ids), learner.seen_names)
    return MeasuredAgain(
        vectors=vectors,
        labels=labels.without(doubted.wrong),
        n_classes=len(class_ids),
        strata=Strata(
            np.array([part.items for part in parts], dtype=np.int64),
            np.array([part.unanswered for part in parts], dtype=np.int64),
        ),
        seed=project.seed,
        present=present,
        learner=learner,
        warm=stored_head(app, measured, "ranking", learner, graphs),
    )


def _as_of(
    app: App, measured: Round, labels: Labels, present: BoolArray
) -> tuple[Labels, BoolArray]:
    """The labels that the round knew, and the items (N,) that had a vector."""
    predictions = load_predictions(app, measured)
    if predictions is None:
        return labels, present
    n = len(predictions.class_index)
    then, labelled = np.zeros((2, len(present)), dtype=np.bool_)
    then[:n] = predictions.class_index != NOTHING
    labelled[:n] = ~np.isnan(predictions.given_probability)
    # The audit sample has taken in what was chosen then.
    labels = replace(labels, audit=np.isin(labels.ordinals, predictions.audits))
    return labels.where(labelled[labels.ordinals]), present & then
