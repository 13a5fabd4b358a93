"""What holds for every head, however it learns. A new one is tested by existing."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.contenders import HEADS as CONTENDERS
from service.core.heads.head import HeadKind, all_heads, find_head
from service.core.heads.learner import Learner
from service.kit.errors import Invalid
from tests.core.labelled_pools import labelled_pool, some
from tests.core.pools import blobs
from tests.parts.trial_head import CENTROIDS

HEADS = [
    pytest.param(kind, id=f"{kind.name}@{kind.version}")
    for kind in (*all_heads(), *CONTENDERS, CENTROIDS)
]


@pytest.mark.parametrize("kind", HEADS)
@pytest.mark.parametrize("m", [1, 12, *(pytest.param(m, marks=pytest.mark.slow) for m in (4, 60))])
@pytest.mark.parametrize("classes", [[0, 3], [1], [0, 1, 2, 3]])
def test_probabilities_are_of_the_classes_seen(kind: HeadKind, classes: list[int], m: int) -> None:
    vectors, truth = blobs(200, n_classes=4)
    vectors[150:160] = 0.0
    truth[150:160] = 2
    rows = some(200, 200)
    rows = rows[np.isin(truth[rows], classes)][:m]
    head = kind.fit(labelled_pool(vectors, truth, rows, 5))
    assert head.n_classes == 5
    assert head.class_indices.tolist() == sorted(set(truth[rows].tolist()))
    others = np.concatenate([vectors, blobs(50, n_classes=4, seed=1)[0]])
    P = head.probabilities(others)
    assert P.shape == (250, 5)
    assert P.dtype == np.float32
    assert (P >= 0).all()
    assert (np.delete(P, head.class_indices, axis=1) == 0).all()
    assert_probabilities(P, kind)


@pytest.mark.parametrize("kind", HEADS)
def test_vectors_that_say_nothing_are_no_error(kind: HeadKind) -> None:
    vectors, truth = np.zeros((50, 8), dtype=np.float32), np.arange(50) % 3
    P = kind.fit(labelled_pool(vectors, truth, some(50, 20), 3)).probabilities(vectors)
    np.testing.assert_array_equal(P, np.tile(P[0], (50, 1)))
    assert_probabilities(P, kind)


@pytest.mark.parametrize("kind", HEADS)
def test_learns(kind: HeadKind) -> None:
    vectors, truth = blobs(500, n_classes=5)
    pool = labelled_pool(vectors[:400], truth[:400], some(400, 60), 5)
    predicted = kind.fit(pool).probabilities(vectors[400:]).argmax(axis=1)
    assert np.mean(predicted == truth[400:]) > 0.9


@pytest.mark.parametrize("kind", HEADS)
@pytest.mark.parametrize("m", [1, 60])
def test_survives_storage(kind: HeadKind, m: int, tmp_path: Path) -> None:
    vectors, truth = blobs(150, n_classes=4, spread=1.0)
    pool = labelled_pool(vectors, truth, some(150, m), 4)
    head = kind.fit(pool)
    np.savez(tmp_path / "head.npz", **head.to_arrays())
    with np.load(tmp_path / "head.npz") as stored:
        again = Learner(kind, pool.neighbours).restored(stored)
    assert again.n_classes == head.n_classes
    np.testing.assert_array_equal(again.class_indices, head.class_indices)
    np.testing.assert_array_equal(again.probabilities(vectors), head.probabilities(vectors))
    more = labelled_pool(vectors, truth, some(150, m + 5), 4)
    np.testing.assert_allclose(
        kind.fit(more, again).probabilities(vectors), kind.fit(more, head).probabilities(vectors)
    )


@pytest.mark.parametrize("kind", HEADS)
def test_labels_may_come_in_any_order(kind: HeadKind) -> None:
    vectors, truth = blobs(150, n_classes=4, spread=1.0)
    rows = some(150, 50)
    one = kind.fit(labelled_pool(vectors, truth, rows, 4))
    other = kind.fit(labelled_pool(vectors, truth, rows[::-1], 4))
    np.testing.assert_array_equal(one.probabilities(vectors), other.probabilities(vectors))


@pytest.mark.parametrize("kind", all_heads(), ids=lambda kind: kind.name)
def test_a_head_that_is_cut_back_remembers_no_label(kind: HeadKind) -> None:
    vectors, truth = blobs(200, n_classes=4, spread=1.0)
    rows = some(200, 60)
    kept, false = labelled_pool(vectors, truth, rows[:45], 4), truth.copy()
    false[rows[45:]] = (truth[rows[45:]] + 1) % 4
    head = kind.fit(labelled_pool(vectors, truth, rows, 4))
    misled = kind.refit(labelled_pool(vectors, false, rows, 4), head)
    P = [kind.cut_back(kept, each).probabilities(vectors) for each in (head, misled)]
    np.testing.assert_allclose(*P, atol=1e-6)


def assert_probabilities(P: np.ndarray, kind: HeadKind) -> None:
    if kind.is_of_sets:
        assert (P <= 1).all()
    else:
        np.testing.assert_allclose(P.sum(axis=1), 1, atol=1e-5)


def test_heads_are_found_by_name() -> None:
    assert find_head("logistic") is find_head("logistic@1")
    with pytest.raises(Invalid, match=r"Use one of: (\w+, )*logistic, (\w+, )*mixture"):
        find_head("oracle")
