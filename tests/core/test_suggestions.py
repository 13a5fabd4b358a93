"""How much of what a model thinks is withheld, and how likely it is called."""

import numpy as np
import pytest
from scipy.special import expit

from service.core.acquisition.audit import OFFERED, Schedule
from service.core.evaluation.recalibration import Recalibration
from service.core.heads.one_against_rest import OneAgainstRestHead
from service.core.suggestions import (
    WITHHELD_OF_OTHERS,
    calibrated,
    likeliest,
    likeliest_of_set,
    suggests,
    withheld_up_to,
)


@pytest.mark.parametrize("schedule", OFFERED)
@pytest.mark.parametrize("frontier", [0.0, 0.1, 0.33])
@pytest.mark.parametrize("reserve_end", [0.0, 0.01, 0.4, 1.0])
def test_enough_is_withheld_whatever_the_schedule(
    schedule: Schedule, frontier: float, reserve_end: float
) -> None:
    """Of others so many as lie between what is audited or reserved, and the level."""
    [*_, (_, audits)] = schedule.parts
    level, begin = withheld_up_to(frontier, reserve_end), max(frontier, reserve_end)
    others = (level - begin) / (1 - begin) if begin < 1 else 1.0
    assert others >= WITHHELD_OF_OTHERS - 1e-9
    assert audits + (1 - audits) * others >= max(2 * audits, 0.25)


@pytest.mark.parametrize("schedule", OFFERED)
@pytest.mark.parametrize("frontier", [0.0, 0.1, 0.33])
@pytest.mark.parametrize("reserve_end", [0.0, 0.01, 0.4, 0.9])
def test_what_shows_none_is_an_audit_in_one_of_two_cases_at_most(
    schedule: Schedule, frontier: float, reserve_end: float
) -> None:
    """From the first suggestion on, however densely audits come."""
    for _, audits in schedule.parts:
        begin = max(frontier, reserve_end)
        level = withheld_up_to(frontier, reserve_end, audits)
        bare = (1 - audits) * (level - begin) / (1 - begin)
        assert audits / (audits + bare) <= 0.5 + 1e-9
        assert level < 1


def test_they_are_on_with_more_than_ten_classes() -> None:
    assert [suggests(None, 10), suggests(None, 11)] == [False, True]
    assert [suggests(True, 2), suggests(False, 77)] == [True, False]


def test_the_order_of_classes_stays() -> None:
    P = np.array([[0.5, 0.45, 0.05], [0.9, 0.06, 0.04]], dtype=np.float32)
    found = calibrated(P, Recalibration(slope=0.5, shift=-1.0))
    assert (found.argmax(axis=1) == P.argmax(axis=1)).all()
    assert found[0, 1] <= found[0, 0] < 0.5
    assert found[1, 1] > found[1, 2]
    assert found[1].sum() == pytest.approx(1.0)


def test_the_likeliest_come_first() -> None:
    P = np.array([[0.1, 0.5, 0.0, 0.2, 0.05, 0.08, 0.07], [1 / 7] * 7], dtype=np.float32)
    classes, probabilities = likeliest(P, Recalibration(slope=1.0, shift=0.0))
    assert classes.tolist() == [[1, 3, 0, 5, 6, 4], [0, 1, 2, 3, 4, 5]]
    assert probabilities[0] == pytest.approx([0.5, 0.2, 0.1, 0.08, 0.07, 0.05], abs=1e-6)
    assert likeliest(P[:, :2], Recalibration(1.0, 0.0))[0].shape == (2, 2)


def test_of_sets_those_are_suggested_that_would_be_named() -> None:
    cuts = np.array([0.5, 0.2, 0.05], dtype=np.float32)
    head = OneAgainstRestHead.of_one_view(
        np.arange(3), np.eye(3, dtype=np.float32), np.zeros(3, dtype=np.float32), cuts, 4
    )
    X = np.array([[2.0, 0.0, -2.0], [-2.0, -2.0, -4.0]], dtype=np.float32)
    P = head.probabilities(X)
    fitted = expit(X)
    assert head.stated(P)[:, :3] == pytest.approx(fitted, abs=1e-6)
    classes, likely = likeliest_of_set(P, head.stated(P))
    assert classes[0].tolist() == [0, 1, 2, 3]
    assert likely[0, :3] == pytest.approx(fitted[0], abs=1e-6), "0.12 too: its cut is at 0.05"
    assert likely[0, 3] == 0, "one that the head doesn't know"
    assert not likely[1].any()
