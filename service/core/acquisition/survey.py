"""A look at every row of a large pool, to see which of them are worth a closer one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.compute import Scorer
from service.core.heads.head import Head
from service.core.numpy_compute import margins_of
from service.core.vectors.matrix import Vectors

KEPT = 256
"""Of each block of rows so many are kept as likely of a rare class."""


@dataclass(frozen=True, eq=False)
class Survey:
    """What stood out."""

    unsure: BoolArray
    """(N,) rows of which the head is least sure, roughly. No others count as unsure."""
    likely: Mapping[int, IntArray]
    """By rare class, rows that are likeliest of it, roughly."""


def survey(
    head: Head,
    vectors: Vectors,
    allowed: BoolArray,
    most: int,
    rare: Sequence[int],
    scorer: Scorer,
) -> Survey:
    """Of the allowed rows (N,), more than `most`: those of which a head, which may be a rough one,
    is least sure, `most` of them, and for the `rare` classes together as many that may be of one.
    """
    margins = np.full(len(allowed), np.inf, dtype=np.float32)
    likeliest: dict[int, list[tuple[IntArray, FloatArray]]] = {c: [] for c in rare}

    def see(rows: IntArray, probabilities: FloatArray) -> None:
        margins[rows] = margins_of(head, probabilities)
        here = allowed[rows]
        for c in rare:
            likely = np.where(here, probabilities[:, c], -1)
            few = np.argsort(-likely, kind="stable")[:KEPT]
            likeliest[c].append((rows[few], likely[few]))

    scorer.look_over(head, vectors, see)
    margins[~allowed] = np.inf
    unsure = np.zeros(len(allowed), dtype=np.bool_)
    unsure[np.argpartition(margins, most)[:most]] = True
    return Survey(unsure, {c: _likeliest(likeliest[c], most // len(rare)) for c in rare})


def _likeliest(candidates: list[tuple[IntArray, FloatArray]], most: int) -> IntArray:
    """(k,) ordinals, in no order that depends on which block was seen first."""
    rows, likely = (np.concatenate(each) for each in zip(*candidates, strict=True))
    rows, likely = rows[likely >= 0], likely[likely >= 0]
    return rows[np.lexsort((rows, -likely))[:most]]
