"""Is macro-F1 estimated without bias, and how often does its interval hold?

    python -m benchmarks.macro_f1 trec6.csv.gz sms_spam.csv.gz --labels 100,200,300 --seeds 8

Campaigns of `auto` with the service's head are played on the development half of a file. At each
number of labels every row of the pool is predicted by a head that hasn't seen its label: macro-F1
of these predictions is the truth. Then as many audit items as there were are drawn anew from the
pool, many times, and the figures of each draw are held against it: that of accuracy, of macro-F1,
and of macro-F1 from the audit items alone, as sets of classes have it. Bias and root-mean-square
error are in points.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.replay.dataset import Dataset, opened
from service.core.acquisition.audit import BALANCED
from service.core.arrays import FloatArray, IntArray
from service.core.evaluation.confusion import PoolConfusion, macro_f1_of_audits
from service.core.evaluation.estimator import find_estimator
from service.core.evaluation.evidence import Evidence, UnseenPredictions
from service.core.evaluation.gather_evidence import gather_evidence
from service.core.evaluation.measure import ESTIMATOR
from service.core.evaluation.measured_figure import Sampled
from service.core.evaluation.metric import Metric
from service.core.evaluation.sets.figures import figure
from service.core.evaluation.strata import Strata
from service.core.replay.campaign import CampaignSettings, _Campaign
from service.core.targets.class_sets import as_sets
from service.core.targets.one_class import OneClass

MANY_CLASSES = 20


class Look(NamedTuple):
    """A campaign after so many labels."""

    truth: IntArray
    """(N,) of the whole pool."""
    probabilities: FloatArray
    """(N, C) by heads that haven't seen the labels of these rows."""
    chosen: UnseenPredictions
    audits: int


class Estimate(NamedTuple):
    value: float
    low: float
    high: float
    true: float

    @property
    def holds(self) -> bool:
        return self.low <= self.true <= self.high


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--labels", type=_numbers, default=[100, 200, 300])
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--draws", type=int, default=25)
    parser.add_argument("--audits", type=int, help="instead of as many as there were")
    parser.add_argument("--vectors", type=Path, default=Path("postil-benchmark") / "vectors")
    options = parser.parse_args()
    print("| set, labels (audit items) | figure | bias | error | holds | too high | width |")
    print("|" + " --- |" * 7)
    for path in options.files:
        dataset = opened(path, part="development", kept_in=options.vectors)
        for labels in options.labels:
            with threadpool_limits(1):
                looks = [look(dataset, seed, labels) for seed in range(options.seeds)]
                estimates = defaultdict[str, list[Estimate]](list)
                for each in looks:
                    for draw in range(options.draws):
                        for name, one in drawn(each, options.audits or each.audits, draw):
                            estimates[name].append(one)
            name = f"{dataset.name}, {labels} ({options.audits or looks[0].audits})"
            for figure_name, found in estimates.items():
                print(f"| {name} | {figure_name} | {line(found)}", flush=True)


def _numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",")]


def look(dataset: Dataset, seed: int, budget: int) -> Look:
    C, learner = dataset.n_classes, dataset.learner("mixture@1")
    campaign = _Campaign(
        dataset.pool, dataset.targets, dataset.audit_order(seed), C, seed, None, learner
    )
    batch = 25 if C > MANY_CLASSES else 10
    pace = CampaignSettings(batch, batch, BALANCED)
    while campaign.serve_round("auto", pace, budget):
        pass
    labels, vectors = campaign.labels(), campaign.vectors
    chosen = labels.where(~labels.audit)
    blind = learner.fit(vectors, chosen, C, campaign.ranking_head)
    gathered = gather_evidence(
        vectors,
        labels,
        lambda trained_on: learner.refit(vectors, trained_on, C, blind),
        lambda trained_on: learner.cut_back(vectors, trained_on, C, blind),
        pool=np.arange(len(dataset.truth)),
        strata=Strata.one(),
        n_classes=C,
        rng=np.random.default_rng([seed, budget]),
    )
    rows = np.concatenate([part.ordinals for part in gathered.out_of_fold])
    P = np.concatenate([part.probabilities for part in gathered.out_of_fold])
    return Look(dataset.truth[rows], P, gathered.evidence.chosen, len(gathered.evidence.audits))


def drawn(look: Look, audits: int, draw: int) -> Iterator[tuple[str, Estimate]]:
    truth, P, N = look.truth, look.probabilities, len(look.truth)
    predicted, C = P.argmax(axis=1), P.shape[1]
    rows = np.random.default_rng([draw, audits]).choice(N, audits, replace=False)
    seen = UnseenPredictions(truth[rows] == predicted[rows], P[rows].max(axis=1))
    evidence = Evidence(seen, look.chosen, P.max(axis=1), N)
    accuracy = find_estimator(ESTIMATOR)(evidence, 0.95)
    yield (
        "accuracy",
        Estimate(accuracy.value, accuracy.low, accuracy.high, float((truth == predicted).mean())),
    )
    true = OneClass(truth).macro_f1(OneClass(predicted), C)
    assert true is not None
    sampled = Sampled(np.ones(audits), np.ones(audits), N)
    pool = PoolConfusion(P, evidence, np.bincount(truth, minlength=C) > 0)
    sets = [as_sets(OneClass(of[rows]), C) for of in (truth, predicted)]
    for name, one in (
        ("macro-F1", macro_f1_of_audits(pool, truth[rows], predicted[rows], sampled, True)),
        ("audits alone", figure(Metric.MACRO_F1, sets[0], sets[1], sampled, True)),
    ):
        assert one.value is not None
        yield name, Estimate(one.value, one.low, one.high, true)


def line(found: list[Estimate]) -> str:
    value, low, high, true = 100 * np.array(found).T
    off = value - true
    cells = (
        f"{off.mean():+.1f}",
        f"{np.sqrt(np.mean(off**2)):.1f}",
        f"{100 * np.mean([one.holds for one in found]):.0f} %",
        f"{100 * np.mean(low > true):.1f} %",
        f"{np.mean(high - low):.0f}",
    )
    return " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
