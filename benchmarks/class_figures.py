"""Do figures of a campaign's own audits hold: accuracy, macro-F1, recall and precision by class?

    python -m benchmarks.class_figures trec6.csv.gz sms_spam.csv.gz --seeds 20

Campaigns of `auto` are played on the development half of a file. At each number of labels they are
measured as a round is. The truth is what the heads of the round say of the whole pool: of labelled
rows those that haven't seen the label. Classes are *rare* where fewer than one row in ten is of
them; *shown*: with as many audits as the page shows a single figure from. Bias, error and width are
in points; campaigns count for one in the standard error of the bias.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.replay.dataset import Dataset, opened
from benchmarks.replay.development import PARTS
from benchmarks.tuning import TunedView
from service.core.acquisition.audit import BALANCED
from service.core.arrays import BoolArray, IntArray
from service.core.evaluation.measure import Measurement, measure
from service.core.evaluation.metric import Metric
from service.core.evaluation.per_class import ENOUGH_OF_CLASS
from service.core.evaluation.pool_predictions import PoolPredictions
from service.core.heads.learner import Learner
from service.core.replay.campaign import CampaignSettings, _Campaign
from service.core.targets.one_class import OneClass

MANY_CLASSES = 20
RARE = 0.1


class Said(NamedTuple):
    """A figure of a campaign, and the truth."""

    seed: int
    value: float
    low: float
    high: float
    true: float


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--labels", type=_numbers, default=[100, 200, 300])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--head", default="logistic@1")
    parser.add_argument("--views", default="sentence_transformer")
    parser.add_argument("--tuned", action="store_true", help="An encoder learns from the labels.")
    parser.add_argument("--part", choices=PARTS, default="development")
    parser.add_argument("--vectors", type=Path, default=Path("postil-benchmark") / "vectors")
    options = parser.parse_args()
    print("| set, labels | figure | figures | bias | error | holds | truth above | below | width |")
    print("|" + " --- |" * 9)
    for path in options.files:
        views = options.views.split(",")
        dataset = opened(path, part=options.part, kept_in=options.vectors, views=views)
        found = defaultdict[tuple[int, str], list[Said]](list)
        with threadpool_limits(1):
            for seed in range(options.seeds):
                learner = dataset.learner(options.head)
                seen_anew = TunedView(dataset, learner, seed) if options.tuned else None
                for labels, measured in looks(dataset, seed, options.labels, learner, seen_anew):
                    for name, said in figures(dataset.truth, measured, seed):
                        found[labels, name].append(said)
        for (labels, name), every in sorted(found.items()):
            print(f"| {dataset.name}, {labels} | {name} | {_line(every)} |", flush=True)


def _numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",")]


def looks(
    dataset: Dataset, seed: int, at: list[int], learner: Learner, seen_anew: TunedView | None
) -> Iterator[tuple[int, Measurement]]:
    """Of one campaign, at so many labels each."""
    C = dataset.n_classes
    campaign = _Campaign(
        dataset.pool, dataset.targets, dataset.audit_order(seed), C, seed, None, learner
    )
    batch = 25 if C > MANY_CLASSES else 10
    pace = CampaignSettings(batch, batch, BALANCED)
    for budget in at:
        while campaign.serve_round("auto", pace, budget):
            seen = seen_anew(campaign.labels()) if seen_anew else None
            if seen is not None:
                campaign.see(seen)
        labels, learnt = campaign.labels(), campaign.learner
        measured = measure(campaign.vectors, labels, n_classes=C, seed=seed, learner=learnt)
        yield budget, measured


def figures(truth: IntArray, measured: Measurement, seed: int) -> Iterator[tuple[str, Said]]:
    assert isinstance(measured.predictions, PoolPredictions)
    predicted, C = measured.predictions.classes, len(measured.classes)
    macro_f1 = OneClass(truth).macro_f1(OneClass(predicted), C)
    true = {Metric.ACCURACY: float((truth == predicted).mean()), Metric.MACRO_F1: macro_f1}
    for metric, each in true.items():
        one = measured.figures[metric]
        if one.value is not None and each is not None:
            yield metric.value, Said(seed, one.value, one.low, one.high, each)
    for c, own in enumerate(measured.classes):
        kind = "rare" if (truth == c).mean() < RARE else "frequent"
        recall = Said(
            seed, own.recall or 0.0, own.low, own.high, _share(predicted == c, truth == c)
        )
        if own.total:
            yield from _named(f"recall, {kind}", own.total, recall)
        precision = Said(
            seed,
            own.precision or 0.0,
            own.precision_low,
            own.precision_high,
            _share(truth == c, predicted == c),
        )
        if own.named and (predicted == c).any():
            yield from _named(f"precision, {kind}", own.named, precision)


def _named(name: str, audits: int, said: Said) -> Iterator[tuple[str, Said]]:
    shown = "shown" if audits >= ENOUGH_OF_CLASS else "few audits"
    yield f"{name}, {shown}", said


def _share(right: BoolArray, among: BoolArray) -> float:
    return float(right[among].mean()) if among.any() else 0.0


def _line(found: list[Said]) -> str:
    seed, value, low, high, true = np.array(found).T
    off = 100 * (value - true)
    by_campaign = [off[seed == each].mean() for each in np.unique(seed)]
    error = np.std(by_campaign, ddof=1) / np.sqrt(len(by_campaign)) if len(by_campaign) > 1 else 0
    # Rounding must not make an end of 0 or 1 miss.
    below, above = true < low - 1e-9, true > high + 1e-9
    cells = (
        str(len(found)),
        f"{off.mean():+.1f} ± {error:.1f}",
        f"{np.sqrt(np.mean(off**2)):.1f}",
        f"{100 * np.mean(~below & ~above):.0f} %",
        f"{100 * np.mean(above):.0f} %",
        f"{100 * np.mean(below):.0f} %",
        f"{100 * np.mean(high - low):.0f}",
    )
    return " | ".join(cells)


if __name__ == "__main__":
    main()
