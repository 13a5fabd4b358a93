"""A class cut to one row in a hundred: whether the few are found, and then recognised."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtrit

from benchmarks.replay.development import SPLIT_SEED
from service.core.arrays import DoubleArray
from workers.replay.labelled_file import LabelledFile

SHARE = 0.01
SET_ASIDE = 2_000
AT = (100, 300)


def set_aside(file: LabelledFile) -> LabelledFile:
    """2,000 random rows of the pool to score on, with natural shares; the others are the pool.

    None of them is in a development pool. The file's own rows to score on are left out: they may
    have other shares.
    """
    order = np.random.default_rng(SPLIT_SEED).permutation(file.n_pool)
    n_pool = file.n_pool - SET_ASIDE
    return replace(
        file,
        texts=[file.texts[row] for row in order],
        truth=file.truth[order],
        n_pool=n_pool,
        scored_on=f"{SET_ASIDE:,} rows of the train split set aside",
    )


def with_rare(file: LabelledFile, name: str) -> LabelledFile:
    """The file with this class cut to 1 % of the pool, but not where it is scored on.

    Which of its rows stay doesn't depend on the seed of a campaign. ValueError when there are too
    few to cut.
    """
    is_rare = file.truth.has(file.classes.index(name))[: file.n_pool]
    others = file.n_pool - int(is_rare.sum())
    few = round(others * SHARE / (1 - SHARE))
    if not few < is_rare.sum():
        raise ValueError(f"{name} is {is_rare.sum()} of {file.n_pool} rows: it is rare already")
    # Pools are in random order here, so the first ones are random ones.
    kept = np.flatnonzero(~is_rare | (np.cumsum(is_rare) <= few))
    rows = np.concatenate([kept, np.arange(file.n_pool, len(file.texts))])
    return replace(
        file,
        texts=[file.texts[row] for row in rows],
        truth=file.truth[rows],
        n_pool=len(kept),
        scored_on=f"{file.scored_on}, {name} with its natural share",
    )


@dataclass(frozen=True, eq=False)
class Rare:
    """What a contender makes of a rare class."""

    macro_f1: DoubleArray
    """(seeds, len(AT))"""
    recall: DoubleArray
    """(seeds, len(AT)) of the rare class."""

    def cells(self, baseline: "Rare") -> list[str]:
        """Mean, difference to the baseline and its one-sided lower 95 % bound, in points."""
        return [
            _compared(ours[:, i], theirs[:, i])
            for ours, theirs in (
                (self.macro_f1, baseline.macro_f1),
                (self.recall, baseline.recall),
            )
            for i in range(len(AT))
        ]


HEADINGS = [f"{figure} at {n}" for figure in ("macro-F1", "rare recall") for n in AT]


def _compared(ours: DoubleArray, theirs: DoubleArray) -> str:
    mean, gain, n = ours.mean(), ours - theirs, len(ours)
    if ours is theirs or n < 2 or not gain.any():
        return f"{100 * mean:.1f}"
    bound = gain.mean() - stdtrit(n - 1, 0.95) * gain.std(ddof=1) / n**0.5
    return f"{100 * mean:.1f} ({100 * gain.mean():+.1f} ≥ {100 * bound:+.1f})"
