"""Halves: one to look at while something is being made, one that stays unseen until it is tried."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from service.core.arrays import IntArray
from workers.replay.labelled_file import LabelledFile

SPLIT_SEED = 12_345
MOST_SCORED = 2_500


def development_half(file: LabelledFile) -> LabelledFile:
    """A fixed random half of the pool as the pool, scored on rows of the other half.

    The rows that the file itself would be scored on are in neither: they stay unseen until the
    final table.
    """
    return _half(file, _order(file))


def other_half(file: LabelledFile) -> LabelledFile:
    """The rows of the pool that are in no development half as the pool, scored on that half."""
    return _half(file, _order(file)[::-1])


def _order(file: LabelledFile) -> IntArray:
    return np.random.default_rng(SPLIT_SEED).permutation(file.n_pool)


def _half(file: LabelledFile, order: IntArray) -> LabelledFile:
    half = file.n_pool // 2
    kept = order[: half + MOST_SCORED]
    return replace(
        file,
        texts=[file.texts[row] for row in kept],
        truth=file.truth[kept],
        n_pool=half,
        scored_on="the other half of the train split",
    )


PARTS: Mapping[str, Callable[[LabelledFile], LabelledFile]] = {
    "development": development_half,
    "final": other_half,
    "whole": lambda file: file,
}
"""What of a file's rows campaigns are played on."""
