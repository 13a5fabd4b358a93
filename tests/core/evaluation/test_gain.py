"""What views bring, by audits that are right with them and without."""

import numpy as np
import pytest

from service.core.evaluation.gain import paired_gain


@pytest.mark.parametrize(("better", "worse"), [(0.0, 0.0), (0.15, 0.03), (0.05, 0.05)])
def test_its_interval_holds_the_gain(better: float, worse: float) -> None:
    rng, held = np.random.default_rng(5), []
    for _ in range(400):
        draw = rng.random(40)
        after, before = draw < better + 0.5, (draw >= better) & (draw < better + 0.5 + worse)
        gain = paired_gain(after, before, None)
        assert gain.value == pytest.approx(after.mean() - before.mean())
        held.append(gain.low <= better - worse <= gain.high)
        assert gain.low < gain.high, "equal on 40 audits is not equal"
    assert np.mean(held) >= 0.93


def test_audits_count_as_much_as_they_stand_for() -> None:
    after, before = np.array([True] * 20 + [False] * 20), np.array([False] * 40)
    weights = np.array([3.0] * 20 + [1.0] * 20)
    assert paired_gain(after, before, weights).value == pytest.approx(0.75)
    assert paired_gain(before, after, None).high < 0
