"""Figures of repeated campaigns, against obvious references."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from service.core.replay.learning_curves import areas, labels_to_reach, mean_of, paired_difference

RNG = np.random.default_rng(0)
LABELS = np.arange(10, 110, 10)


def test_a_mean_comes_with_students_interval() -> None:
    sample = RNG.normal(3, 2, size=7)
    found = mean_of(sample)
    expected = stats.t.interval(0.95, 6, loc=sample.mean(), scale=stats.sem(sample))
    assert found.value == pytest.approx(sample.mean())
    assert (found.low, found.high) == pytest.approx(expected)


def test_one_repeat_has_no_interval() -> None:
    found = mean_of(np.array([0.5]))
    assert (found.value, found.low, found.high) == (0.5, None, None)


def test_the_difference_is_paired() -> None:
    """What both curves of a seed share cancels, however large it is."""
    shared = RNG.normal(0, 10, size=(8, 1))
    gain = RNG.normal(0.1, 0.01, size=(8, 10))
    baseline = shared + np.zeros((8, 10))
    found = paired_difference(baseline + gain, baseline)
    test = stats.ttest_rel(areas(baseline + gain), areas(baseline))
    expected = test.confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert found.value == pytest.approx(0.1, abs=0.01)
    assert found.low is not None
    assert found.high is not None
    assert found.high - found.low < 0.02


def test_an_area_is_the_mean_of_the_points() -> None:
    assert areas(np.array([[0.0, 0.5, 1.0], [1.0, 1.0, 1.0]])).tolist() == [0.5, 1.0]


@pytest.mark.parametrize(
    ("curve", "expected"),
    [
        ([0.1, 0.6, 0.4, 0.5, 0.7], 40),
        ([0.5, 0.6, 0.6, 0.6, 0.7], 10),
        ([0.9, 0.9, 0.9, 0.9, 0.4], None),
        ([0.1, 0.1, 0.1, 0.1, 0.5], 50),
    ],
)
def test_a_target_is_reached_where_the_curve_stays_above(
    curve: list[float], expected: int | None
) -> None:
    assert labels_to_reach(LABELS[:5], np.array([curve]), 0.5) == expected


@given(
    st.lists(st.lists(st.integers(0, 20), min_size=6, max_size=6), min_size=1, max_size=4),
    st.integers(0, 20),
)
def test_labels_to_a_target_as_one_would_look_for_them(
    curves: list[list[int]], target: int
) -> None:
    means = [sum(points) / len(curves) for points in zip(*curves, strict=True)]
    reached = [i for i in range(6) if all(mean >= target for mean in means[i:])]
    expected = LABELS[reached[0]] if reached else None
    assert labels_to_reach(LABELS[:6], np.array(curves, dtype=float), target) == expected
