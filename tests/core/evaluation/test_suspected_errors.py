"""Which labels are suspected, and how often they are wrong that are."""

import numpy as np
import pytest

from service.core.arrays import FloatArray, IntArray
from service.core.evaluation.suspected_errors import LikelyErrors, suspected_errors


def labelled(
    seed: int, n: int, classes: int, errors: float, sure: float = 2.5, known: float = 0.0
) -> tuple[IntArray, IntArray, FloatArray]:
    """Truth, labels of which a share is another class, any, and what a head says of each row.

    It is `known` times as sure of a class with each label that it has of it.
    """
    rng = np.random.default_rng(seed)
    truth = rng.integers(classes, size=n)
    wrong = rng.random(n) < errors
    given = np.where(wrong, (truth + rng.integers(1, classes, size=n)) % classes, truth)
    strength = sure + known * np.bincount(given, minlength=classes)
    scores = rng.normal(size=(n, classes)) + strength * np.eye(classes)[truth]
    P = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    return truth, given, P.astype(np.float32)


def suspected(given: IntArray, P: FloatArray) -> LikelyErrors:
    return suspected_errors(np.arange(len(given)), given, P)


@pytest.mark.parametrize("seed", range(5))
def test_of_77_classes_without_errors_hardly_a_label_is_suspected(seed: int) -> None:
    truth, given, P = labelled(seed, 260, 77, errors=0.0, sure=1.0, known=0.4)
    assert 0.4 < (P.argmax(axis=1) == truth).mean() < 0.75, "as little as a head knows by then"
    assert len(suspected(given, P).ordinals) <= 5


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("classes", [4, 77])
def test_most_errors_come_first(seed: int, classes: int) -> None:
    truth, given, P = labelled(seed, 400, classes, errors=0.1, sure=4.0)
    found, wrong = suspected(given, P), truth != given
    first = found.ordinals[: wrong.sum()]
    assert wrong[first].sum() >= 0.6 * wrong.sum()
    assert (np.diff(found.wrong) <= 0).all()
    assert (found.predicted != given[found.ordinals]).all()


@pytest.mark.parametrize("errors", [0.03, 0.1, 0.3])
def test_as_many_are_wrong_as_is_said(errors: float) -> None:
    said = there = listed = 0.0
    for seed in range(8):
        truth, given, P = labelled(seed, 400, 6, errors, sure=3.0)
        found = suspected(given, P)
        said, listed = said + found.wrong.sum(), listed + len(found.ordinals)
        there += (truth != given)[found.ordinals].sum()
    assert listed > 20
    assert said == pytest.approx(there, rel=0.25)


def test_a_head_that_states_too_much_is_not_believed() -> None:
    """It is wrong of a third of the rows and as sure of them as of all others."""
    truth, _, P = labelled(1, 300, 5, errors=0.0, sure=1.5)
    sharp = P**6 / (P**6).sum(axis=1, keepdims=True)
    assert (sharp.argmax(axis=1) != truth).mean() > 0.2
    assert len(suspected(truth, sharp).ordinals) <= 3


def test_what_no_head_could_say_is_not_suspected() -> None:
    truth, given, P = labelled(2, 200, 4, errors=0.1, sure=4.0)
    unknown = np.flatnonzero(truth != given)[:5]
    assert np.isin(unknown, suspected(given, P).ordinals).all()
    P[unknown, given[unknown]] = 0.0
    assert not np.isin(unknown, suspected(given, P).ordinals).any()
    P[unknown] = 0.0
    assert not np.isin(unknown, suspected(given, P).ordinals).any()


def test_few_labels_are_no_evidence() -> None:
    _, given, P = labelled(3, 19, 3, errors=0.2, sure=6.0)
    assert len(suspected(given, P).ordinals) == 0
    none = np.empty(0, dtype=np.int64)
    assert len(suspected_errors(none, none, np.empty((0, 3), dtype=np.float32)).ordinals) == 0
