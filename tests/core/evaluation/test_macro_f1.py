"""Macro-F1 of heads that name one class an item: how near it comes, and how often it holds."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import f1_score

from service.core.evaluation.by_class.confusion import PoolConfusion, macro_f1_of_audits
from service.core.evaluation.evidence import Evidence, UnseenPredictions
from service.core.evaluation.measured_figure import MeasuredFigure, Sampled

N, C = 4_000, 5
SHARES = [0.4, 0.3, 0.2, 0.08, 0.02]
"""Of forty audit items there is often none of the last class."""


def pool(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """What items are, and how likely a head that is too sure of itself holds each class."""
    rng = np.random.default_rng(seed)
    odds = rng.normal(0, 3, (N, C)) + np.log(SHARES)
    truth = np.array([rng.choice(C, p=row) for row in softmax(odds)])
    return truth, softmax(1.3 * odds).astype(np.float32)


def softmax(odds: np.ndarray) -> np.ndarray:
    e = np.exp(odds - odds.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def figure(
    truth: np.ndarray, P: np.ndarray, rows: np.ndarray, sampled: Sampled | None = None
) -> MeasuredFigure:
    predicted = P.argmax(axis=1)
    right, confidence = truth == predicted, P.max(axis=1)
    chosen_rows = np.arange(0, N, 40)
    chosen = UnseenPredictions(right[chosen_rows], confidence[chosen_rows])
    seen = UnseenPredictions(right[rows], confidence[rows])
    sampled = sampled or Sampled(np.ones(len(rows)), np.ones(len(rows)), N)
    evidence = Evidence(seen, chosen, P.max(axis=1), N, sampled.weights)
    confusion = PoolConfusion(P, evidence, np.ones(C, dtype=np.bool_))
    return macro_f1_of_audits(confusion, truth[rows], predicted[rows], sampled, True)


@pytest.mark.slow
@pytest.mark.parametrize("audits", [30, 100])
def test_few_audits_say_it_without_bias_and_as_often_as_promised(audits: int) -> None:
    truth, P = pool(1)
    true = f1_score(truth, P.argmax(axis=1), average="macro")
    rng, draws = np.random.default_rng(2), 200
    found = [figure(truth, P, rng.choice(N, audits, replace=False)) for _ in range(draws)]
    off = np.array([one.value or 0.0 for one in found]) - true
    assert abs(off.mean()) < 0.01 + 2 * off.std() / np.sqrt(draws)
    assert np.mean([one.low <= true <= one.high for one in found]) > 0.91


def test_with_every_item_an_audit_it_is_that_of_scikit_learn() -> None:
    truth, P = pool(3)
    found = figure(truth, P, np.arange(N))
    assert found.value == pytest.approx(
        f1_score(truth, P.argmax(axis=1), average="macro"), abs=0.01
    )
    assert found.high - found.low < 0.01


def test_an_audit_that_stands_for_three_counts_three_times() -> None:
    truth, P = pool(4)
    rows = np.random.default_rng(5).choice(N, 90, replace=False)
    weights = np.where(np.arange(90) < 30, 3.0, 1.0)
    weighted = figure(truth, P, rows, Sampled(weights, weights, N))
    plain = figure(truth, P, rows)
    often = figure(truth, P, np.concatenate([rows, rows[:30], rows[:30]]))
    off, off_plain = (abs((one.value or 0.0) - (often.value or 0.0)) for one in (weighted, plain))
    assert off < off_plain
    assert weighted.high - weighted.low > often.high - often.low, "150 that differ tell more"


def test_what_nobody_could_answer_and_what_was_never_sampled_widen_it() -> None:
    truth, P = pool(6)
    rows = np.random.default_rng(7).choice(N, 60, replace=False)
    plain = figure(truth, P, rows)
    some = figure(truth, P, rows, Sampled(np.ones(60), np.ones(72), N))
    assert some.value == plain.value
    assert some.low < plain.low - 0.03 < plain.high + 0.03 < some.high
    part = figure(truth, P, rows, replace(Sampled.alike(60), n_items=N, unknown=0.2))
    assert part.low == pytest.approx(0.8 * plain.low)
    assert part.high == pytest.approx(0.8 * plain.high + 0.2)


def test_a_target_is_shown_by_what_lies_surely_below() -> None:
    truth, P = pool(8)
    found = figure(truth, P, np.random.default_rng(9).choice(N, 200, replace=False))
    assert found.value is not None
    assert found.share_at is not None
    assert found.shown[0.95] < found.shown[0.9] < found.shown[0.8] < found.value
    assert found.share_at(1.0) < found.value < found.share_at(-1.0)
