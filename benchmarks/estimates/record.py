"""A recorded campaign: all that an estimate may look at, and the truth beside it."""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Look:
    """The state of a campaign after so many labels.

    Labelled rows are predicted by heads that haven't seen them: audits and chosen ones are dealt
    to folds, and a head is trained on all other labels.
    """

    ordinals: IntArray
    """(m,) labelled rows: audits in audit order, then the chosen ones."""
    n_audit: IntArray
    """() so many of them are audits."""
    right: BoolArray
    """(m,) whether the prediction is."""
    confidence: FloatArray
    """(m,) the probability of what is predicted."""
    pool_confidence: FloatArray
    """(N,) by the heads that predict audits; for labelled rows out of fold."""
    pool_right: BoolArray
    """(N,) whether these are right, which no estimate may look at."""
    released_right: BoolArray
    """(N,) whether the released head is, for labelled rows out of fold: the truth."""
    released_confidence: FloatArray
    """(N,)"""

    @property
    def labels(self) -> int:
        return len(self.ordinals)

    @property
    def audits(self) -> int:
        return int(self.n_audit)

    @property
    def fold_loss(self) -> float:
        """How much less accurate the heads that predict audits are than the released one."""
        return float(self.released_right.mean() - self.pool_right.mean())

    @property
    def truth(self) -> float:
        """The share of all rows of the pool that the released head gets right."""
        return float(self.released_right.mean())


@dataclass(frozen=True, eq=False)
class Record:
    """A campaign."""

    looks: dict[int, Look]
    """By their labels."""
    order: IntArray
    """(m,) labelled rows in the order in which they were asked."""
    curve_labels: IntArray
    """(P,)"""
    curve: DoubleArray
    """(P,) accuracy of the released head on rows that are not in the pool."""
    seconds: float
    """Of one core."""


def save(record: Record, path: Path) -> None:
    """Writes a record, whole or not at all."""
    arrays = {
        f"{labels}.{field.name}": getattr(look, field.name)
        for labels, look in record.looks.items()
        for field in fields(Look)
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez_compressed(
        part,
        order=record.order,
        curve_labels=record.curve_labels,
        curve=record.curve,
        seconds=record.seconds,
        **arrays,
    )
    part.replace(path)


def load(path: Path) -> Record:
    """What `save` has written."""
    with np.load(path) as kept:
        at = sorted({int(key.partition(".")[0]) for key in kept.files if key[0].isdigit()})
        looks = {
            labels: Look(**{field.name: kept[f"{labels}.{field.name}"] for field in fields(Look)})
            for labels in at
        }
        seconds = float(kept["seconds"])
        return Record(looks, kept["order"], kept["curve_labels"], kept["curve"], seconds)
