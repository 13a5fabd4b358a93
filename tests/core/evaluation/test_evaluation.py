"""Intervals, macro-F1, cross-fitting and the figures of a round."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import f1_score

from service.core.arrays import FloatArray, IntArray
from service.core.evaluation.cross_fit import cross_fit
from service.core.evaluation.estimator import find_estimator
from service.core.evaluation.intervals import median_interval, wilson
from service.core.evaluation.strata import Strata
from service.core.heads.head import Head
from service.core.heads.logistic import fit_logistic
from service.core.rounds import Labels, Measurement, measure
from service.core.targets.one_class import OneClass, class_of_each
from service.kit.reasons import ReasonCode, reason
from tests.core.pools import blobs


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (8, 10, 0.4902, 0.9433),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),  # Newcombe (1998), table I
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_has_its_published_values(
    successes: int, trials: int, low: float, high: float
) -> None:
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


def test_nothing_known_is_everything_possible() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 500), st.data())
def test_the_share_itself_lies_inside(trials: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, trials))
    low, high = wilson(successes, trials)
    assert 0.0 <= low <= successes / trials <= high <= 1.0


@given(st.integers(1, 500), st.data(), st.floats(0.5, 0.999))
def test_wilson_agrees_with_scipy(trials: int, data: st.DataObject, level: float) -> None:
    successes = data.draw(st.integers(0, trials))
    expected = binomtest(successes, trials).proportion_ci(level, method="wilson")
    assert wilson(successes, trials, level) == pytest.approx(tuple(expected), abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=60))
def test_macro_f1_agrees_with_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    truth, predicted = np.array(pairs).T
    expected = f1_score(truth, predicted, average="macro", zero_division=0.0)
    assert OneClass(truth).macro_f1(OneClass(predicted), 6) == pytest.approx(expected)


def test_macro_f1_of_nothing() -> None:
    nothing = OneClass(np.zeros(0, dtype=np.int64))
    assert nothing.macro_f1(nothing, 3) is None


@dataclass
class Recorder:
    """Fits real heads, and remembers which rows each of them was shown."""

    vectors: FloatArray
    shown: list[set[int]] = field(default_factory=list)

    def __call__(self, labels: Labels) -> Head:
        self.shown.append(set(labels.ordinals.tolist()))
        return fit_logistic(self.vectors[labels.ordinals], class_of_each(labels.targets), 2)


@pytest.mark.parametrize("n_held_out", [0, 1, 3, 5, 23])
def test_no_held_out_row_is_predicted_by_a_head_that_saw_it(n_held_out: int) -> None:
    X = np.arange(40, dtype=np.float32)[:, None]
    held_out = np.zeros(40, dtype=np.bool_)
    held_out[3 : 3 + n_held_out] = True
    labels = Labels(np.arange(40), OneClass(np.arange(40) % 2), held_out)
    recorder = Recorder(X)
    others = np.empty(0, dtype=np.int64)
    rng = np.random.default_rng(0)
    found = cross_fit(X, labels, held_out, others, recorder, 2, rng, 5)
    assert len(found.own) == n_held_out
    assert found.own.sum(axis=1) == pytest.approx(np.ones(n_held_out))
    assert len(recorder.shown) == min(5, n_held_out)
    hidden = [set(range(40)) - shown for shown in recorder.shown]
    assert sorted(row for rows in hidden for row in rows) == np.flatnonzero(held_out).tolist()
    assert all(len(rows) - n_held_out // 5 in (0, 1) for rows in hidden)


def test_a_label_more_leaves_most_audits_in_their_folds() -> None:
    X, nobody = np.zeros((200, 2), dtype=np.float32), np.empty(0, dtype=np.int64)

    def folds(n: int) -> list[set[int]]:
        recorder = Recorder(X)
        labels = Labels(np.arange(n), OneClass(np.arange(n) % 2), np.ones(n, dtype=np.bool_))
        rng = np.random.default_rng(3)
        cross_fit(X, labels, np.ones(n, dtype=np.bool_), nobody, recorder, 2, rng, 6)
        return [set(range(n)) - shown for shown in recorder.shown]

    before, after = folds(120), folds(121)
    assert sum(len(one & other) for one, other in zip(before, after, strict=True)) >= 114


def test_the_only_label_of_all_cannot_be_predicted() -> None:
    X, only = np.zeros((1, 2), dtype=np.float32), np.ones(1, dtype=np.bool_)
    labels = Labels(np.array([0]), OneClass(np.array([1])), only)
    others = np.empty(0, dtype=np.int64)
    found = cross_fit(X, labels, only, others, Recorder(X), 2, np.random.default_rng(0), 5)
    assert found.own.tolist() == [[0.0, 0.0]]
    one = measure(X, labels, n_classes=2, seed=0)
    assert (one.n_audit, one.correct.tolist()) == (1, [False])


def labels_of(classes: IntArray, n_labels: int, n_audit: int, seed: int = 0) -> Labels:
    ordinals = np.random.default_rng(seed).choice(len(classes), size=n_labels, replace=False)
    return Labels(ordinals, OneClass(classes[ordinals]), np.arange(n_labels) < n_audit)


def measured(n_labels: int, n_audit: int, unanswered: int = 0, seed: int = 0) -> Measurement:
    vectors, classes = blobs(600, spread=2.5, seed=seed)
    labels = labels_of(classes, n_labels, n_audit, seed)
    return measure(vectors, labels, n_classes=4, strata=Strata.one(unanswered), seed=seed)


def test_a_measurement_is_repeatable_and_adds_up() -> None:
    one, two = measured(80, 30), measured(80, 30)
    assert (one.accuracy, one.low, one.high) == (two.accuracy, two.low, two.high)
    assert one.accuracy is not None
    assert abs(one.accuracy - one.correct.sum() / 30) < 0.1
    assert one.accuracy == find_estimator(one.estimator)(one.evidence).value
    assert sum(figure.total for figure in one.classes) == one.n_audit == 30
    assert sum(figure.correct for figure in one.classes) == one.correct.sum()
    assert one.n_labels == 80
    assert one.head is not None
    assert one.n_effective == 30
    for figure in one.classes:
        assert (figure.low, figure.high) == wilson(figure.correct, figure.total)
    assert one.low < one.accuracy < one.high
    alone = wilson(int(one.correct.sum()), 30)
    assert one.high - one.low < alone[1] - alone[0]


def test_the_released_head_has_seen_every_label() -> None:
    vectors, classes = blobs(600, spread=1.2)
    labels = labels_of(classes, 60, 20)
    found = measure(vectors, labels, n_classes=4, seed=0)
    every = fit_logistic(vectors[labels.ordinals], class_of_each(labels.targets), 4)
    assert found.head is not None
    np.testing.assert_allclose(
        found.head.probabilities(vectors), every.probabilities(vectors), atol=1e-2
    )


def test_heads_that_judge_chosen_labels_begin_from_none_that_has_seen_them() -> None:
    vectors, classes = blobs(600, spread=1.2)
    labels = labels_of(classes, 60, 20)
    chosen, told = labels.ordinals[20:], class_of_each(labels.targets)[20:]
    right, misled = (
        measure(vectors, labels, n_classes=4, seed=0, warm=warm).evidence.chosen
        for warm in (fit_logistic(vectors[chosen], y, 4) for y in (told, (told + 1) % 4))
    )
    np.testing.assert_array_equal(right.confidence, misled.confidence)


def test_below_twenty_audit_items_there_is_only_an_interval() -> None:
    few = measured(60, 19)
    assert few.accuracy is None
    assert few.macro_f1 is None
    assert 0 < few.low < few.high < 1
    assert few.note == reason(ReasonCode.FEW_AUDIT_ITEMS, audit_items=19, needed=20)
    assert few.note.detail == "19 of the 20 audit texts needed."
    assert measured(60, 20).accuracy is not None


def test_unanswered_items_widen_the_interval_both_ways() -> None:
    without, with_some = measured(80, 30), measured(80, 30, unanswered=6)
    assert with_some.accuracy == without.accuracy
    assert with_some.low < without.low < without.high < with_some.high
    unsure = np.full(6, without.evidence.pool.mean())
    for right, end in ((False, "low"), (True, "high")):
        answered = without.evidence.with_audits(right, unsure, np.ones(36))
        found = getattr(find_estimator(without.estimator)(answered), end)
        assert found == pytest.approx(getattr(with_some, end))
    assert with_some.note == reason(ReasonCode.UNANSWERED_AUDIT_ITEMS, audit_items=6)
    assert with_some.note.detail == "6 audit texts have no answer, which widens the interval."


def test_it_matters_how_sure_the_head_is_of_what_nobody_could_answer() -> None:
    """That an item is wrong of which it is sure says more against it."""
    vectors, classes = blobs(600, spread=2.5)
    labels = labels_of(classes, 80, 30)
    rest = np.setdiff1d(np.arange(600), labels.ordinals)
    plain = measured(80, 30)
    assert plain.head is not None
    by_doubt = rest[np.argsort(plain.head.probabilities(vectors[rest]).max(axis=1))]
    doubtful, sure = (
        measure(
            vectors, labels, n_classes=4, strata=Strata.one(6), unanswered=open_ones,
            seed=0,
        )
        for open_ones in (by_doubt[:6], by_doubt[-6:])
    )  # fmt: skip
    assert sure.low < doubtful.low < plain.low
    assert plain.high < sure.high < doubtful.high


@pytest.mark.parametrize(("n_labels", "n_audit"), [(0, 0), (1, 1), (1, 0), (12, 12)])
def test_the_first_labels_can_be_measured(n_labels: int, n_audit: int) -> None:
    found = measured(n_labels, n_audit)
    assert 0 <= found.low < found.high <= 1
    assert (found.head is None) == (n_labels == 0)


def test_labels_without_a_vector_are_left_out() -> None:
    vectors, classes = blobs(600, spread=1.2)
    labels = labels_of(classes, 60, 20)
    present = np.ones(600, dtype=np.bool_)
    present[labels.ordinals[15:25]] = False
    found = measure(vectors, labels, n_classes=4, seed=0, present=present)
    assert (found.n_labels, found.n_audit) == (50, 15)


def test_the_estimate_is_that_of_rows_it_has_not_seen() -> None:
    """Classes are noise: whatever was learnt by heart, a fresh row is right one time in four."""
    vectors, _ = blobs(2_000, dimensions=64)
    classes = np.random.default_rng(1).integers(0, 4, size=2_000)
    labels = labels_of(classes, 600, 500)
    found = measure(vectors, labels, n_classes=4, seed=0)
    assert found.accuracy is not None
    assert abs(found.accuracy - 0.25) < 0.06


@pytest.mark.slow
def test_intervals_contain_the_truth_as_often_as_they_say() -> None:
    hits = 0
    for seed in range(40):
        vectors, classes = blobs(600, spread=1.6, seed=seed)
        labels = labels_of(classes, 120, 40, seed)
        found = measure(vectors, labels, n_classes=4, seed=seed)
        assert found.head is not None
        rest = np.setdiff1d(np.arange(600), labels.ordinals)
        truth = np.mean(found.head.probabilities(vectors[rest]).argmax(axis=1) == classes[rest])
        hits += found.low <= truth <= found.high
    # 95 % of 40 is 38; 33 or fewer happen once in 70 runs.
    assert hits >= 34


def test_the_interval_of_a_median_has_its_published_ranks() -> None:
    """Conover (1999), 3.2: of 10 values the 2nd and the 9th, of 16 the 4th and the 13th."""
    assert median_interval(range(10, 0, -1)) == (5.5, 2, 9)
    assert median_interval(range(1, 17)) == (8.5, 4, 13)
    assert median_interval([3.0]) == (3.0, 3.0, 3.0)


def test_the_interval_of_a_median_holds_it() -> None:
    rng = np.random.default_rng(1)
    held = 0
    for _ in range(400):
        _, low, high = median_interval(rng.exponential(size=25).tolist())
        held += low <= np.log(2) <= high
    assert held >= 0.94 * 400
