"""Macro-F1 of heads that name one class an item, from all that they say of the pool and audits."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array
from scipy.special import expit, ndtr, ndtri, stdtrit

from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from service.core.evaluation.estimators.calibrated import ShiftScore, falling_root
from service.core.evaluation.evidence import Evidence, log_odds, trials_of
from service.core.evaluation.gather_evidence import Gathered
from service.core.evaluation.intervals import wilson_at
from service.core.evaluation.measured_figure import MeasuredFigure, Sampled, measured_figure
from service.core.evaluation.recalibration import recalibrated
from service.core.evaluation.strata import kish
from service.core.targets.labels import Labels
from service.core.targets.one_class import NONE, class_of_each

ESTIMATOR = "confusion@1"
BELIEVED = 2.0
"""Audits of each predicted class that what the head says of it is worth."""
BELIEVED_WITHIN = 2.0
"""Standard deviation of the pool's shift around that of chosen labels, in log odds: chosen items
are harder, so audits have nearly all of the say."""


@dataclass(frozen=True, eq=False)
class Confusion:
    """Of which classes items are, by the class that they are predicted to be of."""

    predicted: DoubleArray
    """(C,) shares of the pool: all of it is predicted, so they are known."""
    of: DoubleArray
    """(C, C) the classes of what is predicted to be of each; rows sum to 1."""
    items: DoubleArray
    """(C,) how many of each say so."""
    there: BoolArray
    """(C,) classes that count: they have a label, or are predicted."""

    @cached_property
    def _both(self) -> DoubleArray:
        """(C,) predicted to be of a class, and of it, as shares of the pool."""
        both: DoubleArray = self.predicted + self.predicted @ self.of
        return np.maximum(both, np.finfo(np.float64).tiny)

    @property
    def macro_f1(self) -> float:
        f1 = 2 * self.predicted * self.of.diagonal() / self._both
        return float(f1[self.there].mean())

    @property
    def variance(self) -> float:
        """Of macro-F1, to first order, were each row of `of` a Dirichlet distribution."""
        diagonal = self.of.diagonal()
        by_class = np.where(self.there, 1 / self._both, 0.0) / self.there.sum()
        moved = np.tile(-2 * self.predicted * diagonal * by_class / self._both, (len(diagonal), 1))
        np.fill_diagonal(moved, moved.diagonal() + 2 * by_class)
        moved *= self.predicted[:, None]
        spread = (np.square(moved) * self.of).sum(axis=1) - np.square((moved * self.of).sum(axis=1))
        return float((spread / (self.items + 1)).sum())


@dataclass(frozen=True)
class MacroF1:
    """An estimate, and how sure it is."""

    value: float
    variance: float
    audits: int

    def interval(self, level: float) -> tuple[float, float]:
        """Wilson's, of as many trials as have that variance, by Student's t."""
        return self._ends(float(ndtri(0.5 + level / 2)))

    def share_at(self, z: float) -> float:
        low, high = self._ends(abs(z))
        return low if z > 0 else high

    def _ends(self, z: float) -> tuple[float, float]:
        t = float(stdtrit(max(self.audits - 1, 1), ndtr(z)))
        most = self.value * (1 - self.value)
        return wilson_at(self.value, most / self.variance if self.variance > 0 else 0.0, t)


class PoolConfusion:
    """What heads believe of a pool, and what audits told of it.

    Each predicted class is a stratum of its own: how many items it has is known, and of which
    classes they are is what heads say of them, moved until they are as often right as audits are,
    and worth as much as a few audits; and what the audits among them are (a Dirichlet prior and
    its counts). So no class is left out because audits missed it.
    """

    def __init__(self, probabilities: FloatArray, evidence: Evidence, there: BoolArray) -> None:
        """`probabilities` (M, C) of a sample of the pool, by heads that haven't seen its labels."""
        P = probabilities[probabilities.any(axis=1)]
        rows, top = np.arange(len(P)), P.argmax(axis=1)
        score, belief = ShiftScore(evidence), recalibrated(evidence.chosen).shift
        weights, precision = score.shares * len(evidence.audits), 1 / BELIEVED_WITHIN**2
        self.shift = falling_root(
            lambda shift: float(weights @ score.residuals(shift)) - (shift - belief) * precision
        )
        self.top, self.at = top, score.slope * log_odds(P[rows, top])
        self.n_classes = P.shape[1]
        self.members = csr_array(
            (np.ones(len(P), dtype=P.dtype), (top, rows)), shape=(self.n_classes, len(P))
        )
        self.others = P.copy()
        self.others[rows, top] = 0
        total = self.others.sum(axis=1, keepdims=True)
        self.others /= np.maximum(total, np.finfo(np.float32).tiny)
        self.counts = np.bincount(top, minlength=self.n_classes)
        self.there = there | (self.counts > 0)
        information = evidence.trials * score.pool.spread(score.slope, self.shift)
        self.deviation = 1 / np.sqrt(information + precision)

    def macro_f1(self, counted: DoubleArray, audits: int, rest: float) -> MacroF1:
        """`counted` (C, C) audits by what is predicted and what they are, so many in all; `rest` is
        the share of the pool that is no audit."""
        at, below, above = (
            self._with(counted, self.shift + off * self.deviation) for off in (0, -1, 1)
        )
        by_shift = ((above.macro_f1 - below.macro_f1) / 2) ** 2
        return MacroF1(at.macro_f1, rest * (at.variance + by_shift), audits)

    def unanswered(self, items: float, right: bool) -> DoubleArray:
        """(C, C) so many audits as are predicted like the pool, all right or all wrong."""
        of = self.believed(self.shift)
        diagonal = np.eye(self.n_classes, dtype=np.bool_)
        of = np.where(diagonal == right, of, 0.0)
        of /= np.maximum(of.sum(axis=1, keepdims=True), np.finfo(np.float64).tiny)
        spread: DoubleArray = items * (self.counts / len(self.top))[:, None] * of
        return spread

    def believed(self, shift: float) -> DoubleArray:
        """(C, C) the classes of what is predicted to be of each, as heads say."""
        right = expit(shift + self.at)
        of: DoubleArray = (self.members @ (self.others * (1 - right)[:, None])).astype(np.float64)
        of[np.diag_indices(self.n_classes)] += np.bincount(
            self.top, weights=right, minlength=self.n_classes
        )
        of /= np.maximum(self.counts, 1)[:, None]
        return of

    def _with(self, counted: DoubleArray, shift: float) -> Confusion:
        items = BELIEVED + counted.sum(axis=1)
        of = (BELIEVED * self.believed(shift) + counted) / items[:, None]
        return Confusion(self.counts / len(self.top), of, items, self.there)


def macro_f1_of_pool(
    labels: Labels, gathered: Gathered, sampled: Sampled, n_classes: int, enough: bool
) -> MeasuredFigure:
    """From all that was `gathered` of these labels; `sampled` are their audits."""
    predicted = class_of_each(gathered.predicted)
    if not (predicted != NONE).any():
        return MeasuredFigure.unknown()
    there = labels.targets.counts(n_classes) > 0
    pool = PoolConfusion(gathered.of_pool, gathered.evidence, there)
    truth = class_of_each(labels.where(labels.measured()).scored())
    return macro_f1_of_audits(pool, truth, predicted, sampled, enough)


def macro_f1_of_audits(
    pool: PoolConfusion, truth: IntArray, predicted: IntArray, sampled: Sampled, enough: bool
) -> MeasuredFigure:
    """`truth` (n,) the classes of audits, `predicted` (n,) by heads that haven't seen them."""
    mask, weights = predicted != NONE, sampled.weights
    counted = np.zeros((pool.n_classes, pool.n_classes))
    each = weights * (kish(weights) / weights.sum())
    np.add.at(counted, (predicted[mask], truth[mask]), each[mask])
    rest = kish(weights) / trials_of(weights, sampled.n_items)
    plain = pool.macro_f1(counted, len(truth), rest)
    ends = [plain, plain]
    if sampled.unanswered:
        among = sampled.with_unanswered
        items = kish(among) * among[len(weights) :].sum() / among.sum()
        more = (counted + pool.unanswered(items, right) for right in (False, True))
        ends = [pool.macro_f1(each, len(among), rest) for each in more]
    return measured_figure(plain, ends, sampled.unknown, enough)
