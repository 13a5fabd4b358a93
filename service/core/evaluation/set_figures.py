"""How right a head is about rows of several classes each: F1 and Jaccard, with intervals."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import DoubleArray
from service.core.class_sets import ClassSets

RESAMPLES = 1_000
LEVEL = 0.95


@dataclass(frozen=True)
class SetFigure:
    value: float
    low: float
    high: float
    """95 % interval."""


@dataclass(frozen=True)
class SetFigures:
    micro_f1: SetFigure
    """F1 = 2 tp / (2 tp + fp + fn) of all classes of all items together."""
    macro_f1: SetFigure
    """The mean of the F1 of each class that is there or predicted."""
    jaccard: SetFigure
    """The mean over items of the classes in both, as a share of those in either; none in both is
    right."""


def set_figures(
    truth: ClassSets, predicted: ClassSets, weights: DoubleArray, rng: np.random.Generator
) -> SetFigures | None:
    """Of audit items (n,), each with its weight; None below two items, or without a class.

    Intervals by the bootstrap: percentiles of 1,000 samples of n items with replacement (Efron
    1979, Bootstrap methods: another look at the jackknife). A class that a sample lacks is left out
    of its macro-F1.
    """
    here, there = truth.matrix == 1, predicted.matrix == 1
    n = len(truth)
    if n < 2 or not (here | there).any():
        return None
    drawn = rng.multinomial(n, np.full(n, 1 / n), size=RESAMPLES).astype(np.float64)
    often = np.vstack([np.ones(n), drawn]) * weights
    hits, both = often @ (here & there), often @ here + often @ there
    either = (here | there).sum(axis=1)
    share = np.where(either > 0, (here & there).sum(axis=1) / np.maximum(either, 1), 1.0)
    with np.errstate(invalid="ignore"):
        of_each = 2 * hits / both  # NaN for a class that a sample lacks
        micro = 2 * hits.sum(axis=1) / both.sum(axis=1)
    seen = (both > 0).sum(axis=1)
    macro = np.nansum(of_each, axis=1) / np.where(seen > 0, seen, np.nan)
    return SetFigures(
        _figure(micro),
        _figure(macro),
        _figure(often @ share / often.sum(axis=1)),
    )


def _figure(of_samples: NDArray[np.float64]) -> SetFigure:
    """The first is of the items as they are."""
    value, rest = float(of_samples[0]), of_samples[1:]
    low, high = np.nanquantile(rest, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return SetFigure(value, min(float(low), value), max(float(high), value))
