"""Labels saved, from what audits say of the released head and of heads that learnt from audits."""

import numpy as np
import pytest

from service.core.evaluation.evidence import Evidence, UnseenPredictions
from service.core.evaluation.savings.labels_saved import (
    CENTRE,
    FREEDOM,
    SCALE,
    LabelsSaved,
    Saving,
    labels_saved,
)
from service.core.evaluation.savings.random_curve import FALLS, MeasuredRandomCurve
from service.kit.reasons import ReasonCode, reason

POOL, AUDITS, LEARNT_FROM, SPENT = 30_000, 60, 50, 300


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
    saved = compared(ours, random, n_items).labels
    assert saved is not None
    return saved


def first(right: int, of: int = AUDITS) -> np.ndarray:
    """So many right ones."""
    return np.arange(of) < right


def ends(saved: LabelsSaved) -> tuple[int, int, int, int]:
    """Of the wide range and, between them, of the likely one."""
    assert saved.low is not None
    assert saved.likely_low is not None
    assert saved.likely_high is not None
    assert saved.high is not None
    return saved.low, saved.likely_low, saved.likely_high, saved.high


def rises(numbers: list[int]) -> bool:
    return numbers == sorted(numbers) and numbers[0] < numbers[-1]


def drawn(
    rng: np.random.Generator, ours: float, random: float, alike: float, audits: int = AUDITS
) -> tuple[np.ndarray, np.ndarray]:
    """Whether two heads are right on audits; they agree by more than chance."""
    u, v = rng.random(audits), rng.random(audits)
    v = np.where(rng.random(audits) < alike, u, v)
    return u > ours, v > random


def error_of_random(labels: float, exponent: float, at_learnt_from: float = 0.4) -> float:
    return at_learnt_from * (labels / LEARNT_FROM) ** -exponent


@pytest.mark.slow
@pytest.mark.parametrize("alike", [0.0, 0.5])
def test_a_campaign_that_is_random_itself_is_hardly_ever_said_to_save(alike: float) -> None:
    """Nor to lose, over data sets on which the error of random sampling falls as it may."""
    rng = np.random.default_rng(1)
    errors = [error_of_random(SPENT, fall) for fall in rng.choice(FALLS, 200)]
    ranges = [ends(found(*drawn(rng, error, 0.4, alike))) for error in errors]
    assert np.mean([low > 0 or high < 0 for low, _, _, high in ranges]) <= 0.05


@pytest.mark.slow
def test_the_ranges_hold_what_they_promise() -> None:
    """Over falls and savings that are as is believed."""
    rng = np.random.default_rng(2)
    falls = rng.choice(FALLS, 400)
    needed = SPENT * np.exp(CENTRE + SCALE * rng.standard_t(FREEDOM, 400)).clip(0.03, 30)
    errors = [error_of_random(n, fall) for n, fall in zip(needed, falls, strict=True)]
    ranges = np.array([ends(found(*drawn(rng, error, 0.4, 0.3))) for error in errors])
    low, likely_low, likely_high, high = ranges.T
    truth = needed - SPENT
    assert np.mean((low <= truth) & (truth <= high)) >= 0.93
    assert 0.75 <= np.mean((likely_low <= truth) & (truth <= likely_high)) <= 0.87


def test_the_estimate_lies_between_its_bounds() -> None:
    saved = found(first(400, 600), first(400, 600))
    low, likely_low, likely_high, high = ends(saved)
    assert saved.upper is not None
    numbers = [low, saved.lower, likely_low, saved.estimate, likely_high, saved.upper, high]
    assert numbers == sorted(set(numbers))


@pytest.mark.slow
def test_a_saving_is_seen_where_there_are_audits_to_see_it() -> None:
    """Four wrong of a hundred where random sampling on 50 labels would have 40."""
    rng = np.random.default_rng(3)
    few = [found(*drawn(rng, 0.04, 0.4, 0.3)) for _ in range(40)]
    many = [found(*drawn(rng, 0.04, 0.4, 0.3, 600)) for _ in range(40)]
    sure = [np.mean([ends(each)[0] > 0 for each in saved]) for saved in (few, many)]
    assert sure[0] < sure[1]
    assert sure[1] >= 0.5


def test_the_more_is_right_the_more_was_saved() -> None:
    saved = [found(first(right), first(36)) for right in (20, 36, 44, 48, 52, 58)]
    assert rises([each.estimate for each in saved])
    assert rises([each.lower for each in saved])
    assert rises([ends(each)[3] for each in saved])
    assert saved[0].estimate < 0, "a loss is said"


def test_what_is_hard_for_both_heads_counts_once() -> None:
    """Wrong on the same audits, or on others: the same accuracies are known less well apart."""
    alike, unlike = (found(ours, first(400, 600)) for ours in (first(450, 600), ~first(150, 600)))
    widths = [ends(saved)[3] - ends(saved)[0] for saved in (alike, unlike)]
    assert widths[0] < widths[1]


def test_with_a_head_whose_ranges_were_found_too_low_the_bound_alone_is_said() -> None:
    saved = compared(first(50), first(36))
    assert saved.with_head("logistic@1") == saved
    for head in ("mixture@1", "mixture@99"):
        told = saved.with_head(head).labels
        assert told is not None
        assert told == found(first(50), first(36)).bounded_below
        assert (told.upper, told.low, told.high, told.likely_low, told.likely_high) == (None,) * 5
    reason_alone = Saving(None, reason(ReasonCode.NOT_FOR_METRIC))
    assert reason_alone.with_head("mixture@1") == reason_alone


def test_nobody_can_label_more_than_the_pool() -> None:
    every = ends(found(first(60), first(12)))
    small = ends(found(first(60), first(12), n_items=400))
    assert every[3] > 10 * LEARNT_FROM - SPENT, "more than heads that can be tried"
    assert small[3] == 400 - SPENT


def test_nothing_is_learnt_from_audits_that_are_all_right() -> None:
    """Both heads, or those of random sampling alone: what is left wrong isn't known."""
    for ours in (60, 58):
        low, _, _, high = ends(found(first(ours), first(60)))
        assert low < 0 < high


def test_without_a_curve_there_is_its_reason() -> None:
    why = reason(ReasonCode.FEW_AUDIT_ITEMS_TO_COMPARE, audit_items=3, needed=30)
    curve = MeasuredRandomCurve([], why, 0, None)
    assert labels_saved(evidence(first(3, 3)), curve, spent=9, n_items=POOL) == Saving(None, why)
