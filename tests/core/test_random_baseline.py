"""The learning curve of random sampling from audit items, and the labels it says were saved."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.evaluation.random_baseline import (
    Curves,
    RandomBaseline,
    SteadyGain,
    _point,
    _saved,
    fit_curves,
    random_baseline,
)
from service.core.heads.logistic import fit_logistic
from service.core.one_class import OneClass
from service.core.rounds import Labels, measure
from service.reasons import ReasonCode, reason
from tests.core.pools import blobs

pytestmark = pytest.mark.slow

SIZES = np.array([4, 8, 16, 32, 64, 100])
EQUAL = np.ones(6)
VECTORS, CLASSES = blobs(3_000, dimensions=24, n_classes=8, spread=2.0)


def baseline(n_audit: int, skill: float, n_labels: int = 300, seed: int = 0) -> RandomBaseline:
    """A campaign whose released head is right on a share `skill` of the audit items."""
    rng = np.random.default_rng(seed)
    ordinals = rng.choice(3_000, size=n_labels, replace=False)
    labels = Labels(ordinals, OneClass(CLASSES[ordinals]), np.arange(n_labels) < n_audit)
    correct = rng.permutation(np.arange(n_audit) < round(skill * n_audit))
    return random_baseline(
        VECTORS, labels, correct, n_classes=8, n_items=3_000, seed=seed, round_number=2
    )


@pytest.mark.parametrize(("a", "b", "c"), [(0.9, 1.2, 0.5), (1.0, 0.8, 0.25), (0.7, 0.0, 0.5)])
def test_a_curve_of_the_family_is_found_exactly(a: float, b: float, c: float) -> None:
    curves = fit_curves(SIZES, (a - b * SIZES**-c)[None], EQUAL)
    np.testing.assert_allclose(curves.at(1_000.0), a - b * 1_000.0**-c, atol=1e-9)
    if b:
        np.testing.assert_allclose([curves.a, curves.b, curves.c], [[a], [b], [c]], atol=1e-9)


@given(st.integers(0, 10_000))
def test_curves_rise_and_stay_below_one(seed: int) -> None:
    accuracy = np.random.default_rng(seed).random((5, 6))
    curves = fit_curves(SIZES, accuracy, EQUAL)
    assert (curves.a <= 1 + 1e-12).all()
    assert (curves.b >= 0).all()
    assert (curves.at(500.0) >= curves.at(50.0) - 1e-12).all()


def test_what_is_needed_is_where_the_curve_gets_there() -> None:
    curves = fit_curves(SIZES, np.tile(0.9 - 1.1 * SIZES**-0.5, (3, 1)), EQUAL)
    needed = curves.needed(np.array([0.6, 0.8, 0.95]))
    np.testing.assert_allclose(curves.at(needed[0])[0], 0.6, atol=1e-6)
    np.testing.assert_allclose(needed[1], 121.0, rtol=1e-4)
    assert needed[2] == np.inf


def test_a_flat_curve_is_there_already_or_never() -> None:
    flat = fit_curves(SIZES, np.full((2, 6), 0.5), EQUAL)
    assert flat.needed(np.array([0.4, 0.6])).tolist() == [0.0, np.inf]


def test_a_steady_gain_goes_on_for_ever() -> None:
    steady = SteadyGain(100.0, np.array([0.5, 0.5, 0.5]), np.array([0.1, 0.0, -0.1]))
    np.testing.assert_allclose(steady.at(400.0), [0.7, 0.5, 0.5])
    np.testing.assert_allclose(steady.needed(np.full(3, 0.7)), [400.0, np.inf, np.inf])
    np.testing.assert_allclose(steady.needed(np.full(3, 0.4)), [50.0, 0.0, 0.0])


def test_the_cautious_side_takes_what_is_better_for_random() -> None:
    """The fitted curve ends at 0.7 and never gets to 0.75; a steady gain is there with 400."""
    draws = np.ones(11)
    curves = Curves(0.7 * draws, 2.0 * draws, 0.5 * draws)
    steady = SteadyGain(100.0, 0.5 * draws, 0.125 * draws)
    saved, reason = _saved(curves, steady, 0.75 * draws, spent=150, n_items=550)
    assert saved is not None
    assert (saved.estimate, saved.lower, saved.extrapolated) == (400, 250, True)
    assert reason is None
    point = _point(400, curves.at(400), np.maximum(curves.at(400), steady.at(400)), True)
    assert (point.low, point.estimate, point.high) == pytest.approx((0.6, 0.6, 0.75))
    soon, _ = _saved(curves, steady, 0.65 * draws, spent=150, n_items=5_000)
    assert soon is not None
    assert soon.lower == int(100 * 2**1.2) - 150


def test_no_claim_goes_beyond_three_times_the_labels_given() -> None:
    """The fitted curve never gets to 0.75: no reason to say that random needs the whole pool."""
    draws = np.ones(11)
    curves = Curves(0.7 * draws, 2.0 * draws, 0.5 * draws)
    steady = SteadyGain(100.0, 0.5 * draws, 0.01 * draws)
    saved, reason = _saved(curves, steady, 0.75 * draws, spent=150, n_items=8_000)
    assert saved is not None
    assert (saved.estimate, saved.lower, saved.extrapolated) == (450, 450, True)
    assert reason is not None
    assert (reason.code, reason.figures) == (ReasonCode.SAVED_AT_MOST, {"times": 3})


@pytest.mark.parametrize("flat", ["the fit", "the last halvings"])
def test_a_curve_that_does_not_rise_says_nothing(flat: str) -> None:
    draws = np.ones(101)
    curves = Curves(0.7 * draws, (0.0 if flat == "the fit" else 2.0) * draws, 0.5 * draws)
    steady = SteadyGain(100.0, 0.5 * draws, (0.0 if flat == "the last halvings" else 0.1) * draws)
    saved, reason = _saved(curves, steady, 0.75 * draws, spent=150, n_items=8_000)
    assert saved is None
    assert reason is not None
    assert reason.code is ReasonCode.RANDOM_DOES_NOT_RISE


def test_draws_that_do_not_rise_count_neither_way() -> None:
    """One in 20 is left out, so that none says that random sampling never gets there."""
    rng = np.random.default_rng(0)
    draws, gain = np.ones(401), rng.uniform(0.05, 0.15, 401)
    curves = Curves(0.7 * draws, 2.0 * draws, 0.5 * draws)
    every, _ = _saved(curves, SteadyGain(100.0, 0.5 * draws, gain), 0.65 * draws, 150, 8_000)
    few, many = gain.copy(), gain.copy()
    few[1:21], many[1:22] = -0.1, -0.1
    some, _ = _saved(curves, SteadyGain(100.0, 0.5 * draws, few), 0.65 * draws, 150, 8_000)
    assert every is not None
    assert some is not None
    assert abs(some.lower - every.lower) <= 3
    none, reason = _saved(curves, SteadyGain(100.0, 0.5 * draws, many), 0.65 * draws, 150, 8_000)
    assert none is None
    assert reason is not None
    assert reason.code is ReasonCode.RANDOM_DOES_NOT_RISE


def test_a_head_no_subset_comes_near_saves_three_times_its_labels_at_most() -> None:
    """Audit items that no head learns anything from, and a released head that is always right."""
    rng = np.random.default_rng(4)
    ordinals = np.arange(300)
    noise = rng.integers(8, size=300)
    labels = Labels(ordinals, OneClass(noise), ordinals < 40)
    for seed in range(5):
        found = random_baseline(
            VECTORS,
            labels,
            np.ones(40, np.bool_),
            n_classes=8,
            n_items=3_000,
            seed=seed,
            round_number=0,
        )
        assert found.points
        if found.labels_saved is None:
            assert found.reason == reason(ReasonCode.RANDOM_DOES_NOT_RISE)
        else:
            assert found.labels_saved.lower <= 900


def test_the_band_of_what_is_extrapolated_reaches_higher() -> None:
    last = baseline(200, 0.8, n_labels=2_000).points[-1]
    assert last.labels == 2_000
    assert last.low < last.estimate < 0.8
    assert last.high == 1.0


def test_few_audit_items_give_a_reason() -> None:
    few = baseline(29, 0.5)
    assert (few.points, few.labels_saved) == ([], None)
    assert few.reason is not None
    assert few.reason.code == ReasonCode.FEW_AUDIT_ITEMS_TO_COMPARE
    assert few.reason.detail == "29 of the 30 audit items that labels saved need."
    assert baseline(30, 0.5).points
    assert few.enough == 30


def test_many_classes_need_more_audit_items() -> None:
    """Until a head has seen each class twice, the curve bends upwards and can't be continued."""
    vectors, classes = blobs(500, n_classes=40)
    labels = Labels(np.arange(300), OneClass(classes[:300]), np.arange(300) < 99)
    found = random_baseline(
        vectors, labels, np.ones(99, np.bool_), n_classes=60, n_items=500, seed=0, round_number=0
    )
    assert found.reason is not None
    assert found.reason.detail == "99 of the 100 audit items that labels saved need."
    assert found.enough == 100


def test_the_points_are_the_curve_of_random_sampling() -> None:
    points = baseline(200, 0.8).points
    assert [p.labels for p in points] == [10, 20, 40, 80, 160, 300]
    assert [p.extrapolated for p in points] == [False] * 5 + [True]
    rng = np.random.default_rng(9)
    for point in points:
        truth = []
        for _ in range(12):
            order = rng.permutation(3_000)
            train, rest = order[: point.labels], order[point.labels :]
            head = fit_logistic(VECTORS[train], CLASSES[train], 8)
            truth.append(np.mean(head.probabilities(VECTORS[rest]).argmax(axis=1) == CLASSES[rest]))
        # The band doesn't know how much ten subsets of ten items differ among themselves.
        assert point.low - 0.03 <= np.mean(truth) <= point.high + 0.03
        assert point.low < point.estimate < point.high


def test_the_better_the_head_the_more_was_saved() -> None:
    saved = [baseline(200, skill).labels_saved for skill in (0.3, 0.6, 0.75, 1.0)]
    estimates = [s.estimate for s in saved if s is not None]
    assert estimates == sorted(estimates)
    assert len(set(estimates)) == 4
    assert all(s is not None and s.lower <= s.estimate for s in saved)
    assert saved[0] is not None
    assert saved[0].estimate < 0
    assert not saved[0].extrapolated
    assert saved[3] is not None
    assert saved[3].estimate == 900, "three times what was given, not what is left of the pool"
    assert saved[3].extrapolated


def test_random_sampling_saves_nothing() -> None:
    """In campaigns that are random themselves, the 95 % lower bound is hardly ever above 0."""
    above = []
    for seed in range(10):
        ordinals = np.random.default_rng(seed).choice(3_000, size=200, replace=False)
        labels = Labels(ordinals, OneClass(CLASSES[ordinals]), np.arange(200) < 60)
        found = measure(VECTORS, labels, n_classes=8, seed=seed, round_number=0)
        saved = random_baseline(
            VECTORS, labels, found.correct, n_classes=8, n_items=3_000, seed=seed, round_number=0
        ).labels_saved
        assert saved is not None
        above.append(saved.lower > 0)
    assert sum(above) <= 2


def test_is_repeatable() -> None:
    assert baseline(60, 0.7) == baseline(60, 0.7)
    assert baseline(60, 0.7) != baseline(60, 0.7, seed=1)
