"""Whether what a strategy picks teaches less than random picks would, by the audit items.

Audit items are random picks. Put in the place of as many picks of the strategy they show what
random ones would have taught: heads trained on either are asked about audits that neither has
seen. Twice: the strategy's first picks, on their own, and its last ones, on top of all others, so
that both a bad beginning that grows with the audits and a strategy that goes bad late are seen.
Nothing is extrapolated, and no audit is asked for that wouldn't be asked anyway.

There are few looks, each when there are 1.3 times the audits of the last, and each is held to a
boundary. A false alarm costs little: half of the texts are drawn at random instead of chosen by a
strategy that then looks no better.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.evaluation.looks import LookSchedule
from service.core.heads.logistic import fit_logistic, reduce_dimensions, threads_for
from service.core.targets.labels import Labels
from service.core.targets.one_class import class_of_each
from service.core.vectors.matrix import Vectors
from service.kit.reasons import Reason, ReasonCode, reason

UNIFORM = "random"
"""The strategy that has nothing to be guarded against."""
FIRST_LOOK = 20
"""Audits."""
GROWTH = 1.3
BOUNDARY = 2.2
"""Standard errors."""
RANDOM_SHARE = 0.5
"""Of the texts that are no audits, while the guard is up."""
FOLDS = 5
REPEATS = 2
MOST_PICKS = 100
"""As many of the last picks are tried against random ones at most: later ones change less."""
MOST_OTHERS = 500
"""As many of the other labels are learnt from at most, a random sample: a look must stay cheap."""
# Keeps these draws apart from the other draws of the same round.
_PURPOSE = 0x47554152
look_due = LookSchedule(FIRST_LOOK, GROWTH).due


@dataclass(frozen=True)
class Guard:
    """The latest test whether a strategy teaches less than random picks."""

    strategy: str
    """The name of the one that is watched."""
    audits: int
    """There were at the last look."""
    since_labels: int | None
    """Labels there were when it was found to teach less; None while nothing is held against it."""
    reason: Reason | None
    """Why, or what a look still takes."""

    @staticmethod
    def quiet(strategy: str, audits: int = 0) -> "Guard":
        """Nothing is held against it."""
        return Guard(strategy, audits, None, None)

    @property
    def tripped(self) -> bool:
        """Whether something is held against the strategy."""
        return self.since_labels is not None

    @property
    def random_share(self) -> float:
        """Of the texts that are no audits, how many are drawn at random."""
        return RANDOM_SHARE if self.tripped else 0.0


@dataclass(frozen=True)
class Contrast:
    """Picks of a strategy against as many random ones."""

    picks: int
    chosen: float
    """The share of audits that is predicted right after picks of the strategy."""
    drawn: float
    """And after random ones in their place."""
    standard_errors: float
    """By how many of them random ones teach more."""


def watch(
    before: Guard,
    vectors: Vectors,
    labels: Labels,
    picked: IntArray,
    *,
    strategy: str,
    accused: Reason | None = None,
    n_classes: int,
    seed: int,
    round_number: int,
) -> Guard:
    """The guard after a round; what it looks at costs a fraction of a second, and most rounds none.

    picked (p,) ordinals that the strategy of that name chose, in the order in which they went out.
    `accused`: what else is held against it. What was held against another one is forgotten.
    """
    if before.strategy != strategy:
        before = Guard.quiet(strategy)
    if strategy == UNIFORM:
        return before
    n = int(labels.measured().sum())
    # Without those that have no label, and those that became audits since.
    picked = picked[np.isin(picked, labels.ordinals[~labels.audit])]
    last_contrast = None
    if look_due(before.audits, n) and len(picked) >= picks_tried(n):
        last_contrast = contrast(
            vectors, labels, picked, n_classes=n_classes, seed=seed, round_number=round_number
        )
    return decided(before, last_contrast, accused, audits=n, labels=len(labels))


def decided(
    before: Guard, contrast: Contrast | None, accused: Reason | None, *, audits: int, labels: int
) -> Guard:
    """What a look, if there was one, and other evidence change.

    It trips at the boundary, and goes back when a later look sees random picks teach no more:
    between the two it stays as it is, so that it doesn't flicker.
    """
    since = labels if before.since_labels is None else before.since_labels
    if contrast is not None and contrast.standard_errors >= BOUNDARY:
        return Guard(before.strategy, audits, since, _teaches_less(contrast))
    seen = before if contrast is None else replace(before, audits=audits)
    if accused is not None:
        return replace(seen, since_labels=since, reason=accused)
    if before.tripped and (contrast is None or contrast.standard_errors > 0):
        return seen
    return replace(seen, since_labels=None, reason=_lacking(seen, audits))


def random_is_above(lowest: float, highest: float) -> Reason | None:
    """That random sampling would have done better for certain, with fewer labels: an accusation.

    `lowest` bounds the accuracy of its heads from below, `highest` that of the released head from
    above, both of 95 % intervals.
    """
    if lowest <= highest:
        return None
    return reason(
        ReasonCode.RANDOM_CURVE_IS_ABOVE,
        random_percent=math.floor(100 * lowest),
        percent=math.ceil(100 * highest),
    )


def picks_tried(audits: int) -> int:
    """How many picks are held against random ones: as many audits as four folds of five hold."""
    return min(audits * (FOLDS - 1) // FOLDS, MOST_PICKS)


def _teaches_less(contrast: Contrast) -> Reason:
    return reason(
        ReasonCode.CHOSEN_TEACH_LESS,
        texts=contrast.picks,
        percent=round(100 * contrast.chosen),
        random_percent=round(100 * contrast.drawn),
    )


def _lacking(guard: Guard, audits: int) -> Reason | None:
    if guard.audits >= FIRST_LOOK:
        return None
    return reason(ReasonCode.GUARD_WAITS, audit_items=audits, needed=FIRST_LOOK)


def contrast(
    vectors: Vectors,
    labels: Labels,
    picked: IntArray,
    *,
    n_classes: int,
    seed: int,
    round_number: int,
) -> Contrast:
    """The strategy's first and last picks against as many audits, by logistic regression.

    picked (p,) ordinals that the strategy chose, in the order in which they went out, all of them
    labelled and no audits; p >= `picks_tried`. Each audit counts by how much higher its class
    stands among the guesses after random picks: the mean over both trials of the difference d of
    1 / rank. The standard error is that of a sum of d that are as likely up as down (Efron 1969,
    Student's t-test under symmetry conditions), so that few audits can't seem to prove much.
    """
    rng = np.random.default_rng([seed, round_number, _PURPOSE])
    audits = labels.ordinals[labels.measured()]
    others = np.setdiff1d(labels.ordinals[~labels.audit], picked)
    k = picks_tried(len(audits))
    d, right = np.zeros(len(audits)), np.zeros(2)
    for picks, base in (
        (picked[:k], others),
        (picked[-k:], np.concatenate([others, picked[:-k]])),
    ):
        used = np.concatenate([audits, picks, rng.permutation(base)[:MOST_OTHERS]])
        trial = _Trial.of(vectors, labels, used, len(audits), n_classes)
        with threads_for(len(used)):
            chosen, drawn = trial.with_picks(), trial.with_audits(k, rng)
        d += (drawn - chosen)[1] / 2
        right += [chosen[0].mean() / 2, drawn[0].mean() / 2]
    spread = math.sqrt(float(d @ d))
    return Contrast(
        picks=k,
        chosen=float(right[0]),
        drawn=float(right[1]),
        standard_errors=float(d.sum()) / spread if spread else 0.0,
    )


@dataclass(frozen=True, eq=False)
class _Trial:
    """Labels of which the first are audits, the next a strategy's picks, and the rest others."""

    X: FloatArray
    """(m, d)"""
    y: IntArray
    """(m,)"""
    audits: int
    n_classes: int

    @staticmethod
    def of(
        vectors: Vectors, labels: Labels, ordinals: IntArray, audits: int, n_classes: int
    ) -> "_Trial":
        order = np.argsort(labels.ordinals)
        rows = order[np.searchsorted(labels.ordinals, ordinals, sorter=order)]
        X = reduce_dimensions(np.asarray(vectors[ordinals]))
        return _Trial(X, class_of_each(labels.scored())[rows], audits, n_classes)

    def with_picks(self) -> DoubleArray:
        """What `_tried` says of the audits after all that is no audit."""
        return self._tried(np.arange(self.audits, len(self.y)), np.arange(self.audits))

    def with_audits(self, k: int, rng: np.random.Generator) -> DoubleArray:
        """The same with k audits in the place of k picks; no head has seen what it is asked."""
        others = np.arange(self.audits + k, len(self.y))
        outcomes = np.zeros((2, self.audits))
        for _ in range(REPEATS):
            fold = rng.permutation(self.audits) % FOLDS
            for out in range(FOLDS):
                tested = np.flatnonzero(fold == out)
                added = rng.permutation(np.flatnonzero(fold != out))[:k]
                outcomes[:, tested] += (
                    self._tried(np.concatenate([added, others]), tested) / REPEATS
                )
        return outcomes

    def _tried(self, train: IntArray, tested: IntArray) -> DoubleArray:
        """(2, len(tested)) whether each is predicted right, and 1 / the rank of its class.

        The rank among the classes from the likeliest on; 0 for a class that was never seen.
        """
        head = fit_logistic(self.X[train], self.y[train], self.n_classes)
        P, y = head.probabilities(self.X[tested]), self.y[tested]
        own = P[np.arange(len(y)), y]
        rank = 1 + np.count_nonzero(own[:, None] < P, axis=1)
        return np.stack([rank == 1, (own > 0) / rank]).astype(np.float64)
