"""How much checks speak against too many of a finite number of labels being wrong.

Labels are checked in a random order, none twice. Before each check a bet is made on how it comes
out, by a prior and by the checks before; the evidence is what was won by it, in units of the stake,
if K of the N labels are wrong. For the true K that is a martingale: it ever gets to 1 / delta with
probability delta at most (Ville 1939), so that one may look after every check and stop when one
likes. Waudby-Smith and Ramdas (2020), Confidence sequences for sampling without replacement: the
prior-posterior-ratio martingale.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import betaln, gammaln

from service.core.arrays import DoubleArray

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
