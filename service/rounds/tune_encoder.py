"""An encoder learns from a project's labels; then all texts are embedded anew."""

from dataclasses import dataclass

import numpy as np

from service.answers import answer_kind
from service.app import App
from service.core.acquisition.relabelling import GivenAnswers
from service.core.targets.labels import Labels
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.embed import request_anew
from service.jobs.kinds.tune import MOST, is_due
from service.jobs.run_job import JobRun, Steps, assert_claimed
from service.pool.queries.classes import Classes
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import Project, View
from service.ports import Tuning
from service.rounds.audit_sample import off_limits
from service.rounds.label_arrays import answers_given, label_arrays
from service.rounds.lessons import Lesson, keep_lesson
from service.rounds.views_read import ReadView, frozen, load_views, views_now
from service.rounds.what_teaches import what_teaches
from service.vectors.fitted_encoder import fit_encoder, fitted_key
from service.vectors.texts import texts_of


@dataclass(frozen=True)
class TuningInputs:
    """What an encoder learns from, read in one view of the database."""

    project: Project
    view: View
    read: list[ReadView]
    labels: Labels
    given: GivenAnswers | None
    class_ids: list[int]
    apart: list[int]
    """Ordinals of what measures, or may soon: no text like one of these teaches."""


def tune_encoder(app: App, run: JobRun) -> None:
    """Job `tune`: rounds go on with the vectors there are, until all texts have new ones."""
    with app.read() as uow:
        inputs = tuning_inputs(uow, run.project_id, int(run.payload["view"]))
    if not inputs.read:
        return
    encoder, labels = fit_encoder(app, run.tools, inputs.view), teaching(app, inputs)
    due = is_due(len(labels), inputs.view.fitted_on or 0)
    wanted = inputs.project.tuning and due and labels.targets.differ()
    if not isinstance(encoder, Tuning) or not wanted:
        return
    texts = texts_of(app, run.project_id, labels.ordinals.tolist())
    labels = labels.where(np.isin(labels.ordinals, list(texts)))  # some may have been deleted
    members = labels.targets.members(len(inputs.class_ids))
    there = members.any(axis=0)
    learnt = encoder.tune(
        [texts[ordinal] for ordinal in labels.ordinals.tolist()],
        members[:, there],
        labels.targets.is_of_sets,
        inputs.project.seed,
        Steps(run),
    )
    key = fitted_key(run.project_id, encoder.fitted(learnt).fingerprint)
    app.blobs.put_arrays(key, **learnt)
    keep_lesson(app.blobs, key, Lesson(labels.ordinals, np.array(inputs.class_ids)[there]))
    with app.write() as uow:
        project = uow[Projects].lock(run.project_id)
        assert_claimed(uow, run)
        view = uow[Views].get(inputs.view.id)
        view.fitted, view.fitted_on = key, len(labels)
        view.learning_seconds += run.seconds()
        request_anew(uow, view, (0, project.next_ordinal))


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
        class_ids=class_ids,
        apart=off_limits(uow, project),
    )


def teaching(app: App, inputs: TuningInputs) -> Labels:
    """What teaches, or of more than `MOST` as many at random."""
    vectors, present = load_views(app.blobs, inputs.read, inputs.project.next_ordinal)
    labels = what_teaches(
        vectors, present, inputs.labels, inputs.apart, inputs.given, len(inputs.class_ids)
    )
    if len(labels) <= MOST:
        return labels
    drawn = np.random.default_rng(inputs.project.seed).permutation(len(labels))[:MOST]
    return labels.where(np.isin(np.arange(len(labels)), drawn))
