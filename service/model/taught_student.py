"""A small encoder learns what a model says of a project's texts, and reads all of them."""

from typing import NamedTuple

import numpy as np

from service.app import App
from service.core.arrays import FloatArray, IntArray
from service.core.heads.head import probabilities_of
from service.db.repository import slices
from service.jobs.run_job import JobRun
from service.jobs.steps import Steps
from service.kit.errors import Conflict
from service.model.measured_again import MeasuredAgain
from service.pool.queries.audit import AuditOrder
from service.ports import Encoder
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
    """(m,) ordinals of what it learnt from."""
    fitted: IntArray
    """(f,) ordinals of what the matrix is fitted to: these, and as many that it wasn't taught. Of
    what it was taught alone its vectors look too good beside those of other encoders."""
    vectors: FloatArray
    """(N, D) of the pool's texts; zeros of others."""


def taught_student(app: App, run: JobRun, again: MeasuredAgain, more_steps: int) -> Student:
    """By a teacher that has seen no audit, from texts that measure nothing. The job has so many
    `more_steps` afterwards.

    `Conflict` where too few labels are left for the teacher.
    """
    teacher, fitted = again.blind, _to_fit(app, run, again)
    texts = texts_of(app, run.project_id, fitted.tolist())
    fitted = fitted[np.isin(fitted, list(texts))]  # some may have been deleted
    taught = np.sort(fitted[: len(fitted) // 2])
    if teacher is None or not len(taught):
        raise Conflict("Too few texts are left to teach it: audit texts can't. Add texts.")
    wanted = probabilities_of(teacher, again.learner.seen(again.vectors), taught)
    there = np.flatnonzero(again.present)
    parts = list(slices(there.tolist(), AT_ONCE))
    tell, further = Steps(run), len(parts) + more_steps

    def step(done: int, total: int) -> None:
        tell(done, total + further)

    own = [texts[ordinal] for ordinal in taught.tolist()]
    encoder = run.tools.student(own, wanted, again.seed, step)
    vectors = np.zeros((len(again.present), encoder.dimensions), dtype=np.float32)
    for number, part in enumerate(parts, 1):
        read = texts_of(app, run.project_id, part)
        vectors[list(read)] = encoder.encode(list(read.values()))
        run.progress(tell.total - further + number, tell.total)
    return Student(encoder, taught, np.sort(fitted), vectors)


def _to_fit(app: App, run: JobRun, again: MeasuredAgain) -> IntArray:
    with app.read() as uow:
        apart = uow[AuditOrder].ordinals(run.project_id)
    may = again.present.copy()
    may[[ordinal for ordinal in apart if ordinal < len(may)]] = False
    may[again.labels.ordinals[again.labels.audit]] = False
    rows = np.random.default_rng(again.seed).permutation(np.flatnonzero(may))
    most = int((1 - LEFT_OUT) * np.count_nonzero(again.present))
    return rows[: min(2 * MOST_TAUGHT, most)]
