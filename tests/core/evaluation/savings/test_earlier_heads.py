"""Heads as they were with fewer labels, and what today's audits say of them."""

import numpy as np
import pytest

from service.core.evaluation.evidence import Evidence, UnseenPredictions
from service.core.evaluation.metric import Metric
from service.core.evaluation.savings.earlier_heads import FEWEST, EarlierHeads, earlier_heads
from service.core.heads.head import find_head
from service.core.heads.learner import Learner
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.vectors.neighbours import find_neighbours

N, D, CLASSES = 400, 8, 3
RNG = np.random.default_rng(1)
TRUTH = RNG.integers(0, CLASSES, N)
VECTORS = (np.eye(CLASSES, D)[TRUTH] + RNG.normal(0, 0.6, (N, D))).astype(np.float32)
ASKED = RNG.permutation(N)[:130]
AUDITS = 30


def labels(asked: np.ndarray) -> Labels:
    """Audits are those that were asked last; by ordinal, as the store has them."""
    audit = np.zeros(N, dtype=np.bool_)
    audit[ASKED[-AUDITS:]] = True
    rows = np.sort(asked)
    return Labels(rows, OneClass(TRUTH[rows]), audit[rows])


@pytest.mark.parametrize("head", ["logistic@1", "mixture@1"])
def test_earlier_heads_have_seen_the_first_labels_and_no_audit(head: str) -> None:
    learner = Learner(find_head(head), find_neighbours(VECTORS))
    given = labels(ASKED)
    chosen = given.where(~given.audit)
    blind = learner.fit(VECTORS, chosen, CLASSES)
    found = earlier_heads(VECTORS, given, ASKED, n_classes=CLASSES, learner=learner, blind=blind)
    assert found is not None
    assert found.labels.tolist() == [25, 50, 100]
    audits = given.where(given.audit)
    seen = UnseenPredictions(np.ones(AUDITS, dtype=np.bool_), np.ones(AUDITS, dtype=np.float32))
    scored = found.scored(Metric.ACCURACY, Evidence(seen, seen, seen.confidence, N))
    assert scored is not None
    for size, right in zip(found.labels, scored.right, strict=True):
        first = labels(ASKED[:size])
        alone = learner.cut_back(VECTORS, first, CLASSES, blind) if size < 100 else blind
        P = alone.probabilities(VECTORS[audits.ordinals], audits.ordinals)
        np.testing.assert_array_equal(right, P.argmax(axis=1) == TRUTH[audits.ordinals])


def test_a_head_on_few_labels_is_no_point_of_a_curve() -> None:
    learner, few = Learner.plain(), labels(np.append(ASKED[: FEWEST - 1], ASKED[-AUDITS:]))
    blind = learner.fit(VECTORS, few.where(~few.audit), CLASSES)
    asked = few.ordinals
    assert not earlier_heads(VECTORS, few, asked, n_classes=CLASSES, learner=learner, blind=blind)
    given = labels(ASKED)
    assert not earlier_heads(VECTORS, given, ASKED, n_classes=CLASSES, learner=learner, blind=None)


def test_gains_count_audits_by_what_they_stand_for() -> None:
    right = np.array([[0, 0, 1], [0, 1, 1], [1, 1, 0]], dtype=np.bool_)
    seen = UnseenPredictions(right[-1], np.full(3, 0.9, dtype=np.float32))
    evidence = Evidence(seen, seen, seen.confidence, 100, np.array([1.0, 1.0, 2.0]))
    found = EarlierHeads(np.array([1, 2, 4]), right)
    assert found.gains(evidence) == pytest.approx([0.0, -0.25])
