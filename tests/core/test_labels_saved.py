"""Labels saved, from what audits say of the released head and of heads that learnt from audits."""

import math

import numpy as np
import pytest

from service.core.evaluation.evidence import Evidence, UnseenPredictions
from service.core.evaluation.savings.labels_saved import LabelsSaved, Saving, labels_saved
from service.core.evaluation.savings.random_curve import (
    FURTHEST,
    ON_PUBLIC_SETS,
    MeasuredRandomCurve,
)
from service.kit.reasons import ReasonCode, reason

POOL, AUDITS, LEARNT_FROM, SPENT = 3_000, 60, 50, 300
EXPONENT = ON_PUBLIC_SETS.exponent


def evidence(right: np.ndarray) -> Evidence:
    """Audits of which confidence tells nothing."""
    half = np.full(len(right), 0.5, dtype=np.float32)
    return Evidence(
        UnseenPredictions(right, half),
        UnseenPredictions(right[:0], half[:0]),
        np.full(POOL, 0.5, dtype=np.float32),
        POOL,
    )


def compared(ours: np.ndarray, random: np.ndarray, n_items: int = POOL) -> Saving:
    curve = MeasuredRandomCurve([], None, LEARNT_FROM, evidence(random))
    return labels_saved(evidence(ours), curve, spent=SPENT, n_items=n_items)


def found(ours: np.ndarray, random: np.ndarray, n_items: int = POOL) -> LabelsSaved:
    saved = compared(ours, random, n_items).found
    assert saved is not None
    return saved


def first(right: int, of: int = AUDITS) -> np.ndarray:
    """So many right ones."""
    return np.arange(of) < right


def drawn(
    rng: np.random.Generator, ours: float, random: float, alike: float
) -> tuple[np.ndarray, np.ndarray]:
    """Whether two heads are right on audits; they agree by more than chance."""
    u, v = rng.random(AUDITS), rng.random(AUDITS)
    v = np.where(rng.random(AUDITS) < alike, u, v)
    return u > ours, v > random


def error_of_random(labels: float, exponent: float, at_learnt_from: float = 0.4) -> float:
    return at_learnt_from * (labels / LEARNT_FROM) ** -exponent


@pytest.mark.slow
@pytest.mark.parametrize("alike", [0.0, 0.5])
def test_a_campaign_that_is_random_itself_is_hardly_ever_said_to_save(alike: float) -> None:
    """Over data sets on which the error of random sampling falls as it may."""
    rng = np.random.default_rng(1)
    falls = np.clip(rng.normal(EXPONENT, ON_PUBLIC_SETS.spread, size=400), 0.02, None)
    errors = [error_of_random(SPENT, exponent) for exponent in falls]
    claims = [found(*drawn(rng, error, 0.4, alike)).lower > 0 for error in errors]
    assert np.mean(claims) <= 0.05


@pytest.mark.slow
@pytest.mark.parametrize("needed", [200, 450])
def test_the_bound_holds(needed: int) -> None:
    """Whether random sampling would have needed fewer labels, or more."""
    rng = np.random.default_rng(2)
    error = error_of_random(needed, 0.23)
    holds = [found(*drawn(rng, error, 0.4, 0.3)).lower <= needed - SPENT for _ in range(400)]
    assert np.mean(holds) >= 0.95


@pytest.mark.slow
@pytest.mark.parametrize("needed", [200, 450])
def test_the_upper_bound_holds_too(needed: int) -> None:
    rng = np.random.default_rng(3)
    error = error_of_random(needed, 0.23)
    uppers = [found(*drawn(rng, error, 0.4, 0.3)).upper for _ in range(400)]
    assert np.mean([upper is None or upper >= needed - SPENT for upper in uppers]) >= 0.95


def test_the_estimate_lies_between_its_bounds() -> None:
    saved = found(first(400, 600), first(400, 600))
    assert saved.upper is not None
    assert saved.lower < saved.estimate < saved.upper


def test_above_what_is_told_there_is_no_bound() -> None:
    assert found(first(58), first(30)).upper is None
    assert found(first(58), first(30), n_items=400).upper == 400 - SPENT


def test_a_saving_is_seen() -> None:
    """Four wrong of a hundred where random sampling would have 28: more than what can be said."""
    rng = np.random.default_rng(3)
    saved = [found(*drawn(rng, 0.04, 0.4, 0.3)) for _ in range(100)]
    assert np.mean([one.lower > 0 for one in saved]) >= 0.9
    assert all(one.lower <= one.estimate for one in saved)


def test_the_more_is_right_the_more_was_saved() -> None:
    saved = [found(first(right), first(36)) for right in (20, 36, 44, 48, 52, 58)]
    estimates, bounds = [s.estimate for s in saved], [s.lower for s in saved]
    assert estimates == sorted(estimates)
    assert bounds == sorted(bounds)
    assert estimates[0] < 0, "a loss is said"
    assert estimates[1] == LEARNT_FROM - SPENT, "as right as heads on that many random labels"
    assert [s.extrapolated for s in saved[:3]] == [False, False, True]


def test_the_estimate_is_where_the_falling_error_gets_there() -> None:
    ours, random = first(48), first(36)
    assert (24 / 12) ** (1 / EXPONENT) > FURTHEST
    assert found(first(44), random).estimate == pytest.approx(
        LEARNT_FROM * (24 / 16) ** (1 / EXPONENT) - SPENT, abs=1
    )
    assert found(ours, random).estimate == LEARNT_FROM * FURTHEST - SPENT


def test_no_number_goes_beyond_what_is_known_of_random_sampling_and_says_so() -> None:
    most = int(LEARNT_FROM * FURTHEST)
    every = compared(first(60), first(12))
    assert every.found is not None
    assert every.found.lower == every.found.estimate == most - SPENT
    assert every.reason == reason(ReasonCode.SAVED_AT_MOST, labels=most)
    small = compared(first(60), first(12), n_items=400)
    assert small.found is not None
    assert small.found.lower == small.found.estimate == 400 - SPENT
    assert small.reason is None, "nobody can label more than the pool"


def test_nothing_is_learnt_from_audits_that_are_all_right() -> None:
    """Both heads: what random sampling leaves wrong isn't known, so nothing is claimed."""
    assert found(first(60), first(60)).lower < 0


def test_without_a_curve_there_is_its_reason() -> None:
    why = reason(ReasonCode.FEW_AUDIT_ITEMS_TO_COMPARE, audit_items=3, needed=30)
    curve = MeasuredRandomCurve([], why, 0, None)
    assert labels_saved(evidence(first(3, 3)), curve, spent=9, n_items=POOL) == Saving(None, why)


def test_the_error_of_random_sampling_goes_on_to_fall() -> None:
    falling = ON_PUBLIC_SETS
    assert falling.share_left(1.0) == 1.0
    assert falling.share_left(4.0) == pytest.approx(4.0**-EXPONENT)
    assert falling.factor_to(falling.share_left(3.0)) == pytest.approx(3.0)
    assert falling.factor_to(falling.share_left(0.3)) == pytest.approx(0.3)
    assert falling.factor_to(0.0) == pytest.approx(FURTHEST)
    assert falling.uncertainty(1.0) == 0.0
    assert falling.uncertainty(math.e) == pytest.approx(falling.spread)
    assert falling.uncertainty(1 / math.e) == pytest.approx(falling.spread)
