"""A map of vectors: rows that are alike lie near each other in two dimensions.

A part is laid out by t-SNE, the others are placed among those of it that are most like them.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from service.core.arrays import FloatArray, IntArray
from service.core.vectors.matrix import Vectors, block_rows

MOST_FITTED = 5_000
"""Rows that t-SNE lays out: it takes twice as long for twice as many."""
MOST_PLACED = 100_000
DIRECTIONS = 50
"""What t-SNE reads of a vector: the directions in which rows differ most."""
PERPLEXITY = 30
NEAREST = 3
"""A row is placed among so many."""
SPREAD = 0.003
"""Of the map's width, at random: rows that are the same would lie on one point."""
EDGE = np.iinfo(np.uint16).max

Places = NDArray[np.uint16]
"""(n, 2) x and y, from 0 to 65,535."""


def principal(vectors: Vectors, rows: IntArray) -> FloatArray:
    """(D, k) the directions in which these rows differ most, each of length 1."""
    X = vectors[rows]
    X -= X.mean(axis=0)
    _, directions = np.linalg.eigh(X.T @ X)
    # The sign of a direction is anybody's guess: its largest entry is positive.
    chosen = directions[:, ::-1][:, :DIRECTIONS]
    signs = np.sign(chosen[np.abs(chosen).argmax(axis=0), np.arange(chosen.shape[1])])
    return np.ascontiguousarray(chosen * signs, dtype=np.float32)


def lay_out(X: FloatArray, seed: int) -> FloatArray:
    """(n, 2) of t-SNE, begun with the two directions in which rows differ most."""
    # 100 MB that no other job reads, and threads of its own.
    from sklearn.manifold import TSNE

    if len(X) < 4:
        return np.pad(X, ((0, 0), (0, 2)))[:, :2]
    tsne = TSNE(
        init="pca", perplexity=min(PERPLEXITY, (len(X) - 1) / 3), random_state=seed, n_jobs=1
    )
    with threadpool_limits(1):
        points: FloatArray = tsne.fit_transform(X).astype(np.float32)
    return points


def placed(
    vectors: Vectors, fitted: IntArray, points: FloatArray, others: IntArray, seed: int
) -> Iterator[FloatArray]:
    """(n, 2) of one block of the other rows after another: the middle of the fitted rows that are
    most like each, weighted by how much they are."""
    F = vectors[fitted]
    k = min(NEAREST, len(F))
    rng = np.random.default_rng(seed)
    width = float(np.ptp(points, axis=0).max())
    step = block_rows(max(vectors.shape[1], len(F)))
    for start in range(0, len(others), step):
        likeness = vectors[others[start : start + step]] @ F.T
        nearest = np.argpartition(likeness, -k, axis=1)[:, -k:]
        near = np.take_along_axis(likeness, nearest, axis=1)
        distance = np.maximum(1 - near, 1e-3)
        weights = 1 / distance**2
        weights /= weights.sum(axis=1, keepdims=True)
        block = np.einsum("nk,nkd->nd", weights, points[nearest])
        block += rng.normal(0, SPREAD * width, block.shape)
        yield block.astype(np.float32)


def on_grid(points: FloatArray) -> Places:
    """The same on whole numbers, as large as they fit, neither axis stretched against the other."""
    low, high = points.min(axis=0), points.max(axis=0)
    width = max(float((high - low).max()), 1e-9)
    centred = (points - (low + high) / 2) / width + 0.5
    places: Places = np.round(np.clip(centred, 0, 1) * EDGE).astype(np.uint16)
    return places
