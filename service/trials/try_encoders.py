"""What encoders that a project doesn't have would bring it, measured on its labels."""

import logging
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np

from service.answers import answer_kind
from service.app import App
from service.core.replay.further_view import Trial
from service.core.targets.labels import Labels
from service.core.vectors.views import layout_of, view_of
from service.db.unit_of_work import UnitOfWork
from service.jobs.queries.workers import Workers
from service.jobs.run_job import JobRun, assert_claimed
from service.kit.errors import Conflict
from service.kit.vocabulary import Counted
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.ports import Encoder, on_gpu
from service.rounds.label_arrays import label_arrays
from service.rounds.views_read import ReadView, frozen, load_views, views_now
from service.rounds.what_teaches import as_if_untaught
from service.trials.queries import EncoderTrials
from service.trials.start_trial import (
    MOST_LABELS,
    NO_OTHER,
    NO_VECTORS,
    lacking_labels,
    without_views,
)
from service.trials.tables import EncoderTrial, FailedEncoder, TrialOutcome, TriedEncoder
from service.vectors.fitted_encoder import as_if_a_view
from service.vectors.texts import encode_timed, texts_of

_PURPOSE = 0x54525920

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TrialInputs:
    """What a trial works from, read in one view of the database."""

    project: Project
    views: list[ReadView]
    """All that rounds read."""
    class_ids: list[int]
    labels: Labels
    items: int
    names: Sequence[str]
    """Encoders to try."""


def try_encoders(app: App, run: JobRun) -> None:
    """Job `try_encoders`: one encoder at a time, beside the views that there are."""
    with app.read() as uow:
        inputs = _read(uow, run)
    trial, texts = _trial(app, inputs)
    tried, failed = _tried(app, run, inputs, trial, texts)
    if not tried:
        why = "; ".join(f"{each.encoder}: {each.error}" for each in failed)
        raise Conflict(f"No encoder could be loaded. {why}" if failed else NO_OTHER)
    outcome = TrialOutcome(
        views=[view.encoder for view in inputs.views],
        labels=len(texts),
        audits=int(np.count_nonzero(trial.audit)),
        items=inputs.items,
        before=float(trial.before.mean()),
        tried=sorted(tried, key=lambda each: -each.gain.value),
        failed=failed,
        seconds=run.seconds(),
    )
    with app.write() as uow:
        uow[Projects].lock(run.project_id)
        assert_claimed(uow, run)
        uow[EncoderTrials].put(
            EncoderTrial(project_id=run.project_id, outcome=outcome, made_at=uow.now)
        )


def _read(uow: UnitOfWork, run: JobRun) -> TrialInputs:
    project = uow[Projects].get(run.project_id)
    class_ids = list(uow[Classes].names(project.id))
    named = run.payload["encoders"]
    here = [
        name
        for worker in uow[Workers].alive(uow.now)
        if worker.name == run.worker
        for name in worker.encoders
    ]
    return TrialInputs(
        project=project,
        views=views_now(uow, project),
        class_ids=class_ids,
        labels=label_arrays(
            answer_kind(project.answer_kind),
            uow[LabelRows].to_learn(project.id),
            class_ids,
            uow[Classes].merged(project.id),
        ),
        items=uow[Counters].value(project.id, Counted.ITEMS),
        names=without_views(uow, project.id, named or here),
    )


def _trial(app: App, inputs: TrialInputs) -> tuple[Trial, list[str]]:
    """The labelled texts in the project's views. `Conflict` when they are too few, or all alike.

    A view whose encoder learns from labels is among them: of a text that it has learnt it has what
    an encoder says that hasn't. Without it a gain would be over less than rounds go by.
    """
    project = inputs.project
    if not frozen(inputs.views):
        raise Conflict(NO_VECTORS)
    vectors, present = load_views(app.blobs, inputs.views, project.next_ordinal)
    audits = inputs.labels.ordinals[inputs.labels.audit]
    vectors = as_if_untaught(app.blobs, inputs.views, vectors, audits)
    labels = inputs.labels.usable(present)
    lacking = lacking_labels(len(labels))
    if lacking is not None:
        raise Conflict(lacking.detail)
    if not labels.targets.differ():
        raise Conflict("All labels say the same. Label texts of another class first.")
    drawn = np.random.default_rng([project.seed, _PURPOSE]).permutation(len(labels))[:MOST_LABELS]
    texts = texts_of(app, project.id, labels.ordinals[drawn].tolist())
    labels = labels.where(np.isin(labels.ordinals, list(texts)))
    layout = layout_of(vectors)
    trial = Trial(
        views=[
            np.asarray(view_of(vectors, layout, place)[labels.ordinals], dtype=np.float32)
            for place in range(len(layout.widths))
        ],
        targets=labels.targets,
        audit=labels.audit,
        n_classes=len(inputs.class_ids),
        tried=len(inputs.names),
    )
    return trial, [texts[ordinal] for ordinal in labels.ordinals.tolist()]


def _tried(
    app: App, run: JobRun, inputs: TrialInputs, trial: Trial, texts: Sequence[str]
) -> tuple[list[TriedEncoder], list[FailedEncoder]]:
    """One after the other: an encoder, its vectors and heads go before the next one's come."""
    tried, failed = list[TriedEncoder](), list[FailedEncoder]()
    for place, name in enumerate(inputs.names):
        run.progress(place * len(texts), len(inputs.names) * len(texts))
        with ExitStack() as until_tried:
            try:
                encoder = until_tried.enter_context(run.tools.borrow(name))
            except Exception as error:  # of its packages, or of a model: others may do
                log.exception("the encoder %s can't be tried", name)
                failed.append(FailedEncoder(name, str(error) or type(error).__name__))
                continue
            tried.append(_one(run, name, as_if_a_view(app, encoder, inputs.project), trial, texts))
    return tried, failed


def _one(
    run: JobRun, name: str, encoder: Encoder, trial: Trial, texts: Sequence[str]
) -> TriedEncoder:
    waits, done = on_gpu(encoder), run.far.done

    def clock() -> float:
        return run.seconds() + (time.perf_counter() if waits else 0.0)

    def tell(more: int) -> None:
        nonlocal done
        done += more
        run.progress(done)

    begun = time.perf_counter()
    vectors, seconds = encode_timed(encoder, texts, clock, tell)
    if waits:
        run.gpu_seconds += time.perf_counter() - begun
    view = trial.with_view(vectors)
    run.check()
    return TriedEncoder.of(name, view, seconds)
