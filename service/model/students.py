"""A small encoder in the place of slow ones reads all of a project's texts.

It has learnt what the model says of some of them; or it is the encoder that learnt the project's
labels, in 8 bits.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from service.app import App
from service.core.arrays import FloatArray, IntArray
from service.core.heads.head import probabilities_of
from service.core.vectors.views import Stacked
from service.db.repository import slices
from service.jobs.run_job import JobRun, Steps
from service.kit.errors import Conflict
from service.model.measured_again import MeasuredAgain
from service.pool.queries.audit import AuditOrder
from service.ports import Encoder
from service.rounds.views_read import ReadView
from service.rounds.what_teaches import as_if_untaught
from service.vectors.texts import texts_of

MOST_TAUGHT = 2_000
"""Texts that it learns from, at random."""
LEFT_OUT = 0.2
"""Of the texts at least: what is said of texts from which nothing was learnt is compared."""
AT_ONCE = 256
"""Texts that it reads in a step."""


class Student(NamedTuple):
    encoder: Encoder
    taught: IntArray
    """(m,) ordinals of what it learnt from; none where it learnt from labels alone."""
    fitted: IntArray
    """(f,) ordinals of what the matrix is fitted to: these, and as many that it wasn't taught. Of
    what it was taught alone its vectors look too good beside those of other encoders."""
    vectors: FloatArray
    """(N, D) of the pool's texts; zeros of others."""


def taught_student(
    app: App, run: JobRun, again: MeasuredAgain, replaced: int, more_steps: int
) -> Student:
    """By a teacher that has seen no audit, from texts that measure nothing, in the place of so many
    encoders. The job has so many `more_steps` afterwards.

    `Conflict` where too few labels are left for the teacher.
    """
    teacher, fitted = again.blind, _to_fit(app, run, again)
    texts = texts_of(app, run.project_id, fitted.tolist())
    fitted = fitted[np.isin(fitted, list(texts))]  # some may have been deleted
    taught = np.sort(fitted[: len(fitted) // 2])
    if teacher is None or not len(taught):
        raise Conflict("Too few texts are left to teach it: audit texts can't. Add texts.")
    wanted = probabilities_of(teacher, again.learner.seen(again.vectors), taught)
    tell, further = Steps(run), len(_parts(again)) + more_steps

    def step(done: int, total: int) -> None:
        tell(done, total + further)

    own = [texts[ordinal] for ordinal in taught.tolist()]
    encoder = run.tools.student(own, wanted, replaced, again.seed, step)
    vectors = _vectors(app, run, again, encoder, tell.total - further, tell.total)
    return Student(encoder, taught, np.sort(fitted), vectors)


def rounded_student(
    app: App,
    run: JobRun,
    again: MeasuredAgain,
    views: Sequence[ReadView],
    place: int,
    encoder: Encoder,
    more_steps: int,
) -> Student:
    """By the encoder of the view at a `place` in 8 bits. The job has so many `more_steps`
    afterwards.

    `Conflict` where all texts are audits.
    """
    own, total = again.vectors, len(_parts(again)) + more_steps
    vectors = _vectors(app, run, again, encoder, 0, total)
    fitted = np.sort(_to_fit(app, run, again))
    fitted = fitted[vectors[fitted].any(axis=1)]  # some may have been deleted
    if not len(fitted):
        raise Conflict("No text is left to fit it to: audit texts can't. Add texts.")
    assert isinstance(own, Stacked)
    parts = [*own.parts[:place], vectors, *own.parts[place + 1 :]]
    audits = again.labels.ordinals[again.labels.audit]
    seen = as_if_untaught(app.blobs, views, Stacked(parts), audits)
    assert isinstance(seen, Stacked)
    return Student(encoder, fitted[:0], fitted, np.asarray(seen.parts[place]))


def _vectors(
    app: App, run: JobRun, again: MeasuredAgain, encoder: Encoder, before: int, total: int
) -> FloatArray:
    """(N, D) of the pool's texts; of the job's steps so many are done `before`."""
    vectors = np.zeros((len(again.present), encoder.dimensions), dtype=np.float32)
    for number, part in enumerate(_parts(again), before + 1):
        read = texts_of(app, run.project_id, part)
        vectors[list(read)] = encoder.encode(list(read.values()))
        run.progress(number, total)
    return vectors


def _parts(again: MeasuredAgain) -> list[Sequence[int]]:
    """Ordinals of the texts that are read in a step."""
    return list(slices(np.flatnonzero(again.present).tolist(), AT_ONCE))


def _to_fit(app: App, run: JobRun, again: MeasuredAgain) -> IntArray:
    with app.read() as uow:
        apart = uow[AuditOrder].ordinals(run.project_id)
    may = again.present.copy()
    may[[ordinal for ordinal in apart if ordinal < len(may)]] = False
    may[again.labels.ordinals[again.labels.audit]] = False
    rows = np.random.default_rng(again.seed).permutation(np.flatnonzero(may))
    most = int((1 - LEFT_OUT) * np.count_nonzero(again.present))
    return rows[: min(2 * MOST_TAUGHT, most)]
