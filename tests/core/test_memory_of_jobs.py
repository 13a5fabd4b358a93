"""What a round and a measurement take beside a mapped pool of three views: the rest of a worker's
memory is libraries."""

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from weakref import ref

import numpy as np
import pytest

from service.core.arrays import FloatArray, IntArray
from service.core.heads.head import Head, find_head
from service.core.heads.learner import Learner
from service.core.label_propagation import Spread
from service.core.numpy_compute import NumpyScorer, numpy_compute
from service.core.rounds import measure, rank
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.vectors.matrix import Matrix
from service.core.vectors.neighbours import NEAREST, Neighbours, neighbours_from_arrays
from service.core.vectors.views import Stacked
from tests.core.pools import blobs

MB = 1_000_000
ROWS, CLASSES, LABELS = 8_000, 6, 90
WIDTHS = (384, 128, 512)
OF_ALL = ROWS * sum(WIDTHS) * 4
"""A copy of all vectors: 33 MB."""


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], IntArray]:
    folder = tmp_path_factory.mktemp("vectors")
    files = [folder / f"{width}.npy" for width in WIDTHS]
    for file, width in zip(files, WIDTHS, strict=True):
        vectors, truth = blobs(ROWS, width, CLASSES)
        np.save(file, vectors)
    return files, truth


def opened(files: list[Path]) -> tuple[Stacked, Learner]:
    """As a job reads them."""
    mapped = [np.load(file, mmap_mode="r") for file in files]
    views = [Matrix([(0, rows)], rows.shape) for rows in mapped]
    first, *further = map(graph, views)
    vectors = Stacked(views)
    return vectors, Learner(find_head("mixture@1"), first, None, vectors.layout, tuple(further))


def graph(view: Matrix) -> Neighbours:
    """Of neighbours at random: it is as large as any."""
    rng = np.random.default_rng(0)
    arrays = {
        "nodes": np.arange(ROWS),
        "nearest": rng.integers(0, ROWS, (ROWS, NEAREST)),
        "similarity": np.full((ROWS, NEAREST), 0.5, dtype=np.float32),
    }
    return neighbours_from_arrays(arrays, view)


def labels(truth: IntArray) -> Labels:
    ordinals = np.arange(0, ROWS, ROWS // LABELS)[:LABELS]
    return Labels(ordinals, OneClass(truth[ordinals]), np.arange(LABELS) % 3 == 0)


@contextmanager
def at_most(size: float) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most <= size, f"{most / MB:.0f} MB"


def a_round(vectors: Stacked, learner: Learner, truth: IntArray, **how: Any) -> None:
    nothing = np.zeros(ROWS, dtype=np.bool_)
    rank(
        vectors,
        ~nothing,
        labels(truth),
        handed_out=nothing,
        off_limits=nothing,
        n_classes=CLASSES,
        strategy="auto@1",
        batch_size=10,
        seed=0,
        round_number=1,
        learner=learner,
        **how,
    )


def test_a_round_copies_no_pool(stored: tuple[list[Path], IntArray]) -> None:
    files, truth = stored
    with at_most(2.8 * OF_ALL):
        a_round(*opened(files), truth, length=200, compute=numpy_compute(2))


def test_the_head_that_a_round_starts_from_goes(stored: tuple[list[Path], IntArray]) -> None:
    """Where labels have spread to is as large as all that a strategy looks at."""
    files, truth = stored
    vectors, learner = opened(files)
    heads: list[ref[Head]] = []
    alive: list[bool] = []

    def warm() -> Head:
        head = learner.fit(vectors, labels(truth), CLASSES)
        heads.append(ref(head))
        return head

    class Watching(NumpyScorer):
        def margins(self, *seen: Any) -> FloatArray:
            alive.append(heads[0]() is not None)
            return super().margins(*seen)

    compute = replace(numpy_compute(1), scorer=Watching())
    a_round(vectors, learner, truth, length=20, warm=warm, compute=compute)
    assert alive
    assert not any(alive)


def test_many_labels_are_spread_a_few_at_a_time(stored: tuple[list[Path], IntArray]) -> None:
    """Where 600 of them get to is 19 MB, of which nothing but the last 256 is kept."""
    files, truth = stored
    _, learner = opened(files)
    among = learner.neighbours
    assert among is not None
    ordinals = np.arange(600)
    with at_most(45 * MB):
        spread = Spread.nothing(among, 5, CLASSES)
        spread.labelled(
            among, lambda rows: among.places(among.pool[rows], rows), ordinals, truth[ordinals]
        )


def test_a_measurement_copies_no_pool(stored: tuple[list[Path], IntArray]) -> None:
    files, truth = stored
    with at_most(1.0 * OF_ALL):
        vectors, learner = opened(files)
        measure(
            vectors,
            labels(truth),
            n_classes=CLASSES,
            seed=0,
            learner=learner,
        )
