"""The full model and the fast one, measured on the same audits, and both read the same texts."""

from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from service.app import App
from service.core.arrays import BoolArray, DoubleArray
from service.core.evaluation.estimator import Estimate
from service.core.evaluation.intervals import wilson, wilson_of_share
from service.core.evaluation.pool_predictions import PoolPredictions
from service.core.evaluation.recalibration import Recalibration
from service.core.evaluation.strata import weights_of
from service.core.heads.export import ExportLearner, Form, HeadExport
from service.core.heads.student import StudentHead, StudentLearner
from service.core.rounds import Measurement
from service.core.vectors.views import Stacked
from service.jobs.energy import SECONDS_PER_HOUR, Band, Computing, Power, watt_hours
from service.jobs.run_job import JobRun
from service.model.measured_again import MeasuredAgain
from service.model.shapes import FastFigures
from service.model.students import Student
from service.vectors.texts import texts_of

LEVEL = 0.975


def lost_by_copy(
    full: BoolArray, copy: BoolArray, apart: BoolArray, weights: DoubleArray, apart_there: BoolArray
) -> Estimate:
    """The share of texts that the full model gets right, less the copy's.

    The two differ in accuracy only where they say different classes. How often they do is known
    from many texts without a label; what comes of it from the audits among those of which they do.
    The loss is the product of the two, and so is its interval: of each factor one of 97.5 %.

    full (a,) and copy (a,) are whether audits are predicted right, by heads that haven't learnt
    them; apart (a,) whether the two say different classes of them. apart_there (m,) is the same of
    other texts, which the copy was not taught.
    """
    own = weights[apart]
    trials = float(own.sum() ** 2 / np.square(own).sum()) if len(own) else 0.0
    gained = full[apart].astype(np.float64) - copy[apart]
    net = float(own @ gained / own.sum()) if len(own) else 0.0
    # Wilson's interval is of 0 or 1. What lies between, as one half does here, varies less.
    nets = [2 * end - 1 for end in wilson_of_share((net + 1) / 2, trials, LEVEL)]
    shares = wilson(int(apart_there.sum()), len(apart_there), LEVEL)
    ends = [share * end for share, end in product(shares, nets)]
    share = float(apart_there.mean()) if len(apart_there) else 0.0
    return Estimate(share * net, min(ends), max(ends))


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
    again: MeasuredAgain, export: HeadExport, student: Student, vectors: Stacked, head: StudentHead
) -> BothMeasured:
    """The full model in the form in which it leaves, and a student, by its `vectors` beside the
    views."""
    learner = again.learner
    if export.form is not Form.AS_IT_IS:
        learner = again.of_kind(ExportLearner, export=export)
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
