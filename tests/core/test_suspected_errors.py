"""Confident learning, against the paper's definition written out."""

import numpy as np
import pytest

from service.core.arrays import FloatArray, IntArray
from service.core.evaluation.suspected_errors import suspected_errors


def noisy(seed: int, n: int = 300, classes: int = 4) -> tuple[IntArray, IntArray, FloatArray]:
    """Truth, labels of which a tenth are wrong, and what a head says of each row."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(classes, size=n)
    wrong = rng.random(n) < 0.1
    given = np.where(wrong, (truth + rng.integers(1, classes, size=n)) % classes, truth)
    scores = rng.normal(size=(n, classes)) + 2.5 * np.eye(classes)[truth]
    P = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return truth, given, P.astype(np.float32)


def found(given: IntArray, P: FloatArray) -> list[int]:
    rows = np.arange(len(given))
    return suspected_errors(given, P.argmax(axis=1), P[rows, given], P.max(axis=1)).tolist()


def confident_joint(given: IntArray, P: FloatArray) -> dict[int, int]:
    """Rows off the diagonal of the confident joint, with the class that each is counted as.

    As cleanlab has it: thresholds are mean self-confidences, and of the classes at or above theirs
    a row is counted as the likeliest.
    """
    classes = range(P.shape[1])
    threshold = [P[given == c, c].mean(dtype=np.float64) for c in classes]
    counted = {}
    for row in range(len(given)):
        above = [c for c in classes if P[row, c] >= threshold[c]]
        if above:
            chosen = max(above, key=lambda c: P[row, c])
            if chosen != given[row]:
                counted[row] = chosen
    return counted


@pytest.mark.parametrize("seed", range(5))
def test_it_is_the_confident_joint_where_the_likeliest_class_is_confident(seed: int) -> None:
    _, given, P = noisy(seed)
    reference = {row for row, c in confident_joint(given, P).items() if c == P[row].argmax()}
    assert {*found(given, P)} == reference
    assert len(reference) > 10


@pytest.mark.parametrize("seed", range(5))
def test_most_of_what_is_suspected_first_is_wrong(seed: int) -> None:
    truth, given, P = noisy(seed)
    rows = found(given, P)
    margins = P[rows].max(axis=1) - P[rows, given[rows]]
    assert (np.diff(margins) <= 0).all(), "the most confident first"
    assert (truth[rows[:15]] != given[rows[:15]]).mean() >= 0.8


def test_a_prediction_below_its_class_is_no_suspicion() -> None:
    given = np.array([0, 0, 1, 1])
    P = np.array([[0.9, 0.1], [0.3, 0.7], [0.4, 0.6], [0.1, 0.9]], dtype=np.float32)
    assert found(given, P) == [], "0.7 is less than what class 1 has on average"
    P[1] = 0.2, 0.8
    assert found(given, P) == [1]


def test_what_is_not_predicted_is_not_suspected() -> None:
    given, nothing = np.array([0, 1]), np.array([-1, 0])
    odd = np.array([np.nan, 0.1], dtype=np.float32)
    likely = np.array([np.nan, 0.9], dtype=np.float32)
    assert suspected_errors(given, nothing, odd, likely).tolist() == [], "no label is of class 0"
    none = np.zeros(0, dtype=np.int64)
    assert suspected_errors(none, none, odd[:0], odd[:0]).tolist() == []
