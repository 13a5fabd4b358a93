"""Labels saved, from what audits say of the released head and of heads that learnt from audits."""

import numpy as np
import pytest

from service.core.evaluation.estimators.calibrated import calibrated
from service.core.evaluation.evidence import Evidence, UnseenPredictions
from service.core.evaluation.savings.against_random import (
    CENTRE,
    FALLS,
    FREEDOM,
    SCALE,
    AgainstRandom,
)
from service.core.evaluation.savings.labels_saved import LabelsSaved, labels_saved

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


def held(ours: np.ndarray, random: np.ndarray) -> AgainstRandom:
    heads = evidence(ours), evidence(random)
    return AgainstRandom.of(*heads, learnt_from=LEARNT_FROM, spent=SPENT)


def saved_of(
    ours: np.ndarray, random: np.ndarray, n_items: int = POOL, head: str = "logistic@1"
) -> LabelsSaved:
    return labels_saved(held(ours, random), head=head, audits=len(ours), n_items=n_items)


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
    ranges = [ends(saved_of(*drawn(rng, error, 0.4, alike))) for error in errors]
    assert np.mean([low > 0 or high < 0 for low, _, _, high in ranges]) <= 0.05


@pytest.mark.slow
def test_the_ranges_hold_what_they_promise() -> None:
    """Over falls and savings that are as is believed."""
    rng = np.random.default_rng(2)
    falls = rng.choice(FALLS, 400)
    needed = SPENT * np.exp(CENTRE + SCALE * rng.standard_t(FREEDOM, 400)).clip(0.03, 30)
    errors = [error_of_random(n, fall) for n, fall in zip(needed, falls, strict=True)]
    ranges = np.array([ends(saved_of(*drawn(rng, error, 0.4, 0.3))) for error in errors])
    low, likely_low, likely_high, high = ranges.T
    truth = needed - SPENT
    assert np.mean((low <= truth) & (truth <= high)) >= 0.93
    assert 0.75 <= np.mean((likely_low <= truth) & (truth <= likely_high)) <= 0.87


def test_the_estimate_lies_between_its_bounds() -> None:
    saved = saved_of(first(400, 600), first(400, 600))
    low, likely_low, likely_high, high = ends(saved)
    assert saved.upper is not None
    numbers = [low, saved.lower, likely_low, saved.estimate, likely_high, saved.upper, high]
    assert numbers == sorted(set(numbers))


@pytest.mark.slow
def test_a_saving_is_seen_where_there_are_audits_to_see_it() -> None:
    """Four wrong of a hundred where random sampling on 50 labels would have 40."""
    rng = np.random.default_rng(3)
    few = [saved_of(*drawn(rng, 0.04, 0.4, 0.3)) for _ in range(40)]
    many = [saved_of(*drawn(rng, 0.04, 0.4, 0.3, 600)) for _ in range(40)]
    sure = [np.mean([ends(each)[0] > 0 for each in saved]) for saved in (few, many)]
    assert sure[0] < sure[1]
    assert sure[1] >= 0.5


def test_the_more_is_right_the_more_was_saved() -> None:
    saved = [saved_of(first(right), first(36)) for right in (20, 36, 44, 48, 52, 58)]
    assert rises([each.estimate for each in saved])
    assert rises([each.lower for each in saved])
    assert rises([ends(each)[3] for each in saved])
    assert saved[0].estimate < 0, "a loss is said"


def test_what_is_hard_for_both_heads_counts_once() -> None:
    """Wrong on the same audits, or on others: the same accuracies are known less well apart."""
    alike, unlike = (
        saved_of(ours, first(400, 600)) for ours in (first(450, 600), ~first(150, 600))
    )
    widths = [ends(saved)[3] - ends(saved)[0] for saved in (alike, unlike)]
    assert widths[0] < widths[1]


def test_with_a_head_whose_ranges_were_found_too_low_the_bound_alone_is_said() -> None:
    told = saved_of(first(50), first(36))
    for head in ("mixture@1", "mixture@99"):
        bounded = saved_of(first(50), first(36), head=head)
        assert (bounded.lower, bounded.estimate) == (told.lower, told.estimate)
        ranges = (bounded.upper, bounded.low, bounded.high)
        assert (*ranges, bounded.likely_low, bounded.likely_high) == (None,) * 5


@pytest.mark.parametrize("head", ["logistic@1", "mixture@1"])
def test_while_nothing_can_be_told_it_says_with_how_many_audits_it_can(head: str) -> None:
    """And so it is, when as many of them are right."""
    early = saved_of(first(54), first(36), head=head)
    assert not early.is_significant
    assert early.audits_to_tell is not None
    assert early.audits_to_tell > AUDITS
    times = early.audits_to_tell / AUDITS
    later = held(first(54), first(36)).with_audits(times)
    told = labels_saved(later, head=head, audits=early.audits_to_tell, n_items=POOL)
    assert (told.is_significant, told.audits_to_tell) == (True, None)
    fewer = held(first(54), first(36)).with_audits(times / 1.15)
    assert not labels_saved(fewer, head=head, audits=AUDITS, n_items=POOL).is_significant


def test_nobody_is_told_to_ask_again_with_more_audits_than_the_pool_gives() -> None:
    enough = saved_of(first(54), first(36)).audits_to_tell
    assert enough is not None
    assert saved_of(first(54), first(36), n_items=3 * enough - 60).audits_to_tell is None
    lost = saved_of(first(36), first(36), head="mixture@1")
    assert lost.audits_to_tell is None, "no bound above 0 will tell of it"


def test_the_number_and_the_curve_are_of_one_estimate() -> None:
    """Where labels were saved, random sampling is drawn below the model at the labels spent: always
    where a number is told, and mostly where it isn't."""
    rng = np.random.default_rng(5)
    told, contradicted = 0, 0
    for error in np.tile([0.03, 0.1, 0.3, 0.55, 0.7], 30):
        ours, random = drawn(rng, error, 0.4, 0.3, 200)
        saved, own = saved_of(ours, random), calibrated(evidence(ours), 0.95)
        at_spent = held(ours, random).random_curve()[-1]
        assert at_spent.labels == SPENT
        contradicts = (saved.estimate > 0) != (at_spent.estimate < own.value)
        assert not (saved.is_significant and contradicts)
        told, contradicted = told + saved.is_significant, contradicted + contradicts
    assert told >= 30
    assert contradicted <= 10, "26 of 150 while the curve was drawn by another rule"


def test_nobody_can_label_more_than_the_pool() -> None:
    every = ends(saved_of(first(60), first(12)))
    small = ends(saved_of(first(60), first(12), n_items=400))
    assert every[3] > 10 * LEARNT_FROM - SPENT, "more than heads that can be tried"
    assert small[3] == 400 - SPENT


def test_nothing_is_learnt_from_audits_that_are_all_right() -> None:
    """Both heads, or those of random sampling alone: what is left wrong isn't known."""
    for ours in (60, 58):
        low, _, _, high = ends(saved_of(first(ours), first(60)))
        assert low < 0 < high
