"""The full model and the fast one, measured on the same audits, and both read the same texts."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from service.app import App
from service.core.evaluation.pool_predictions import PoolPredictions
from service.core.evaluation.recalibration import Recalibration
from service.core.evaluation.strata import weights_of
from service.core.heads.leaving import Form, Leaving, LeavingLearner
from service.core.heads.student import StudentHead, StudentLearner
from service.core.rounds import Measurement
from service.core.vectors.views import Stacked
from service.jobs.energy import SECONDS_PER_HOUR, Band, Computing, Power, watt_hours
from service.jobs.run_job import JobRun
from service.model.lost_by_copy import lost_by_copy
from service.model.measured_again import MeasuredAgain
from service.model.shapes import FastFigures
from service.model.taught_student import Student
from service.vectors.texts import texts_of

TIMED = 200
"""Texts that both read to tell how fast they are."""
JOULES_OF = 1_000
"""Texts."""


@dataclass(frozen=True, eq=False)
class BothMeasured:
    full: Measurement
    fast: Measurement
    calibration: Recalibration
    """Of the fast one."""
    same: float
    """Share of texts of which both say the same class."""
    texts: int
    """These: nothing was learnt from them."""
    taught: int
    lost: float
    lost_low: float
    lost_high: float

    def figures(self, full: float | None, fast: float, power: Power) -> FastFigures:
        """With the CPU-seconds that the full one and the fast one take for a text."""
        return FastFigures(
            texts_per_cpu_second=1 / fast,
            full_texts_per_cpu_second=None if full is None else 1 / full,
            joules=_joules(fast, power),
            full_joules=None if full is None else _joules(full, power),
            same=self.same,
            texts=self.texts,
            taught=self.taught,
            lost=self.lost,
            lost_low=self.lost_low,
            lost_high=self.lost_high,
        )


def compared(
    again: MeasuredAgain, leaves: Leaving, student: Student, vectors: Stacked, head: StudentHead
) -> BothMeasured:
    """The full model in the form in which it leaves, and a student, by its `vectors` beside the
    views."""
    learner = again.learner
    if leaves.form is not Form.AS_IT_IS:
        learner = again.of_kind(LeavingLearner, leaves=leaves)
    full = again.measured(learner)
    studies = again.of_kind(StudentLearner, fitted=student.fitted, leaves=head)
    fast = again.measured(studies, vectors)
    by_full, by_fast = full.predictions, fast.predictions
    assert isinstance(by_full, PoolPredictions)
    assert isinstance(by_fast, PoolPredictions)
    apart = by_full.classes != by_fast.classes
    audits = again.labels.where(again.labels.measured() & again.present[again.labels.ordinals])
    others = again.present.copy()
    others[student.fitted] = others[again.labels.ordinals] = False
    lost = lost_by_copy(
        full.correct,
        fast.correct,
        apart[audits.ordinals],
        weights_of(full.strata, audits.strata()),
        apart[others],
    )
    return BothMeasured(
        full=full,
        fast=fast,
        calibration=by_fast.by,
        same=float(1 - apart[others].mean()) if others.any() else 1.0,
        texts=int(others.sum()),
        taught=len(student.taught),
        lost=lost.value,
        lost_low=lost.low,
        lost_high=lost.high,
    )


def beside(again: MeasuredAgain, student: Student) -> Stacked:
    """The views that heads read, and last the student's."""
    own = again.vectors
    views = own.parts if isinstance(own, Stacked) else (own,)
    return Stacked([*views, student.vectors])


def seconds_of_a_text(
    app: App, run: JobRun, again: MeasuredAgain, student: Student, folder: Path
) -> float:
    """CPU-seconds that an unpacked model takes for a text of the project that is new to it."""
    others = np.setdiff1d(np.flatnonzero(again.present), student.fitted)
    drawn = np.random.default_rng(again.seed).permutation(others)[:TIMED]
    texts = list(texts_of(app, run.project_id, drawn.tolist()).values())
    seconds, whole = run.tools.read_by_zip(folder, texts, run.renew)
    run.meter.add(whole)
    return max(seconds, 1e-9) / len(texts)


def _joules(seconds: float, power: Power) -> Band:
    energy = watt_hours(Computing(JOULES_OF * seconds, 0.0), power)
    assert energy is not None
    return energy.times(SECONDS_PER_HOUR)
