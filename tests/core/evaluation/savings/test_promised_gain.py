"""What further labels can bring at most."""

import pytest

from service.core.evaluation.savings.forecast import LearningPoint, promised_gain


def exactly(labels: int, value: float) -> LearningPoint:
    return LearningPoint(labels, value, value, value)


def test_a_steady_gain_goes_on_as_it_did() -> None:
    assert promised_gain(exactly(100, 0.7), exactly(200, 0.74), 200) == pytest.approx(0.04)
    # A quarter of a doubling.
    assert promised_gain(exactly(100, 0.7), exactly(400, 0.78), 76) == pytest.approx(0.01, abs=1e-4)


def test_it_is_taken_at_its_upper_end() -> None:
    before, last = LearningPoint(100, 0.8, 0.72, 0.88), LearningPoint(200, 0.8, 0.74, 0.86)
    assert promised_gain(before, last, 200) == pytest.approx(0.1)


def test_no_more_is_gained_than_is_lacking() -> None:
    assert promised_gain(exactly(100, 0.5), exactly(200, 0.98), 200) == pytest.approx(0.02)


def test_a_curve_that_falls_promises_nothing() -> None:
    assert promised_gain(exactly(100, 0.8), exactly(200, 0.7), 200) == 0


def test_power_laws_never_gain_more() -> None:
    """Of a learning curve of the usual shape, known exactly, it is an upper bound."""
    for c in (0.1, 0.5, 1.0):
        curve = [exactly(n, 0.95 - 2 * n**-c) for n in (100, 200, 300)]
        assert promised_gain(curve[0], curve[1], 100) >= curve[2].value - curve[1].value
