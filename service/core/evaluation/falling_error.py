"""How the error of random sampling falls beyond the labels it was measured with.

Audit items alone say too little of it: what heads gain from a half of them to all is noise beside
what is asked (docs/findings/0012-random-sampling-as-far-as-it-can-be-told.md). So it is what public
data sets teach: error(factor x m) = factor^-c error(m), with a c that is known within a band.
"""

import math

EXPONENT, SPREAD = 0.21, 0.10
"""Mean and standard deviation of c among the development halves of five data sets, from 31, 50 and
88 labels of mixture@2 to 4 to 12 times as many; without any one of them 0.19 to 0.23, and 0.09 to
0.10. Labels per class and the error itself foretell c no better on a set that is left out."""
FURTHEST = 10.0
"""Times the labels of the measured head: nothing is said of random sampling beyond."""


def share_left(factor: float) -> float:
    """The share of the error that is left with `factor` times the labels."""
    return math.exp(-EXPONENT * math.log(factor))


def uncertainty(factor: float) -> float:
    """Standard error of the logarithm of `share_left`."""
    return SPREAD * abs(math.log(factor))


def factor_to(share: float) -> float:
    """How many times the labels it takes to leave that share of the error.

    From a tenth to `FURTHEST`.
    """
    wanted = -math.log(max(share, 1e-9)) / EXPONENT
    return math.exp(min(max(wanted, -math.log(FURTHEST)), math.log(FURTHEST)))
