"""Names as labels that nobody had to give, and classes evened out."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from service.core.arrays import FloatArray
from service.core.heads.head import find_head
from service.core.heads.labelled import LabelledPool
from service.core.heads.names import WEIGHT, fit_with_names
from service.core.targets.class_names import ClassNames, described_classes, spoken
from tests.core.labelled_pools import labelled_pool, some
from tests.core.pools import blobs

VECTORS, TRUTH = blobs(300, n_classes=4)


def centres() -> FloatArray:
    of_class = np.arange(4)[:, None] == TRUTH
    return np.stack([VECTORS[rows].mean(axis=0) for rows in of_class])


def named(pool: LabelledPool, classes: tuple[int, ...] = (0, 1, 2, 3)) -> LabelledPool:
    return replace(pool, names=ClassNames(np.array(classes), centres()[list(classes)]))


def of_two_classes(m: int = 20) -> LabelledPool:
    rows = np.flatnonzero(TRUTH < 2)[:m]
    return labelled_pool(VECTORS, TRUTH, rows, 4)


@pytest.mark.parametrize(
    ("name", "description", "text"),
    [
        ("card_arrival", "", "card arrival"),
        ("Sci/Tech", "  ", "Sci Tech"),
        ("refund", " Money back. ", "refund: Money back."),
        ("überweisung", "", "überweisung"),
        ("???", "", ""),
    ],
)
def test_a_class_is_spoken_of_in_words(name: str, description: str, text: str) -> None:
    assert spoken(name, description) == text


def test_colons_describe_no_class() -> None:
    texts = [
        (0, spoken("Billing: refunds")),
        (1, spoken("cards", "Lost or stolen.")),
        (1, "My card is gone."),
        (2, spoken("other")),
        (2, "Hello: is anybody there?"),
    ]
    assert described_classes(texts) == {1}


def test_a_name_is_a_label() -> None:
    rows = some(300, 40)
    X, y = VECTORS[rows], TRUTH[rows]
    names = ClassNames(np.array([1, 3]), centres()[[1, 3]])
    ours = fit_with_names(X, y, 4, names, C=10.0, tolerance=1e-7)
    theirs = LogisticRegression(C=10.0, tol=1e-7, max_iter=5_000).fit(
        np.concatenate([X, names.vectors]),
        np.concatenate([y, [1, 3]]),
        sample_weight=[1.0] * 40 + [WEIGHT] * 2,
    )
    np.testing.assert_allclose(
        ours.probabilities(VECTORS), theirs.predict_proba(VECTORS), atol=2e-3
    )
    without = fit_with_names(X, y, 4, None, C=10.0, tolerance=1e-7)
    assert np.abs(ours.probabilities(VECTORS) - without.probabilities(VECTORS)).max() > 0.01


def test_each_text_of_a_class_is_a_label() -> None:
    rows, of_class = some(300, 40), np.flatnonzero(TRUTH == 3)[:4]
    X, y = VECTORS[rows], TRUTH[rows]
    written = ClassNames(np.array([1, 3, 3, 3, 3]), VECTORS[[0, *of_class]])
    ours = fit_with_names(X, y, 4, written, C=10.0, tolerance=1e-7)
    theirs = fit_with_names(
        np.concatenate([X, written.vectors]),
        np.concatenate([y, written.classes]),
        4,
        None,
        C=10.0,
        tolerance=1e-7,
    )
    np.testing.assert_allclose(
        ours.probabilities(VECTORS), theirs.probabilities(VECTORS), atol=1e-5
    )


def test_a_class_without_labels_is_known_by_its_name() -> None:
    pool = of_two_classes()
    plain = find_head("mixture").release(pool)
    assert np.all(plain.probabilities(VECTORS)[:, 2:] == 0)
    head = find_head("mixture").release(named(pool, (0, 1, 2)))
    assert list(head.class_indices) == [0, 1, 2]
    P = head.probabilities(VECTORS)
    assert np.mean(P[TRUTH == 2].argmax(axis=1) == 2) > 0.8
    assert np.all(P[:, 3] == 0)
