"""Labels that a machine may give: what checks prove, at any time, and what is checked next."""

import warnings

import numpy as np
import pytest
from scipy.stats import hypergeom

from service.core.arrays import BoolArray
from service.core.certificates import (
    RIGHT,
    UNKNOWN,
    WRONG,
    Attempt,
    AttemptStatus,
    CheckedLabels,
    Prior,
    Terms,
    log_evidence,
    risk_of_attempt,
)

N = 1_000


def played(attempt: Attempt, wrong: BoolArray) -> tuple[AttemptStatus, CheckedLabels]:
    """Answers all that is asked, to the end."""
    known = np.full(len(wrong), UNKNOWN)
    while True:
        seen = CheckedLabels(known, known != UNKNOWN, int(np.count_nonzero(known != UNKNOWN)))
        decision = attempt.decide(seen)
        if len(decision.ask) == 0:
            return decision, seen
        known[decision.ask] = np.where(wrong[decision.ask], WRONG, RIGHT)


def sure(n: int = N) -> np.ndarray:
    return np.linspace(0.999, 0.97, n)


@pytest.mark.parametrize("expected", [0.01, 0.2])
def test_evidence_is_a_fair_bet_where_so_many_are_wrong_and_none_where_more_are(
    expected: float,
) -> None:
    """Its mean over all draws is 1 at most, after any number of checks: waiting wins nothing."""
    labels, too_many = 30, 6
    for wrong in (6, 7, 12, 30):
        for n in range(1, labels + 1):
            e = np.arange(n + 1)
            won = log_evidence(e, np.full(n + 1, n), too_many, labels, Prior.expecting(expected))
            chance = hypergeom(labels, wrong, n).pmf(e)
            mean = float(np.sum(chance[chance > 0] * np.exp(won[chance > 0])))
            assert mean <= 1 + 1e-9, (wrong, n)
    # It is no less than a fair bet either: what is left out are draws that speak for many errors.
    fair = log_evidence(np.arange(2), np.full(2, 1), too_many, labels, Prior.expecting(expected))
    assert np.exp(fair[0]) * (1 - too_many / labels) > 0.8


def test_what_cannot_be_wrong_any_more_is_certain() -> None:
    checked = np.array([15, 16])
    found = log_evidence(np.zeros(2), checked, 5, 20, Prior.expecting(0.1))
    assert np.isfinite(found[0])
    assert found[1] == np.inf


def test_a_good_machine_takes_all_by_few_checks() -> None:
    attempt = Attempt(sure(), np.random.default_rng(3).random(N), Terms(0.05, 0.04, 200))
    foreseen = attempt.foreseen()
    assert foreseen is not None
    decision, seen = played(attempt, np.zeros(N, dtype=np.bool_))
    assert decision.size == N
    # The least that was foreseen, and not many more than plain sampling would need: 63.
    assert seen.spent == foreseen.least <= 80


@pytest.mark.slow
def test_a_machine_that_knows_itself_badly_hardly_ever_takes_too_much() -> None:
    """Every part has slightly too many errors, of which it expects few. It may stop at any time."""
    rng, risk, tries = np.random.default_rng(11), 0.1, 150
    broken = 0
    for _ in range(tries):
        wrong = np.zeros(N, dtype=np.bool_)
        wrong[rng.choice(N, int(0.104 * N), replace=False)] = True
        decision, seen = played(Attempt(sure(), rng.random(N), Terms(0.1, risk, 300)), wrong)
        rest = (np.arange(N) < decision.size) & ~seen.gone
        broken += bool(rest.any()) and float(wrong[rest].mean()) > 0.1
    assert broken <= 1.7 * risk * tries


def test_bad_texts_at_the_end_are_left_out() -> None:
    wrong = np.zeros(2_000, dtype=np.bool_)
    wrong[1_500:] = np.random.default_rng(5).random(500) < 0.5
    p = np.concatenate([np.full(1_500, 0.99), np.full(500, 0.6)])
    decision, _ = played(
        Attempt(p, np.random.default_rng(6).random(2_000), Terms(0.05, 0.04, 200)), wrong
    )
    assert 1_200 <= decision.size <= 1_600


def test_right_answers_of_others_leave_the_share_of_errors_in_the_rest_higher() -> None:
    """People label most of a set, all right: what is left must be held to the same share."""
    attempt = Attempt(sure(), np.random.default_rng(3).random(N), Terms(0.05, 0.04, 200))
    decision, seen = played(attempt, np.zeros(N, dtype=np.bool_))
    assert decision.size == N
    gone = seen.gone.copy()
    gone[:900] = True
    assert attempt.decide(CheckedLabels(seen.known, gone, seen.spent)).size < N


def test_attempts_share_one_risk() -> None:
    risks = [risk_of_attempt(0.05, number) for number in range(30)]
    assert risks[0] == pytest.approx(0.04)
    assert sum(risks) <= 0.05


def test_where_checks_cost_as_much_as_labels_nothing_is_offered() -> None:
    few = Attempt(sure(60), np.random.default_rng(1).random(60), Terms(0.05, 0.04, 200))
    assert few.foreseen() is None
    assert few.decide(CheckedLabels.nothing(60)) == AttemptStatus(0, pytest.approx([]), 0)


@pytest.mark.parametrize("labels", [0, 1, 3])
def test_few_labels_are_no_mean_of_nothing(labels: int) -> None:
    """The ladder's first sets had none of them."""
    attempt = Attempt(np.full(labels, 0.99), np.arange(labels) / 10, Terms(0.05, 0.05, 50))
    assert 0 not in attempt.sizes
    with warnings.catch_warnings(action="error"):
        assert attempt.foreseen() is None
        assert attempt.decide(CheckedLabels.nothing(labels)).size == 0
