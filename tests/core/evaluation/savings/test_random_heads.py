"""The learning curve of random sampling from audit items, and campaigns that are random."""

import numpy as np
import pytest

from service.core.evaluation.estimators.calibrated import calibrated
from service.core.evaluation.measure import measure
from service.core.evaluation.savings.against_random import FURTHEST, AgainstRandom, RandomPoint
from service.core.evaluation.savings.labels_saved import LabelsSaved, labels_saved
from service.core.evaluation.savings.random_heads import RandomHeads, random_heads
from service.core.evaluation.strata import Strata
from service.core.heads.head import Head, find_head
from service.core.heads.learner import Learner
from service.core.heads.logistic import fit_logistic
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.vectors.matrix import Vectors
from service.kit.reasons import Reason, ReasonCode
from tests.core.pools import blobs

VECTORS, CLASSES = blobs(3_000, dimensions=24, n_classes=8, spread=2.0)
POOL = np.arange(3_000)


def labels_of(n_audit: int, n_labels: int = 300, seed: int = 0) -> Labels:
    """All of them at random."""
    ordinals = np.random.default_rng(seed).choice(3_000, size=n_labels, replace=False)
    return Labels(ordinals, OneClass(CLASSES[ordinals]), np.arange(n_labels) < n_audit)


def looked_at(
    labels: Labels, seed: int = 0, learner: Learner | None = None, strata: Strata | None = None
) -> RandomHeads | Reason:
    return random_heads(
        VECTORS,
        labels,
        pool=POOL,
        n_classes=8,
        seed=seed,
        round_number=2,
        learner=learner,
        strata=strata,
    )


def heads_of(labels: Labels, seed: int = 0, learner: Learner | None = None) -> RandomHeads:
    heads = looked_at(labels, seed, learner)
    assert isinstance(heads, RandomHeads)
    return heads


def held(labels: Labels, seed: int = 0) -> AgainstRandom:
    ours = measure(VECTORS, labels, n_classes=8, seed=seed).evidence
    random = heads_of(labels, seed)
    spent = len(labels)
    return AgainstRandom.of(ours, random.evidence, learnt_from=random.learnt_from, spent=spent)


def curve(labels: Labels, seed: int = 0) -> list[RandomPoint]:
    return held(labels, seed).random_curve()


def saved(labels: Labels, seed: int) -> LabelsSaved:
    audits = int(labels.audit.sum())
    return labels_saved(held(labels, seed), head="logistic@1", audits=audits, n_items=3_000)


@pytest.mark.slow
def test_the_points_are_the_curve_of_random_sampling() -> None:
    points = curve(labels_of(240))
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
    measured, *points = curve(labels_of(60, n_labels=400))
    assert [p.labels for p in (measured, *points)] == [50, 100, 200, 400]
    assert [p.extrapolated for p in (measured, *points)] == [False, True, True, True]
    assert measured.estimate < points[0].estimate < points[-1].estimate
    assert measured.high < points[0].high < points[-1].high < 1


def test_nothing_is_drawn_beyond_what_is_said_of_random_sampling() -> None:
    assert curve(labels_of(60, n_labels=1_000))[-1].labels == 50 * FURTHEST


def test_few_audit_items_give_a_reason() -> None:
    few = looked_at(labels_of(29))
    assert isinstance(few, Reason)
    assert few.code == ReasonCode.FEW_AUDIT_ITEMS_TO_COMPARE
    assert few.detail == (
        "The last measurement had 29 of the 30 audit texts needed to say what was saved."
    )
    assert heads_of(labels_of(30)).learnt_from == 25


class Forgetful(Learner):
    """Never begins from an earlier head."""

    def refit(
        self, vectors: Vectors, labels: Labels, n_classes: int, _warm: Head | None = None
    ) -> Head:
        return super().refit(vectors, labels, n_classes)


def test_its_heads_begin_from_none_that_has_seen_the_audits() -> None:
    ours, theirs = (
        heads_of(labels_of(60), learner=kind(find_head("logistic"))).evidence
        for kind in (Learner, Forgetful)
    )
    np.testing.assert_array_equal(ours.audits.confidence, theirs.audits.confidence)


def test_only_audit_items_teach() -> None:
    """Whatever was chosen beside them."""
    labels, others = labels_of(60), labels_of(60)
    others.targets.classes[60:] = 0  # type: ignore[attr-defined]
    ours, theirs = (heads_of(each).evidence.audits for each in (labels, others))
    np.testing.assert_array_equal(ours.confidence, theirs.confidence)


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
    few = looked_at(uneven, strata=sizes)
    assert isinstance(few, Reason)
    assert few.code is ReasonCode.UNEVEN_AUDIT_ITEMS_TO_COMPARE
    even = Strata(np.array([2_900, 100]), np.zeros(2, dtype=np.int64))
    mostly = looked_at(uneven, strata=even)
    assert isinstance(mostly, RandomHeads)
    assert calibrated(mostly.evidence, 0.95).value < 0.3
    assert mostly.evidence.weights is not None
    assert mostly.evidence.weights[:180].sum() == pytest.approx(2_900)


def test_is_repeatable() -> None:
    labels = labels_of(60)
    assert curve(labels) == curve(labels)
    assert curve(labels) != curve(labels, seed=1)
