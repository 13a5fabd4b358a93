"""The learning curve of random sampling from audit items, and campaigns that are random."""

import numpy as np
import pytest

from service.core.evaluation.measure import measure
from service.core.evaluation.savings.labels_saved import LabelsSaved, labels_saved
from service.core.evaluation.savings.random_curve import (
    FURTHEST,
    MeasuredRandomCurve,
    _continued,
    _measured,
    random_curve,
)
from service.core.evaluation.strata import Strata
from service.core.heads.head import Head, find_head
from service.core.heads.learner import Learner
from service.core.heads.logistic import fit_logistic
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.vectors.matrix import Vectors
from service.kit.reasons import ReasonCode
from tests.core.pools import blobs

VECTORS, CLASSES = blobs(3_000, dimensions=24, n_classes=8, spread=2.0)
POOL = np.arange(3_000)


def labels_of(n_audit: int, n_labels: int = 300, seed: int = 0) -> Labels:
    """All of them at random."""
    ordinals = np.random.default_rng(seed).choice(3_000, size=n_labels, replace=False)
    return Labels(ordinals, OneClass(CLASSES[ordinals]), np.arange(n_labels) < n_audit)


def curve(labels: Labels, seed: int = 0, learner: Learner | None = None) -> MeasuredRandomCurve:
    return random_curve(
        VECTORS, labels, pool=POOL, n_classes=8, seed=seed, round_number=2, learner=learner
    )


def saved(labels: Labels, seed: int) -> LabelsSaved:
    ours = measure(VECTORS, labels, n_classes=8, seed=seed).evidence
    found = labels_saved(ours, curve(labels, seed), spent=len(labels), n_items=3_000).labels
    assert found is not None
    return found


@pytest.mark.slow
def test_the_points_are_the_curve_of_random_sampling() -> None:
    points = curve(labels_of(240)).points
    assert [p.labels for p in points] == [200, 300]
    assert [p.extrapolated for p in points] == [False, True]
    rng = np.random.default_rng(9)
    for point in points:
        truth = []
        for _ in range(12):
            order = rng.permutation(3_000)
            train, rest = order[: point.labels], order[point.labels :]
            head = fit_logistic(VECTORS[train], CLASSES[train], 8)
            truth.append(np.mean(head.probabilities(VECTORS[rest]).argmax(axis=1) == CLASSES[rest]))
        assert point.low <= np.mean(truth) <= point.high
        assert point.low < point.estimate < point.high


def test_beyond_what_was_measured_the_band_gets_wider_and_higher() -> None:
    evidence = curve(labels_of(60)).evidence
    assert evidence is not None
    measured = _measured(50, evidence)
    points = [_continued(measured, m) for m in (100, 400)]
    assert [p.extrapolated for p in points] == [True, True]
    assert measured.estimate < points[0].estimate < points[1].estimate
    assert measured.high < points[0].high < points[1].high < 1
    assert {p.low for p in points} == {measured.low}, "it may gain nothing at all"


def test_nothing_is_drawn_beyond_what_is_said_of_random_sampling() -> None:
    assert curve(labels_of(60, n_labels=1_000)).points[-1].labels == 50 * FURTHEST


def test_few_audit_items_give_a_reason() -> None:
    few = curve(labels_of(29))
    assert (few.points, few.evidence) == ([], None)
    assert few.reason is not None
    assert few.reason.code == ReasonCode.FEW_AUDIT_ITEMS_TO_COMPARE
    assert few.reason.detail == (
        "The last measurement had 29 of the 30 audit texts needed to say what was saved."
    )
    assert curve(labels_of(30)).points


class Forgetful(Learner):
    """Never begins from an earlier head."""

    def refit(
        self, vectors: Vectors, labels: Labels, n_classes: int, _warm: Head | None = None
    ) -> Head:
        return super().refit(vectors, labels, n_classes)


def test_its_heads_begin_from_none_that_has_seen_the_audits() -> None:
    ours, theirs = (
        curve(labels_of(60), learner=kind(find_head("logistic"))).evidence
        for kind in (Learner, Forgetful)
    )
    assert ours is not None
    assert theirs is not None
    np.testing.assert_array_equal(ours.audits.confidence, theirs.audits.confidence)


def test_only_audit_items_teach() -> None:
    """Whatever was chosen beside them."""
    labels, others = labels_of(60), labels_of(60)
    others.targets.classes[60:] = 0  # type: ignore[attr-defined]
    points = [one for one in curve(labels).points if not one.extrapolated]
    assert points == [one for one in curve(others).points if not one.extrapolated]


@pytest.mark.slow
def test_random_sampling_saves_nothing() -> None:
    """In campaigns that are random themselves the lower bound is hardly ever above 0."""
    above = [saved(labels_of(60, 200, seed), seed).lower > 0 for seed in range(20)]
    assert sum(above) <= 2


def test_parts_that_were_sampled_unevenly_count_by_their_size() -> None:
    """Nine tenths of the audit items come from a third of the pool, where nothing is learnt."""
    labels = labels_of(200)
    stratum = (np.arange(300) >= 180).astype(np.int64)
    classes = np.where(stratum == 0, np.arange(300) % 8, CLASSES[labels.ordinals])
    uneven = Labels(labels.ordinals, OneClass(classes), labels.audit, stratum=stratum)
    sizes = Strata(np.array([1_000, 2_000]), np.zeros(2, dtype=np.int64))
    found = random_curve(
        VECTORS, uneven, pool=POOL, n_classes=8, seed=0, round_number=2, strata=sizes
    )
    assert found.reason is not None
    assert found.reason.code is ReasonCode.UNEVEN_AUDIT_ITEMS_TO_COMPARE
    even = Strata(np.array([2_900, 100]), np.zeros(2, dtype=np.int64))
    mostly = random_curve(
        VECTORS, uneven, pool=POOL, n_classes=8, seed=0, round_number=2, strata=even
    )
    assert mostly.points[0].estimate < 0.3
    assert mostly.evidence is not None
    assert mostly.evidence.weights is not None
    assert mostly.evidence.weights[:180].sum() == pytest.approx(2_900)


def test_is_repeatable() -> None:
    labels = labels_of(60)
    assert curve(labels).points == curve(labels).points
    assert curve(labels).points != curve(labels, seed=1).points
