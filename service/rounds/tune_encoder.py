"""An encoder learns from a project's labels; then all texts are embedded anew."""

import time
from dataclasses import dataclass

import numpy as np

from service.answers import answer_kind
from service.app import App
from service.core.acquisition.composition import are_alike
from service.core.acquisition.relabelling import GivenAnswers, without_doubted
from service.core.arrays import IntArray
from service.core.targets.labels import Labels
from service.core.targets.one_class import class_of_each
from service.db.repository import slices
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.embed import request_spans
from service.jobs.kinds.tune import MOST, is_due
from service.jobs.run_job import JobRun, assert_claimed
from service.pool.queries.classes import Classes
from service.pool.queries.items import ItemsInRange
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import Project, View
from service.ports import Tuning
from service.rounds.audit_sample import off_limits
from service.rounds.label_arrays import answers_given, label_arrays
from service.rounds.views_read import ReadView, frozen, load_views, views_now
from service.vectors.fitted_encoder import fitted_key

TELL_SECONDS = 1.0


@dataclass(frozen=True)
class TuningInputs:
    """What an encoder learns from, read in one view of the database."""

    project: Project
    view: View
    read: list[ReadView]
    labels: Labels
    given: GivenAnswers | None
    n_classes: int
    apart: IntArray
    """Ordinals of what measures, or may soon: no text like one of these teaches."""


def tune_encoder(app: App, run: JobRun) -> None:
    """Job `tune`: rounds go on with the vectors there are, until all texts have new ones."""
    with app.read() as uow:
        inputs = tuning_inputs(uow, run.project_id, int(run.payload["view"]))
    if not inputs.read:
        return
    encoder = run.tools.encoder(inputs.view.encoder)
    ordinals, classes = what_teaches(app, inputs)
    due = is_due(len(ordinals), inputs.view.fitted_on or 0)
    wanted = inputs.project.tuning and due and len(np.unique(classes)) > 1
    if not isinstance(encoder, Tuning) or not wanted:
        return
    texts = _texts(app, run.project_id, ordinals)
    there = [ordinal in texts for ordinal in ordinals.tolist()]  # none was deleted meanwhile
    learnt = encoder.tune(
        [texts[ordinal] for ordinal in ordinals[there].tolist()],
        classes[there].tolist(),
        inputs.project.seed,
        _Progress(run),
    )
    key = fitted_key(run.project_id, encoder.fitted(learnt).fingerprint)
    app.blobs.put_arrays(key, **learnt)
    with app.write() as uow:
        project = uow[Projects].lock(run.project_id)
        assert_claimed(uow, run)
        view = uow[Views].get(inputs.view.id)
        view.fitted, view.fitted_on = key, len(ordinals)
        view.learning_seconds += run.seconds()
        request_spans(uow, view, [(0, project.next_ordinal)])


def tuning_inputs(uow: UnitOfWork, project_id: int, view_id: int) -> TuningInputs:
    project = uow[Projects].get(project_id)
    kind = answer_kind(project.answer_kind)
    class_ids, merged = list(uow[Classes].names(project_id)), uow[Classes].merged(project_id)
    return TuningInputs(
        project=project,
        view=uow[Views].get(view_id),
        read=frozen(views_now(uow, project))[:1],
        labels=label_arrays(kind, uow[LabelRows].to_learn(project_id), class_ids, merged),
        given=answers_given(uow, project, kind, class_ids, merged),
        n_classes=len(class_ids),
        apart=np.array(off_limits(uow, project), dtype=np.int64),
    )


def what_teaches(app: App, inputs: TuningInputs) -> tuple[IntArray, IntArray]:
    """(m,) ordinals and classes of what teaches: no audits, nor a text like one, by the first view,
    nor what is likely wrong."""
    vectors, present = load_views(app.blobs, inputs.read, inputs.project.next_ordinal)
    labels = inputs.labels.where(present[inputs.labels.ordinals])
    audits = np.union1d(inputs.apart, labels.ordinals[labels.audit])
    labels = labels.where(~labels.audit)
    copies = are_alike(vectors[labels.ordinals], vectors[audits[present[audits]]])
    labels = labels.where(~copies)
    if inputs.given is not None:
        labels = without_doubted(vectors, labels, inputs.given, inputs.n_classes).taught()
    if len(labels) > MOST:
        drawn = np.random.default_rng(inputs.project.seed).permutation(len(labels))[:MOST]
        labels = labels.where(np.isin(np.arange(len(labels)), drawn))
    return labels.ordinals, class_of_each(labels.targets)


def _texts(app: App, project_id: int, ordinals: IntArray) -> dict[int, str]:
    texts: dict[int, str] = {}
    for part in slices(ordinals.tolist()):
        with app.read() as uow:
            texts |= uow[ItemsInRange].texts(project_id, part)
    return texts


class _Progress:
    """Tells a job's steps once a second; `JobTaken` ends the learning."""

    def __init__(self, run: JobRun) -> None:
        self._run, self._last = run, 0.0

    def __call__(self, done: int, total: int) -> None:
        self._run.check()
        if time.monotonic() - self._last >= TELL_SECONDS:
            self._last = time.monotonic()
            self._run.progress(done, total)
