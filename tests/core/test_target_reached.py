"""The target light: wrong in at most one project of ten, however often one looks."""

import numpy as np
import pytest

from service.core.evaluation.evidence import Evidence, Seen
from service.core.evaluation.target_reached import (
    BOUNDARY,
    FIRST_LOOK,
    GROWTH,
    is_reached,
    look_due,
    standard_errors_above,
)
from tests.core.test_estimators import MadeUp

PROJECTS = 200
NO_LABELS = Seen(np.zeros(0, dtype=np.bool_), np.zeros(0, dtype=np.float32))


def looks(most: int) -> list[int]:
    return [n for n in range(1, most + 1) if look_due(n - 1, n)]


def first_reached(pool: MadeUp, target: float, most: int, rng: np.random.Generator) -> int | None:
    """Audits after which the target is said to be reached, of a project that looks at every one."""
    order = rng.permutation(len(pool.right))[:most]
    for n in looks(most):
        audits = Seen(pool.right[order[:n]], pool.confidence[order[:n]])
        if is_reached(Evidence(audits, NO_LABELS, pool.confidence, len(pool.right)), target):
            return n
    return None


def test_looks_are_few() -> None:
    assert looks(800) == [20, 30, 45, 68, 102, 152, 228, 342, 513, 769]
    assert not look_due(20, 29)
    assert look_due(0, 25)
    assert look_due(29, 31)


def test_the_boundary_is_passed_by_chance_in_one_of_ten() -> None:
    steps = np.diff([0, *(FIRST_LOOK * GROWTH**k for k in range(10))])
    walk = np.random.default_rng(0).normal(size=(100_000, 10)) * np.sqrt(steps)
    highest = (walk.cumsum(axis=1) / np.sqrt(steps.cumsum())).max(axis=1)
    assert np.mean(highest >= BOUNDARY) == pytest.approx(0.1, abs=0.004)


@pytest.mark.parametrize("shift", [-0.5, 1.0])
def test_a_target_that_is_not_reached_is_rarely_called_so(shift: float) -> None:
    rng = np.random.default_rng(1)
    early = 0
    for _ in range(PROJECTS):
        pool = MadeUp.of(shift, 1.0, rng)
        early += first_reached(pool, pool.truth + 1e-3, 520, rng) is not None
    # 0.1, and two standard errors.
    assert early <= 0.1 * PROJECTS + 2 * (0.09 * PROJECTS) ** 0.5


def test_a_target_that_is_passed_by_far_is_soon_called_reached() -> None:
    rng = np.random.default_rng(2)
    pools = [MadeUp.of(1.0, 1.0, rng) for _ in range(50)]
    after = [first_reached(pool, pool.truth - 0.1, 800, rng) for pool in pools]
    assert all(n is not None for n in after)
    assert np.median([n for n in after if n is not None]) <= 102


def test_without_audits_nothing_is_reached() -> None:
    rng = np.random.default_rng(3)
    evidence = MadeUp.of(1.0, 1.0, rng).evidence(0, rng)
    assert not is_reached(evidence, 0.1)


def test_the_higher_the_target_the_further_it_is() -> None:
    rng = np.random.default_rng(4)
    evidence = MadeUp.of(1.0, 1.0, rng).evidence(60, rng)
    away = [standard_errors_above(evidence, target) for target in (0.0, 0.5, 0.8, 0.95, 1.0)]
    assert away == sorted(away, reverse=True)
    assert away[0] == np.inf
    assert away[-1] == -np.inf
