"""Forecasts of campaigns made of numbers: the curve goes on as we know, and chance is free."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.special import expit

from service.core.evaluation.evidence import Evidence, UnseenPredictions
from service.core.evaluation.savings.earlier_heads import EarlierHeads
from service.core.evaluation.savings.forecast import LEVEL, LIKELY_OF_SETS, Forecast, forecast
from service.core.evaluation.savings.outlook import (
    FURTHEST,
    OF_ONE_CLASS,
    OF_SETS,
    Outlook,
    outlook,
)
from service.kit.reasons import Reason, ReasonCode

POOL = 5_000
LABELS = 200
AUDITS = 60
REPEATS = 60
TIMES = (1.25, 1.5, 2.0, 3.0)
Curve = Callable[[float], float]


def rising(labels: float) -> float:
    """A true curve: 78 % at 200 labels, 84 % at twice as many."""
    return 0.92 - 0.14 * (labels / LABELS) ** -0.8


def flat(_labels: float) -> float:
    return 0.8


def campaign(curve: Curve, rng: np.random.Generator) -> tuple[Evidence, EarlierHeads]:
    """Heads of a quarter, half and all of the labels: what is hard is hard to all of them."""
    sizes = np.array([LABELS // 4, LABELS // 2, LABELS])
    hardness = np.clip(rng.random(POOL) + rng.normal(0, 0.05, (3, POOL)), 0, 1)
    right = np.array(
        [of < np.quantile(of, curve(n)) for of, n in zip(hardness, sizes, strict=True)]
    )
    confidence = expit(3 * (0.8 - hardness[-1]) + rng.normal(1, 1, POOL)).astype(np.float32)
    audits, chosen = np.split(rng.permutation(POOL)[:LABELS], [AUDITS])
    evidence = Evidence(
        UnseenPredictions(right[-1, audits], confidence[audits]),
        UnseenPredictions(right[-1, chosen], confidence[chosen]),
        confidence,
        POOL,
    )
    return evidence, EarlierHeads(sizes, right[:, audits])


def ahead(evidence: Evidence, earlier: EarlierHeads, number: int = 0) -> Outlook:
    found = outlook(evidence, earlier, LABELS, seed=1, round_number=number)
    assert isinstance(found, Outlook)
    return found


def outlooks(curve: Curve) -> list[Outlook]:
    """Those of campaigns that audits haven't seen fall by more than chance."""
    rng = np.random.default_rng(5)
    drawn = [campaign(curve, rng) for _ in range(REPEATS)]
    found = [outlook(*each, LABELS, seed=1, round_number=i) for i, each in enumerate(drawn)]
    return [each for each in found if isinstance(each, Outlook)]


@pytest.mark.slow
def test_a_rising_curve_is_forecast_and_ranges_hold() -> None:
    """Over near targets and far ones: of the farthest, ranges are shown where audits flatter."""
    held, shown = [], 0
    for found in outlooks(rising):
        for times in TIMES:
            each = forecast(found, rising(times * LABELS), POOL)
            if isinstance(each, Reason):
                continue
            shown += 1
            held.append(each.labels.low <= times * LABELS <= each.labels.high)
            assert LABELS <= each.labels.low <= each.labels.estimate <= each.labels.high
            assert each.labels.high <= FURTHEST * each.labels.low
            assert 0 <= each.reached < each.within <= 1
    assert shown >= 0.7 * REPEATS * len(TIMES)
    assert np.mean(held) >= LEVEL


@pytest.mark.slow
def test_what_a_flat_curve_never_reaches_is_seldom_forecast() -> None:
    found = [forecast(each, 0.9, POOL) for each in outlooks(flat)]
    refused = [each for each in found if isinstance(each, Reason)]
    assert len(refused) >= 0.9 * len(found)
    assert {each.code for each in refused} == {ReasonCode.TARGET_TOO_FAR}


def test_a_curve_that_fell_or_is_too_short_is_not_continued() -> None:
    evidence, earlier = campaign(rising, np.random.default_rng(6))
    fell = EarlierHeads(earlier.labels, ~earlier.right)
    for heads, code in (
        (fell, ReasonCode.CURVE_NOT_RISING),
        (None, ReasonCode.FEW_LABELS_TO_FORECAST),
    ):
        why = outlook(evidence, heads, LABELS, seed=1, round_number=0)
        assert isinstance(why, Reason)
        assert why.code is code


def test_a_fall_that_may_be_chance_is_no_reason_to_stop() -> None:
    """Of 60 audits one is lost and none gained, or nine: a standard error is 1.4, or 3 audits."""
    evidence, earlier = campaign(rising, np.random.default_rng(7))
    today = earlier.right[-1]
    lost = np.flatnonzero(today)

    def fallen_by(audits: int) -> EarlierHeads:
        right = np.array([today] * 3)
        right[-1, lost[:audits]] = False
        return EarlierHeads(earlier.labels, right)

    for audits, of_one_class, of_sets in ((0, True, True), (1, True, False), (9, False, False)):
        heads = fallen_by(audits)
        one, sets = (
            outlook(evidence, heads, LABELS, shape=shape, seed=1, round_number=0)
            for shape in (OF_ONE_CLASS, OF_SETS)
        )
        assert isinstance(one, Outlook) is of_one_class
        assert isinstance(sets, Outlook) is of_sets


def test_a_target_within_reach_with_a_chance_of_30_percent_is_forecast() -> None:
    """Of sets of classes it takes 50 %."""
    quantiles = np.array([np.linspace(0.5, 0.7, 21), np.linspace(0.7, 0.9, 21)])
    found = Outlook(np.array([100.0, 500.0]), quantiles)
    assert isinstance(forecast(found, 0.839, POOL), Forecast)
    for refused in (
        forecast(found, 0.841, POOL),
        forecast(found, 0.839, POOL, likely=LIKELY_OF_SETS),
    ):
        assert isinstance(refused, Reason)
        assert refused.code is ReasonCode.TARGET_TOO_FAR


@pytest.mark.slow
def test_what_has_been_reached_is_not_forecast() -> None:
    found = [forecast(each, 0.5, POOL) for each in outlooks(rising)]
    assert {each.code for each in found if isinstance(each, Reason)} == {
        ReasonCode.TARGET_SEEMS_REACHED
    }
    assert not any(isinstance(each, Forecast) for each in found)


def test_nothing_is_forecast_beyond_the_pool() -> None:
    evidence, earlier = campaign(rising, np.random.default_rng(2))
    small = Evidence(evidence.audits, evidence.chosen, evidence.pool, LABELS + 20)
    found = ahead(small, earlier)
    assert found.labels[-1] == pytest.approx(LABELS + 20)
    why = forecast(found, 0.97, LABELS + 20)
    assert isinstance(why, Reason)
    assert why.code is ReasonCode.TARGET_BEYOND_POOL


def test_the_range_follows_from_when_curves_reach_the_target() -> None:
    """Read off by hand: a target that each curve reaches, or doesn't, at a number of labels."""
    quantiles = np.array([np.linspace(0.6, 0.8, 21), np.linspace(0.7, 0.9, 21)])
    found = Outlook(np.array([100.0, 400.0]), quantiles)
    assert found.reached(0.75) == pytest.approx([0.25, 0.75])
    assert found.at(0.5) == pytest.approx([0.7, 0.8])
    shown = forecast(found, 0.75, POOL)
    assert isinstance(shown, Forecast)
    assert (shown.reached, shown.within) == pytest.approx((0.25, 0.75))
    # A quarter have reached it already; of those that do later, half do by twice the labels.
    assert shown.labels.low == 100
    assert shown.labels.estimate == pytest.approx(200)
    assert shown.labels.high == pytest.approx(100 * 4**LEVEL)


def test_what_audits_say_of_gains_narrows_the_outlook() -> None:
    """Of two campaigns with the same audits today, that with worse heads before rises faster."""
    rng = np.random.default_rng(3)
    evidence, earlier = campaign(rising, rng)
    same = EarlierHeads(earlier.labels, np.array([earlier.right[-1]] * 3))
    steep, level = (ahead(evidence, each) for each in (earlier, same))
    rises, stays = (each.at(0.5)[-1] - each.at(0.5)[0] for each in (steep, level))
    assert rises > stays + 0.03


def test_the_same_round_says_the_same() -> None:
    evidence, earlier = campaign(rising, np.random.default_rng(4))
    one, other = (ahead(evidence, earlier) for _ in range(2))
    np.testing.assert_array_equal(one.quantiles, other.quantiles)
