"""An attempt to have a machine label all but few texts right: what to check, and what it shows.

Frozen before the first check: the labels, how sure the machine is of each, a random key for each,
and a ladder of sets, each the surest so many labels. One rung is the first that is tested, by what
the machine expects of itself; from it the attempt climbs. A rung counts when it and all rungs
between it and the first are shown to have few errors, each at the full level: the lowest one that
has too many would have to be passed by chance, and that happens as seldom as any single test errs,
however many rungs there are (fixed-sequence testing: Maurer, Hothorn and Lehmacher 1995).

A set is checked in the order of its keys, so sets share checks, and what is known of a set is what
its first keys say. Evidence holds for all beginnings of that order at once: which of them is looked
at, and what made anybody look, may depend on everything that was seen.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.special import betaln, gammaln

from service.core.arrays import BoolArray, DoubleArray, IntArray

RUNGS = 20
EXPECTED = 0.5
"""Of the errors that calibrated heads expect of themselves, so many are there: on the development
halves of five public sets it was 0.1 to 1.0 of them."""
SURE_OF = 0.5
"""The first rung is the largest set of which the machine expects half of the allowed errors."""
GAIN = 2
"""So many labels at least a check must bring."""
SPARE = 0.35
"""Of the checks so many may come out right and leave no fewer errors to the rest, and the first
rung's test allows for it."""
UNKNOWN, RIGHT, WRONG = -1, 0, 1
FIRST_SHARE = 0.8


def risk_of_attempt(risk: float, number: int) -> float:
    """What an attempt may risk, so that all of a project together risk no more than `risk`.

    `number`: 0 for the first. Each takes four fifths of what is left: whoever tries until it works
    is not more likely to be wrong.
    """
    return risk * FIRST_SHARE * (1 - FIRST_SHARE) ** number


@dataclass(frozen=True)
class Terms:
    """What is asked of an attempt."""

    error: float
    """The share of wrong labels that is allowed."""
    risk: float
    """The probability with which there may be more."""
    checks: int
    """No more than so many."""


@dataclass(frozen=True)
class AttemptStatus:
    """Where an attempt stands."""

    size: int
    """So many of the surest labels have few errors; 0: that isn't shown of any."""
    ask: IntArray
    """Rows to check next: the fewest that may change something. None: the attempt is over."""
    expected: int
    """Checks that it likely takes from here on until more is shown."""


@dataclass(frozen=True)
class Foreseen:
    """What an attempt may come to."""

    size: int
    """Labels of the first set that is tested."""
    least: int
    """Checks, if all of them come out right."""
    expected: int | None
    """With as many errors as are likely; None: more than are allowed."""


@dataclass(frozen=True, eq=False)
class CheckedLabels:
    """What people have said of the labels since."""

    known: IntArray
    """(N,) whether a label is `RIGHT` or `WRONG`, by those who were asked and didn't know it;
    `UNKNOWN` of most. What nobody could answer is wrong."""
    gone: BoolArray
    """(N,) the machine's label isn't needed: people gave one, or the text is no longer there."""
    spent: int
    """Checks."""

    @staticmethod
    def nothing(labels: int) -> "CheckedLabels":
        return CheckedLabels(np.full(labels, UNKNOWN), np.zeros(labels, dtype=np.bool_), 0)


@dataclass(frozen=True, eq=False)
class Attempt:
    """On N labels, the surest first."""

    probability: DoubleArray
    """(N,) falling: how often such a label is right, as far as the machine knows."""
    keys: DoubleArray
    """(N,) random, of which nobody knows which text has which."""
    terms: Terms

    @cached_property
    def sizes(self) -> IntArray:
        """(R,) of the ladder's sets."""
        share = np.arange(1, RUNGS + 1) / RUNGS
        sizes = np.unique(np.floor(share * len(self.probability)).astype(np.int64))
        return sizes[sizes > 0]  # of few labels the first sets have none

    @cached_property
    def doubt(self) -> DoubleArray:
        """(N,) the errors to expect: of each label."""
        return EXPECTED * (1 - self.probability)

    def foreseen(self) -> Foreseen | None:
        """None where no number of checks is likely to be worth while."""
        nothing, first = CheckedLabels.nothing(len(self.probability)), self.first
        if first is None:
            return None
        least = self._following(first, nothing, 0.0)
        assert least is not None
        likely = self._following(first, nothing, self._expected(first))
        return Foreseen(int(self.sizes[first]), least, likely)

    @cached_property
    def first(self) -> int | None:
        """The rung that is tested first."""
        nothing = CheckedLabels.nothing(len(self.probability))
        takes = {rung: self._following(rung, nothing, 0.0) for rung in range(len(self.sizes))}
        worth = {r: n for r, n in takes.items() if n and self.sizes[r] >= GAIN * n}
        likely = [r for r in worth if self._following(r, nothing, self._expected(r)) is not None]
        most = SURE_OF * EXPECTED * self.terms.error
        sure = [r for r in likely if self._expected(r) <= most] or likely
        return max(sure) if sure else min(worth, key=lambda r: worth[r], default=None)

    def decide(self, seen: CheckedLabels) -> AttemptStatus:
        """What is shown so far, and what to check next."""
        size, rung = 0, self.first
        while rung is not None and rung < len(self.sizes) and self._is_passed(rung, seen):
            size = int(self.sizes[rung])
            rung += 1
        if rung is None or rung == len(self.sizes):
            return AttemptStatus(size, np.empty(0, dtype=np.int64), 0)
        ask = self._unknown(rung, seen, 0.0)
        likely = self._unknown(rung, seen, self._rate(rung, seen))
        # With something in hand only what is likely to bring more is worth asking.
        wanted = likely if size else ask
        if ask is None or wanted is None or len(wanted) > self.terms.checks - seen.spent:
            return AttemptStatus(size, np.empty(0, dtype=np.int64), 0)
        return AttemptStatus(size, ask, len(ask if likely is None else likely))

    def rests_on(self, size: int, seen: CheckedLabels) -> tuple[int, int]:
        """The checks by which a set of the ladder was shown to have few errors; how many wrong."""
        rung = int(np.searchsorted(self.sizes, size))
        wrong, _ = self._checked(rung, seen)
        return len(wrong), int(wrong[-1]) if len(wrong) else 0

    def _is_passed(self, rung: int, seen: CheckedLabels) -> bool:
        wrong, _ = self._checked(rung, seen)
        if len(wrong) == 0:
            return False
        checked = np.arange(1, len(wrong) + 1)
        evidence = self._evidence(rung, wrong, checked, self._too_many(rung, seen, 0, 0.0))
        return bool(evidence.max() >= -math.log(self.terms.risk))

    def _following(self, rung: int, seen: CheckedLabels, rate: float) -> int | None:
        """Checks of a rung from here on until it is passed, where a share `rate` of them is wrong.

        Known ones count; None: not within the terms.
        """
        wrong, _ = self._checked(rung, seen)
        n, e = len(wrong), int(wrong[-1]) if len(wrong) else 0
        more = np.arange(min(self.terms.checks, int(self.sizes[rung]) - n) + 1)
        too_many = self._too_many(rung, seen, more, rate)
        evidence = self._evidence(rung, e + rate * more, n + more, too_many)
        passed = np.flatnonzero(evidence >= -math.log(self.terms.risk))
        return int(more[passed[0]]) if len(passed) else None

    def _unknown(self, rung: int, seen: CheckedLabels, rate: float) -> IntArray | None:
        """Rows that would have to be checked for it."""
        wrong, order = self._checked(rung, seen)
        more = self._following(rung, seen, rate)
        if more is None:
            return None
        rows = order[len(wrong) : len(wrong) + more]
        unknown: IntArray = rows[seen.known[rows] == UNKNOWN]
        return unknown

    def _evidence(
        self, rung: int, wrong: Any, checked: IntArray, too_many: DoubleArray
    ) -> DoubleArray:
        prior = Prior.expecting(self._expected(rung))
        return log_evidence(wrong, checked, too_many, int(self.sizes[rung]), prior)

    def _checked(self, rung: int, seen: CheckedLabels) -> tuple[IntArray, IntArray]:
        """(n,) wrong ones among the first 1, 2, ... of its order that are known, and the order."""
        rows = np.argsort(self.keys[: self.sizes[rung]], kind="stable")
        states = seen.known[rows]
        unknown = np.flatnonzero(states == UNKNOWN)
        n = int(unknown[0]) if len(unknown) else len(rows)
        return np.cumsum(states[:n] == WRONG), rows

    def _too_many(
        self, rung: int, seen: CheckedLabels, more: IntArray | int, rate: float
    ) -> DoubleArray:
        """How many of a rung's labels must not be wrong, once `more` of them were checked.

        What people answer leaves the set, right ones make the share of errors in the rest larger.
        The test allows for some of them from the start, and what goes beyond counts when it has
        happened.
        """
        size = int(self.sizes[rung])
        spare = math.floor(SPARE * self.terms.checks)
        at_first = math.floor(self.terms.error * max(size - spare, 0)) + 1
        gone, states = seen.gone[:size], seen.known[:size]
        left = np.maximum(size - np.count_nonzero(gone) - np.asarray(more), 0)
        wrong = np.count_nonzero(gone & (states == WRONG)) + rate * np.asarray(more)
        limits: DoubleArray = np.minimum(wrong + np.floor(self.terms.error * left) + 1, at_first)
        return limits

    def _expected(self, rung: int) -> float:
        return float(self.doubt[: self.sizes[rung]].mean())

    def _rate(self, rung: int, seen: CheckedLabels) -> float:
        """The share of errors to expect among a rung's other labels, by those known so far."""
        checked = seen.known != UNKNOWN
        rest = ~checked[: self.sizes[rung]]
        promised = 1 + float(self.doubt[checked].sum())
        ratio = (1 + np.count_nonzero(seen.known == WRONG)) / promised
        expected = self.doubt[: self.sizes[rung]][rest]
        return min(ratio * float(expected.mean()), 0.5) if len(expected) else 0.0


_WEIGHT = 0.5
"""Of what is expected, in wrong labels: checks soon outweigh it."""
_LEAST, _MOST = 0.002, 0.5


@dataclass(frozen=True)
class Prior:
    """What is expected before any label is checked, as a beta distribution of the share of errors.

    What the evidence proves doesn't rest on it: a poor one only takes more checks.
    """

    wrong: float
    right: float

    @staticmethod
    def expecting(error: float) -> "Prior":
        """Spread out around a share of errors."""
        share = min(max(error, _LEAST), _MOST)
        return Prior(_WEIGHT, _WEIGHT * (1 - share) / share)


def log_evidence(wrong: Any, checked: Any, too_many: Any, labels: int, prior: Prior) -> DoubleArray:
    """The logarithm of the evidence against `too_many` of so many `labels` being wrong, or more.

    Labels are checked in a random order, none twice. Before each check a bet is made on how it
    comes out, by a prior and by the checks before; the evidence is what was won by it, in units of
    the stake. For the true number of wrong ones that is a martingale: it ever gets to 1 / delta
    with probability delta at most (Ville 1939), so one may look after every check and stop when
    one likes. Waudby-Smith and Ramdas (2020), Confidence sequences for sampling without
    replacement: the prior-posterior-ratio martingale.

    After so many were `checked` in a random order, of which so many were `wrong`; all of these may
    be arrays (t,), and `wrong` an expectation. Evidence against a number of wrong labels speaks no
    less against any larger one, as long as it is above what the checks make likeliest; below that
    there is none (-inf). It is inf where so many can't be wrong any more.
    """
    e, n, K = (np.asarray(each, dtype=np.float64) for each in (wrong, checked, too_many))
    right = n - e
    bet = betaln(prior.wrong + e, prior.right + right) - betaln(prior.wrong, prior.right)
    theirs = _log_falling(K, e) + _log_falling(labels - K, right) - _log_falling(labels, n)
    evidence: DoubleArray = np.where(right > labels - K, np.inf, bet - theirs)
    return np.where(e * labels > K * n, -np.inf, evidence)


def _log_falling(number: Any, steps: DoubleArray) -> DoubleArray:
    """log of number (number - 1) ..., so many factors; no more than there are."""
    logarithms: DoubleArray = gammaln(number + 1.0) - gammaln(np.maximum(number - steps, 0) + 1.0)
    return logarithms
