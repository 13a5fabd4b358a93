"""Pools with labels and a neighbour graph, to try heads on."""

import numpy as np

from service.core.arrays import FloatArray, IntArray
from service.core.heads.labelled import LabelledPool
from service.core.targets.one_class import OneClass
from service.core.vectors.neighbours import find_neighbours


def labelled_pool(
    vectors: FloatArray, classes: IntArray, rows: IntArray, n_classes: int
) -> LabelledPool:
    """The pool of these vectors (n, D) of which `rows` are labelled with their classes."""
    return LabelledPool.of(
        vectors, rows, OneClass(classes[rows]), n_classes, find_neighbours(vectors)
    )


def some(n: int, m: int, seed: int = 0) -> IntArray:
    """(m,) of n rows at random."""
    return np.random.default_rng(seed).permutation(n)[:m]
