"""Suggestions: classes that a model thinks likely, shown beside an item."""

import numpy as np
from scipy.special import expit

from service.core.acquisition.audit import NO_AUDIT_ABOVE
from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.evaluation.evidence import log_odds
from service.core.evaluation.recalibration import Recalibration
from service.core.targets.class_sets import LIKELY

MOST = 6
"""Classes that are suggested for an item: two rows of three, a digit each."""
MOST_UNSUGGESTED = 10
"""Classes up to which a key each does: more are looked for, and there suggestions spare keys."""
WITHHELD_BELOW, WITHHELD_OF_OTHERS = NO_AUDIT_ABOVE, 0.3


def suggests(setting: bool | None, n_classes: int) -> bool:
    """Whether a project shows suggestions: as it says, or where it has many classes."""
    return n_classes > MOST_UNSUGGESTED if setting is None else setting


def withheld_up_to(frontier: float, reserve_end: float, audits: float = 0.0) -> float:
    """The audit key up to which an item shows no suggestion to anyone, while such a share of
    hand-outs are audits.

    Keys are random, so what lies below one is a random part, and what an item shows it shows for
    good: whoever gives one back and gets it again learns nothing. An audit sample takes in all that
    its frontier passes, but never more than a third of the pool, so that no item with a
    suggestion gets into it. Strategies leave the reserve alone, of a small pool most that lies
    below: three in ten of what is beyond are withheld as well. Together with the audits that is
    37 % of hand-outs at least, and more than twice the audits in the long run. While audits come
    densely it is more: as many others as audits, so that what shows none is an audit in one of two
    cases at most.
    """
    beyond = max(frontier, reserve_end)
    of_others = max(WITHHELD_OF_OTHERS, audits / (1 - audits))
    return max(WITHHELD_BELOW, beyond + of_others * (1 - beyond))


def likeliest(probabilities: FloatArray, by: Recalibration) -> tuple[IntArray, DoubleArray]:
    """(n, k) the likeliest classes of each row and how often they are right, likeliest first.

    k is 6, or the number of classes. 0 for a class that the head doesn't know.
    """
    k = min(MOST, probabilities.shape[1])
    order = np.argsort(-probabilities, axis=1, kind="stable")[:, :k]
    return order, np.take_along_axis(calibrated(probabilities, by), order, axis=1)


def likeliest_of_set(
    probabilities: FloatArray, stated: DoubleArray
) -> tuple[IntArray, DoubleArray]:
    """(n, k) of each row the classes that a head would name, at most 6, and how likely it holds
    them to be, likeliest first; 0 for those that it wouldn't name.

    `probabilities` (n, n_classes) name a class above 0.5, `stated` are not moved to make it so.
    """
    named = np.where(probabilities > LIKELY, stated, 0.0)
    order = np.argsort(-named, axis=1, kind="stable")[:, :MOST]
    return order, np.take_along_axis(named, order, axis=1)


def calibrated(probabilities: FloatArray, by: Recalibration) -> DoubleArray:
    """(n, n_classes) with the likeliest class as likely as it is right; others share the rest.

    In the order in which they were: none gets above the likeliest.
    """
    P = probabilities.astype(np.float64)
    before = P.max(axis=1, initial=0.0, keepdims=True)
    right = expit(by.shift + by.slope * log_odds(before))
    rest = (1 - right) / np.maximum(1 - before, np.finfo(np.float32).eps)
    chances: DoubleArray = np.where(before == P, right, np.minimum(P * rest, right))
    return chances
