"""The target light: wrong in at most one project of ten, however often one looks."""

import numpy as np
import pytest

from service.core.evaluation.estimator import find_estimator
from service.core.evaluation.evidence import Evidence, UnseenPredictions
from service.core.evaluation.target_reached import (
    BOUNDARIES,
    FIRST_LOOK,
    GROWTH,
    LOOKS,
    SHOWN_BY,
    look_due,
    next_look,
    share_shown,
    still_shown,
)
from tests.core.evaluation.test_estimators import MadeUp

PROJECTS = 200
NO_LABELS = UnseenPredictions(np.zeros(0, dtype=np.bool_), np.zeros(0, dtype=np.float32))


def looks(most: int) -> list[int]:
    return [n for n in range(1, most + 1) if look_due(n - 1, n)]


def shown(evidence: Evidence, level: float = 0.9) -> float:
    return share_shown(lambda of: find_estimator(SHOWN_BY)(evidence, of).low, level)


def first_reached(pool: MadeUp, target: float, most: int, rng: np.random.Generator) -> int | None:
    """Audits after which the target is said to be reached, of a project that looks at every one."""
    order = rng.permutation(len(pool.right))[:most]
    for n in looks(most):
        audits = UnseenPredictions(pool.right[order[:n]], pool.confidence[order[:n]])
        if shown(Evidence(audits, NO_LABELS, pool.confidence, len(pool.right))) >= target:
            return n
    return None


def test_looks_are_few() -> None:
    assert looks(10_000) == [20, 30, 45, 68, 102, 152, 228, 342, 513, 769, 1154, 1730]
    assert not look_due(20, 29)
    assert look_due(0, 25)
    assert look_due(29, 31)


def test_the_next_look_is_said_before_it_falls_due() -> None:
    for audits in (0, 19, 20, 29, 45, 700, 1729):
        following = next_look(audits)
        assert following is not None
        assert look_due(audits, following)
        assert not look_due(audits, following - 1)
    assert next_look(1730) is None


@pytest.mark.parametrize("level", BOUNDARIES)
def test_the_boundary_is_passed_by_chance_as_often_as_its_level_says(level: float) -> None:
    steps = np.diff([0, *(FIRST_LOOK * GROWTH**k for k in range(LOOKS))])
    walk = np.random.default_rng(0).normal(size=(100_000, LOOKS)) * np.sqrt(steps)
    highest = (walk.cumsum(axis=1) / np.sqrt(steps.cumsum())).max(axis=1)
    assert np.mean(highest >= BOUNDARIES[level]) == pytest.approx(1 - level, abs=0.004)


@pytest.mark.slow
@pytest.mark.parametrize("shift", [-0.5, 1.0])
def test_a_target_that_is_not_reached_is_rarely_called_so(shift: float) -> None:
    rng = np.random.default_rng(1)
    early = 0
    for _ in range(PROJECTS):
        pool = MadeUp.of(shift, 1.0, rng)
        early += first_reached(pool, pool.truth + 1e-3, 520, rng) is not None
    # 0.1, and two standard errors.
    assert early <= 0.1 * PROJECTS + 2 * (0.09 * PROJECTS) ** 0.5


@pytest.mark.slow
def test_a_target_that_is_passed_by_far_is_soon_called_reached() -> None:
    rng = np.random.default_rng(2)
    pools = [MadeUp.of(1.0, 1.0, rng) for _ in range(50)]
    after = [first_reached(pool, pool.truth - 0.1, 800, rng) for pool in pools]
    assert all(n is not None for n in after)
    assert np.median([n for n in after if n is not None]) <= 102


def test_without_audits_nothing_is_shown() -> None:
    rng = np.random.default_rng(3)
    assert shown(MadeUp.of(1.0, 1.0, rng).evidence(0, rng)) == 0


def test_the_surer_one_wants_to_be_the_less_is_shown() -> None:
    rng = np.random.default_rng(4)
    evidence = MadeUp.of(1.0, 1.0, rng).evidence(60, rng)
    shares = [shown(evidence, level) for level in sorted(BOUNDARIES)]
    assert shares == sorted(shares, reverse=True)
    assert 0 < shares[-1] < shares[0] < 1


def test_of_a_pool_that_has_changed_the_worst_is_taken() -> None:
    assert still_shown(0.9, 1_000, 1_000) == 0.9
    assert still_shown(0.9, 1_000, 1_500) == pytest.approx(900 / 1_500)  # what came is all wrong
    assert still_shown(0.9, 1_000, 500) == pytest.approx(400 / 500)  # what went was all right
    assert still_shown(0.9, 1_000, 50) == 0
    assert still_shown(0.9, 1_000, 0) == 0
