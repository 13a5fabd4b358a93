"""What an estimator is shown of a round: nobody judges a label that they have seen."""

from dataclasses import replace

import numpy as np
import pytest

from service.core.arrays import FloatArray, IntArray
from service.core.evaluation import gather_evidence as module
from service.core.evaluation.estimator import find_estimator
from service.core.evaluation.evidence import Evidence
from service.core.evaluation.gather_evidence import gather_evidence
from service.core.evaluation.strata import Strata
from service.core.heads.head import Head
from service.core.heads.logistic import fit_logistic
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass, class_of_each
from tests.core.evaluation.test_evaluation import Recorder

N = 600


def made(seed: int = 0) -> tuple[FloatArray, Labels]:
    """Two overlapping classes, 40 audits and 60 chosen items."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, N)
    vectors = rng.normal(size=(N, 6)).astype(np.float32)
    vectors[:, 0] += 1.5 * y
    rows = rng.permutation(N)[:100]
    return vectors, Labels(rows, OneClass(y[rows]), np.arange(100) < 40)


def gathered(vectors: FloatArray, labels: Labels, strata: Strata | None = None) -> Evidence:
    def fit(kept: Labels) -> Head:
        return fit_logistic(vectors[kept.ordinals], class_of_each(kept.targets), 2)

    return gather_evidence(
        vectors,
        labels,
        fit,
        fit,
        pool=np.arange(len(vectors)),
        strata=strata or Strata.one(),
        n_classes=2,
        rng=np.random.default_rng(1),
    ).evidence


def test_each_label_is_judged_by_a_head_that_has_not_seen_it() -> None:
    vectors, labels = made()
    recorder = Recorder(vectors)
    gather_evidence(
        vectors, labels, recorder, recorder, pool=np.arange(N), strata=Strata.one(),
        n_classes=2, rng=np.random.default_rng(1),
    )  # fmt: skip
    left_out = [set(labels.ordinals.tolist()) - shown for shown in recorder.shown]
    assert len(left_out) == module.FOLDS + module.FOLDS_OF_CHOSEN
    assert sorted(row for out in left_out for row in out) == sorted(labels.ordinals.tolist())


def test_the_estimate_is_near_the_share_that_is_right() -> None:
    vectors, labels = made()
    found = find_estimator("assisted")(gathered(vectors, labels))
    assert len(gathered(vectors, labels).pool) == N
    assert found.low < 0.77 < found.high
    assert found.high - found.low < 0.35


def test_the_pool_is_predicted_by_the_heads_that_predict_audits() -> None:
    vectors, labels = made()
    evidence = gathered(vectors, labels)
    labelled = [*evidence.audits.confidence, *evidence.chosen.confidence]
    assert evidence.pool[N - 100 :].tolist() == labelled
    heads = [fit_logistic(vectors[shown], y, 2) for shown, y in _training_sets(vectors, labels)]
    others = np.setdiff1d(np.arange(N), labels.ordinals)
    by_each = [head.probabilities(vectors[others]).max(axis=1) for head in heads]
    by_any = np.isclose(evidence.pool[: N - 100], by_each, atol=1e-5).any(axis=0)
    assert by_any.all()


def _training_sets(vectors: FloatArray, labels: Labels) -> list[tuple[IntArray, IntArray]]:
    """What the heads that predict audits were trained on."""
    recorder = Recorder(vectors)
    gather_evidence(
        vectors, labels, recorder, recorder, pool=np.arange(N), strata=Strata.one(),
        n_classes=2, rng=np.random.default_rng(1),
    )  # fmt: skip
    kept = [np.isin(labels.ordinals, list(shown)) for shown in recorder.shown[: module.FOLDS]]
    return [(labels.ordinals[k], class_of_each(labels.targets)[k]) for k in kept]


def test_of_a_large_pool_a_sample_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, labels = made()
    monkeypatch.setattr(module, "MOST_OF_POOL", 200)
    evidence = gathered(vectors, labels)
    assert (len(evidence.pool), evidence.n_items) == (200, N)
    whole = find_estimator("calibrated")(replace(evidence, pool=gathered(vectors, labels).pool))
    assert find_estimator("calibrated")(evidence).value == pytest.approx(whole.value, abs=0.03)


def test_audits_that_are_not_settled_take_no_part() -> None:
    vectors, labels = made()
    some = replace(labels, settled=np.arange(100) >= 10)
    evidence = gathered(vectors, some)
    assert (len(evidence.audits), len(evidence.chosen)) == (30, 60)


def test_audits_of_a_deeper_sample_count_for_fewer_items() -> None:
    vectors, labels = made()
    parts = replace(labels, stratum=(np.arange(100) < 30).astype(np.int64))
    strata = Strata(np.array([300, 300]), np.array([0, 0]))
    evidence = gathered(vectors, parts, strata)
    assert evidence.weights is not None
    assert evidence.weights.tolist() == [10.0] * 30 + [30.0] * 10
    assert evidence.trials < gathered(vectors, labels).trials


def test_a_single_label_tells_nothing() -> None:
    vectors, labels = made()
    one = labels.where(np.arange(100) < 1)
    evidence = gathered(vectors, one)
    assert evidence.audits.right.tolist() == [False]
    assert len(evidence.chosen) == 0
