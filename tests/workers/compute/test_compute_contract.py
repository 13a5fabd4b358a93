"""What every implementation of the compute ports is held to: the picks of numpy on one thread."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest

from service.core.acquisition import registry
from service.core.acquisition.margins import Margins
from service.core.heads.head import Head
from service.core.heads.logistic import LogisticHead, fit_logistic
from service.core.numpy_compute import numpy_compute
from service.core.rounds import RankedItems, rank
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass, class_of_each
from service.core.vectors.matrix import BLOCK_ROWS, Matrix, Part
from service.ports import Compute
from tests.core.pools import blobs
from workers.device import has_cuda

pytestmark = pytest.mark.slow

REFERENCE = numpy_compute()
N = 8 * BLOCK_ROWS + 1_000
HOLES = slice(5_000, 5_100)


def torch_in_single_precision() -> Compute:
    """What runs on CUDA, on the CPU."""
    from workers.compute.torch_compute import on_device

    return on_device("cpu")


def torch_in_half_precision() -> Compute:
    """What runs on CPUs with bfloat16; where there is none, the same numbers come slowly."""
    from workers.compute.torch_compute import torch_on_cpu

    return torch_on_cpu(2)


def torch_on_a_gpu() -> Compute:
    from workers.compute.torch_compute import on_device

    return on_device("cuda")


MAKERS = {
    "numpy on two threads": partial(numpy_compute, 2),
    "torch float32": torch_in_single_precision,
    "torch bfloat16": torch_in_half_precision,
}
# To ask torch takes seconds, which whoever collects tests would wait for.
if Path("/dev/nvidiactl").exists() and has_cuda():
    MAKERS["torch cuda"] = torch_on_a_gpu


@pytest.fixture(params=MAKERS)
def compute(request: pytest.FixtureRequest) -> Compute:
    return MAKERS[request.param]()


@cache
def pool(n_classes: int, n_labels: int, seed: int) -> tuple[np.ndarray, Labels]:
    vectors, classes = blobs(N, dimensions=24, n_classes=n_classes, spread=1.3, seed=seed)
    vectors[HOLES] = 0.0
    vectors[6_000:6_500] = vectors[6_000]
    rng = np.random.default_rng(seed)
    chosen = np.sort(rng.choice(4_000, size=n_labels, replace=False))
    return vectors, Labels(chosen, OneClass(classes[chosen]), np.arange(n_labels) % 10 == 0)


def shards(vectors: np.ndarray, folder: Path, dtype: str) -> Matrix:
    parts: list[Part] = []
    for first, last in ((0, HOLES.start), (HOLES.stop, 12_000), (12_000, N)):
        np.save(folder / f"{first}.npy", vectors[first:last].astype(dtype))
        parts.append((first, np.load(folder / f"{first}.npy", mmap_mode="r")))
    return Matrix(parts, vectors.shape)


@dataclass(frozen=True)
class Case:
    """A ranking to be made."""

    strategy: str
    dtype: str = "float32"
    n_classes: int = 6
    n_labels: int = 120
    seed: int = 0

    def ranking(self, compute: Compute, folder: Path) -> RankedItems:
        vectors, labels = pool(self.n_classes, self.n_labels, self.seed)
        nobody = np.zeros(N, dtype=np.bool_)
        present = ~nobody
        present[HOLES] = False
        return rank(
            shards(vectors, folder, self.dtype),
            present,
            labels,
            strategy=self.strategy,
            n_classes=self.n_classes,
            round_number=3,
            seed=self.seed,
            handed_out=nobody,
            off_limits=nobody,
            batch_size=10,
            length=200,
            compute=compute,
        )


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case], RankedItems]:
    """What numpy says on one thread; each case is asked once, for all that are compared with it."""

    @cache
    def ask(case: Case) -> RankedItems:
        return case.ranking(REFERENCE, tmp_path_factory.mktemp("reference"))

    return ask


@pytest.mark.parametrize(
    "case",
    [
        *(Case(each.label) for each in registry.all()),
        *(Case(name, "float16") for name in ("margin@1", "badge@1", "uncertainty_herding@1")),
    ],
    ids=lambda case: f"{case.strategy} {case.dtype}",
)
def test_picks_are_equal(
    compute: Compute, reference: Callable[[Case], RankedItems], case: Case, tmp_path: Path
) -> None:
    here, there = reference(case), case.ranking(compute, tmp_path)
    np.testing.assert_array_equal(here.ordinals, there.ordinals)
    np.testing.assert_allclose(here.scores, there.scores, atol=2e-5)


@pytest.mark.parametrize(("n_classes", "n_labels"), [(2, 40), (40, 90), (40, 1_500)])
def test_picks_are_equal_for_few_and_many_classes(
    compute: Compute,
    reference: Callable[[Case], RankedItems],
    n_classes: int,
    n_labels: int,
    tmp_path: Path,
) -> None:
    case = Case("cluster_margin", n_classes=n_classes, n_labels=n_labels, seed=1)
    np.testing.assert_array_equal(
        reference(case).ordinals, case.ranking(compute, tmp_path).ordinals
    )


def test_margins_are_about_right_and_holes_are_sure(compute: Compute, tmp_path: Path) -> None:
    vectors, labels = pool(6, 120, 0)
    matrix = shards(vectors, tmp_path, "float16")
    head = fit_logistic(matrix[labels.ordinals], class_of_each(labels.targets), 6)
    margins = compute.scorer.margins(head, matrix)
    assert margins.dtype == np.float32
    assert (margins[HOLES] == 1).all()
    filled = np.delete(np.arange(N), HOLES)
    exact = Margins(head, matrix, REFERENCE.scorer).of(filled)
    np.testing.assert_allclose(margins[filled], exact, atol=0.05 if "bf" in compute.name else 2e-5)


@pytest.mark.parametrize("classes", [[1], [0, 3], [0, 1, 2, 3]])
def test_a_head_may_know_few_of_the_classes(compute: Compute, classes: list[int]) -> None:
    vectors, truth = blobs(3_000, n_classes=4)
    mine = np.flatnonzero(np.isin(truth, classes))[:50]
    head = compute.fit(vectors[mine], truth[mine], 5)
    reference = fit_logistic(vectors[mine], truth[mine], 5)
    assert head.class_indices.tolist() == classes
    np.testing.assert_allclose(
        head.probabilities(vectors), reference.probabilities(vectors), atol=1e-4
    )
    found, expected = (each.scorer.margins(head, vectors) for each in (compute, REFERENCE))
    np.testing.assert_allclose(found, expected, atol=0.05)


def test_fits_as_numpy_does(compute: Compute) -> None:
    vectors, classes = blobs(2_000, dimensions=48, n_classes=9, spread=1.3)
    first = compute.fit(vectors[:300], classes[:300], 9)
    weights = np.random.default_rng(0).random(400).astype(np.float32)
    warm = compute.fit(vectors[:400], classes[:400], 9, first, 30.0, weights)
    reference = fit_logistic(vectors[:400], classes[:400], 9, first, 30.0, weights)
    np.testing.assert_allclose(
        warm.probabilities(vectors), reference.probabilities(vectors), atol=1e-4
    )


class Tempered:
    """A head that is not linear, and that knows its rows by their ordinals."""

    def __init__(self, head: LogisticHead, vectors: np.ndarray) -> None:
        self.head, self.vectors = head, vectors
        self.n_classes, self.class_indices = head.n_classes, head.class_indices
        self.to_arrays = head.to_arrays

    def probabilities(self, X: np.ndarray, ordinals: np.ndarray | None = None) -> np.ndarray:
        assert ordinals is not None
        np.testing.assert_array_equal(X, self.vectors[ordinals])
        root = np.sqrt(self.head.probabilities(X))
        return root / root.sum(axis=1, keepdims=True)


def test_any_head_is_scored(compute: Compute, tmp_path: Path) -> None:
    vectors, labels = pool(6, 120, 0)
    matrix = shards(vectors, tmp_path, "float32")
    head: Head = Tempered(
        fit_logistic(vectors[labels.ordinals], class_of_each(labels.targets), 6), vectors
    )
    found, expected = (each.scorer.margins(head, matrix) for each in (compute, REFERENCE))
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert found.std() > 0.05
