"""What share is shown to be right, said in a way that holds however often one looks.

An interval of one look promises nothing to somebody who looks after every label and stops at the
first good one. So there are few looks, each when there are half as many audits again as at the
last, and each is held to a boundary that all of them together pass by chance only in so many
projects that have not reached their target.
"""

from collections.abc import Callable

from scipy.special import ndtr

from service.core.evaluation.looks import LookSchedule

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
_looks = LookSchedule(FIRST_LOOK, GROWTH, LOOKS)
look_due, next_look = _looks.due, _looks.following


def share_shown(low: Callable[[float], float], level: float) -> float:
    """What a look shows to be reached: so high a target is.

    `low` gives the low end of the look's interval of a level. `level` is one of `BOUNDARIES`: how
    often what all looks of a project show is true.
    """
    return low(2 * float(ndtr(BOUNDARIES[level])) - 1)


def still_shown(share: float, items: int, items_now: int) -> float:
    """What is left of a share that was shown of a pool of `items`, if it has grown or shrunk since.

    The worst is taken of as many as came, or went, in all: none of the former are predicted right,
    and all of the latter were. Items that went and were made up for by others aren't noticed. Of F1
    it is so where those items have as many classes as the others.
    """
    if items_now >= items:
        return share * items / max(items_now, 1)
    return max(1 - (1 - share) * items / max(items_now, 1), 0.0)
