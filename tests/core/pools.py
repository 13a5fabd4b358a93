"""Pools to try strategies on."""

import numpy as np

from service.core.acquisition.pool import Pool
from service.core.arrays import FloatArray, IntArray
from service.core.heads.logistic import fit_logistic


def blobs(
    n: int, dimensions: int = 16, n_classes: int = 4, spread: float = 0.6, seed: int = 0
) -> tuple[FloatArray, IntArray]:
    """Unit rows (n, D) around one random direction per class, and their classes (n,)."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(n_classes, dimensions))
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    classes = rng.integers(0, n_classes, size=n)
    rows = centres[classes] + spread * rng.normal(size=(n, dimensions)) / np.sqrt(dimensions)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows.astype(np.float32), classes


def pool_of(
    vectors: FloatArray, classes: IntArray, n_classes: int, n_labels: int = 0, seed: int = 0
) -> Pool:
    """A pool in which `n_labels` random items are labelled, with a head when they allow one."""
    rng = np.random.default_rng([seed, 1])
    labelled = rng.choice(len(vectors), size=n_labels, replace=False)
    taken = np.zeros(len(vectors), dtype=np.bool_)
    taken[labelled] = True
    head = None
    if len(np.unique(classes[labelled])) > 1:
        head = fit_logistic(vectors[labelled], classes[labelled], n_classes)
    return Pool(vectors, ~taken, taken, n_classes, n_labels, head)
