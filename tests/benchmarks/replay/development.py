"""Development halves: what may be looked at while a strategy or head is being made."""

from dataclasses import replace

import numpy as np

from workers.replay.labelled_file import LabelledFile

SPLIT_SEED = 12_345
MOST_SCORED = 2_500


def development_half(file: LabelledFile) -> LabelledFile:
    """A fixed random half of the pool as the pool, scored on rows of the other half.

    The rows that the file itself would be scored on are in neither: they stay unseen until the
    final table.
    """
    order = np.random.default_rng(SPLIT_SEED).permutation(file.n_pool)
    half = file.n_pool // 2
    kept = order[: half + MOST_SCORED]
    return replace(
        file,
        texts=[file.texts[row] for row in kept],
        truth=file.truth[kept],
        n_pool=half,
        scored_on="the other half of the train split",
    )
