"""What share is shown to be right, said in a way that holds however often one looks.

An interval of one look promises nothing to somebody who looks after every label and stops at the
first good one. So there are few looks, each when there are half as many audits again as at the
last, and each is held to a boundary that all of them together pass by chance only in so many
projects that have not reached their target.
"""

from collections.abc import Callable

from scipy.special import ndtr

from service.core.evaluation.estimator import Estimate, Estimator, find_estimator
from service.core.evaluation.looks import Looks

FIRST_LOOK = 20
"""Audits, as many as the first figure needs."""
GROWTH = 1.5
LOOKS = 12
"""At 20, 30, 45, ... 1,730 audits. Later ones would make the boundary higher for all."""
BOUNDARIES = {0.8: 1.77, 0.9: 2.14, 0.95: 2.45}
"""Standard errors, by how sure one is of all looks together. Of a random walk without drift, at its
values after 20, 30, 45, ... 1,730 steps: that quantile of the largest, in units of its standard
deviation then (Pocock 1977, Group sequential methods in the design and analysis of clinical
trials). Heads that get better make it safer: what falls short of the target now fell short by
more before."""
SHOWN_BY = "calibrated@1"
"""Its low end is where audits lie so many standard errors above what it says of them."""
_looks = Looks(FIRST_LOOK, GROWTH, LOOKS)
look_due, next_look = _looks.due, _looks.following


def share_shown(
    estimate: Callable[[Estimator, float], Estimate], level: float, by: str = SHOWN_BY
) -> float:
    """The share of the pool that a look shows to be right: so high a target is reached.

    `estimate` applies an estimator to the audits of the look, at the level of an interval. `level`
    is one of `BOUNDARIES`: how often what all looks of a project show is true; `by` names the
    estimator.
    """
    two_sided = 2 * float(ndtr(BOUNDARIES[level])) - 1
    return estimate(find_estimator(by), two_sided).low


def still_shown(share: float, items: int, items_now: int) -> float:
    """What is left of a share that was shown of a pool of `items`, if it has grown or shrunk since.

    The worst is taken of as many as came, or went, in all: none of the former are predicted right,
    and all of the latter were. Items that went and were made up for by others aren't noticed.
    """
    if items_now >= items:
        return share * items / max(items_now, 1)
    return max(1 - (1 - share) * items / max(items_now, 1), 0.0)
