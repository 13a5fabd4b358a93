"""Whether forecasts to a target hold where an encoder learns from the labels.

    python -m benchmarks.tuned_forecasts FILE.csv --kept FOLDER --seeds 0-2

A campaign is `auto`, audit items `balanced`, a ranking every 10 labels, to 300. At 70, 100 and 150
labels it is measured, and looked ahead from, as a round is. Targets are what the true curve has
later: that of rows held out, moved to the truth of the pool.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.replay.dataset import Dataset, opened
from benchmarks.set_forecasts import Case, table, targets
from benchmarks.teaching.campaign import small
from benchmarks.tuning import TunedView
from service.core.acquisition.audit import BALANCED
from service.core.arrays import DoubleArray
from service.core.evaluation.measure import measure
from service.core.evaluation.metric import Metric
from service.core.evaluation.pool_predictions import PoolPredictions
from service.core.evaluation.savings.forecast import Forecast, forecast
from service.core.evaluation.savings.outlook import Outlook
from service.core.replay.campaign import CampaignSettings, _Campaign
from service.importing.columns import SINGLE
from service.kit.reasons import Reason
from service.rounds.measuring.look_ahead import look_ahead

LOOKS = (70, 100, 150)
LAST, BATCH, SMOOTHED = 300, 10, 7
"""Points of the true curve that are averaged: a head's chance is no target."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--kept", type=Path, required=True, help="Where vectors are kept.")
    parser.add_argument("--part", default="development", choices=("whole", "development", "final"))
    parser.add_argument("--views", default="sentence_transformer,lexical,small")
    parser.add_argument("--seeds", default="0", help="FIRST-LAST")
    args = parser.parse_args()
    views = args.views.split(",")
    data = small(opened(args.file, part=args.part, kept_in=args.kept, views=views))
    first, _, last = args.seeds.partition("-")
    found: list[Case] = []
    with threadpool_limits(1):
        for seed in range(int(first), int(last or first) + 1):
            found += cases(data, seed)
    print(table(found))


def cases(data: Dataset, seed: int) -> Iterator[Case]:
    at, curve, looks = played(data, seed)
    for labels, ahead in looks.items():
        for times, target, reached in targets(at, curve, labels):
            yield Case(
                Metric.ACCURACY, times, reached, forecast_to(ahead, target, data.file.n_pool)
            )


def forecast_to(ahead: Outlook | Reason, target: float, items: int) -> Forecast | Reason:
    return ahead if isinstance(ahead, Reason) else forecast(ahead, target, items)


def played(
    data: Dataset, seed: int
) -> tuple[DoubleArray, DoubleArray, dict[int, Outlook | Reason]]:
    """Of a campaign: labels, the true curve, smooth and rising, and what is ahead at each look."""
    plain, C = data.learner("mixture@1"), data.n_classes
    view = TunedView(data, plain, seed)
    order = data.audit_order(seed)
    campaign = _Campaign(data.pool, data.targets, order, C, seed, data.held_out, plain)
    looks: dict[int, Outlook | Reason] = {}
    at, points, moved, asked = list[float](), list[float](), list[float](), list[int]()
    while campaign.serve_round("auto", CampaignSettings(BATCH, BATCH, BALANCED), LAST):
        labels, learner = campaign.labels(), campaign.learner
        asked += [row for row in labels.ordinals.tolist() if row not in {*asked}]
        at.append(len(labels))
        points.append(campaign.point(measured=False).true_accuracy)
        if len(labels) in LOOKS:
            measured = measure(campaign.vectors, labels, n_classes=C, seed=seed, learner=learner)
            frozen = plain.fit(data.pool, labels.where(~labels.audit), C)
            aheads = look_ahead(
                SINGLE, data.pool, labels, np.array(asked), measured,
                n_classes=C, learner=plain, blind=frozen, seed=seed, round_number=len(labels),
            )  # fmt: skip
            looks[len(labels)] = aheads[Metric.ACCURACY].outlook()
            assert isinstance(measured.predictions, PoolPredictions)
            moved.append(float((data.truth == measured.predictions.classes).mean()) - points[-1])
        seen = view(labels)
        if seen is not None:
            campaign.see(seen)
    return np.array(at), smooth(points) + np.mean(moved), looks


def smooth(points: list[float]) -> DoubleArray:
    padded = np.pad(points, SMOOTHED // 2, mode="edge")
    means = np.convolve(padded, np.full(SMOOTHED, 1 / SMOOTHED), "valid")
    rising: DoubleArray = np.maximum.accumulate(means)
    return rising


if __name__ == "__main__":
    main()
