"""What every kind of targets does, with one class a row or several."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from service.core.targets.class_sets import ClassSets
from service.core.targets.one_class import OneClass, class_of_each
from service.core.targets.protocol import Targets

C = 4
Rows = Sequence[tuple[set[int], set[int]]]
"""Classes of a row, and those that are predicted."""
Make = Callable[[Sequence[set[int]]], Targets]

ONE = st.integers(0, C - 1).map(lambda c: {c})
ANY = st.sets(st.integers(0, C - 1))


def one_class(rows: Sequence[set[int]]) -> Targets:
    return OneClass(np.array([c for [c] in rows], dtype=np.int64))


def class_sets(rows: Sequence[set[int]]) -> Targets:
    return ClassSets(matrix(rows).astype(np.int8))


def matrix(rows: Sequence[set[int]]) -> np.ndarray:
    return np.array([[c in row for c in range(C)] for row in rows], dtype=bool).reshape(-1, C)


KINDS = st.sampled_from([(one_class, ONE), (class_sets, ANY)]).flatmap(
    lambda kind: st.tuples(
        st.just(kind[0]), st.lists(st.tuples(kind[1], kind[1]), min_size=1, max_size=30)
    )
)


@pytest.mark.slow
@given(KINDS)
def test_scores_are_those_of_sets_of_classes(kind: tuple[Make, Rows]) -> None:
    make, rows = kind
    truth, guesses = [row for row, _ in rows], [row for _, row in rows]
    targets, predicted = make(truth), make(guesses)
    assert len(targets) == len(rows)
    assert targets.match(predicted).tolist() == [row == other for row, other in rows]
    assert targets.counts(C).tolist() == matrix(truth).sum(axis=0).tolist()
    assert [targets.has(c).tolist() for c in range(C)] == matrix(truth).T.tolist()
    assert targets.differ() == any(row != truth[0] for row in truth)
    seen = (matrix(truth) | matrix(guesses)).any(axis=0)
    if not seen.any():
        assert targets.macro_f1(predicted, C) is None
        return
    columns = zip(matrix(truth).T, matrix(guesses).T, strict=True)
    of_each = [f1_score(one, other, zero_division=0.0) for one, other in columns]
    expected = np.mean(np.array(of_each)[seen])
    assert targets.macro_f1(predicted, C) == pytest.approx(expected)


@given(KINDS, st.data())
def test_rows_are_taken_and_replaced(kind: tuple[Make, Rows], data: st.DataObject) -> None:
    make, rows = kind
    truth = [row for row, _ in rows]
    keep = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))))
    targets = make(truth)
    assert targets[keep].match(make([row for row, k in zip(truth, keep, strict=True) if k])).all()
    nothing = targets.no_predictions(len(rows))
    some = nothing.replaced(keep, targets[keep])
    assert some.are_predicted().tolist() == keep.tolist()
    assert targets.match(some).tolist() == keep.tolist()
    assert nothing.replaced(slice(0, len(rows)), targets).are_predicted().all()


@given(KINDS)
def test_a_row_that_stands_for_three_counts_three_times(kind: tuple[Make, Rows]) -> None:
    make, rows = kind
    weights = np.array([1.0 + 2 * (i % 2) for i in range(len(rows))])
    often = [row for row, w in zip(rows, weights, strict=True) for _ in range(int(w))]
    weighted = make([t for t, _ in rows]).macro_f1(make([p for _, p in rows]), C, weights)
    repeated = make([t for t, _ in often]).macro_f1(make([p for _, p in often]), C)
    assert weighted == (repeated if repeated is None else pytest.approx(repeated))


def test_predictions_are_what_is_likely() -> None:
    probabilities = np.array([[0.6, 0.1, 0.2, 0.1], [0.4, 0.3, 0.2, 0.1], [0.1, 0.7, 0.9, 0.2]])
    assert class_of_each(one_class([{0}]).predictions(probabilities)).tolist() == [0, 0, 2]
    expected = class_sets([{0}, set(), {1, 2}])
    assert class_sets([{0}]).predictions(probabilities).match(expected).all()


def test_what_learns_one_class_a_row_refuses_sets() -> None:
    with pytest.raises(TypeError, match="one class a row is wanted here, not ClassSets"):
        class_of_each(class_sets([{1, 2}]))
