"""Whether forecasts to a target hold where an item has several classes.

    python -m benchmarks.set_forecasts joined.jsonl --campaigns 12

The file is any that `postil replay` reads. A campaign is `auto`, audit items `balanced`, a ranking
every 50 labels, to 600. At 100, 150, 200 and 300 labels audit items are drawn anew from the rows
held out, and the targets are what the true curve, on these rows too, has later.
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
from service.core.arrays import DoubleArray
from service.core.evaluation.evidence import Evidence, UnseenPredictions
from service.core.evaluation.measured_figure import Sampled
from service.core.evaluation.metric import IN_PART, Metric
from service.core.evaluation.savings.earlier_heads import SHARES, Tried
from service.core.evaluation.savings.forecast import LIKELY_OF_SETS, Forecast, Range, forecast
from service.core.evaluation.savings.outlook import OF_SETS, Outlook, outlook
from service.core.evaluation.sets.figures import set_figures
from service.core.heads.head import Head
from service.core.replay.campaign import CampaignSettings, _Campaign
from service.core.targets.class_sets import ClassSets
from service.core.targets.labels import Labels
from service.importing.columns import SEVERAL
from service.kit.reasons import Reason

LOOKS = (100, 150, 200, 300)
TIMES = (1.25, 1.5, 2.0, 3.0)
LAST, BATCH, ROUND_EVERY, FIRST_SEED, STRATEGY = 600, 10, 50, 2_004, "auto@1"
BEYOND = 0.03
"""Above the end of the curve: a target that isn't reached by then."""
METRICS = (Metric.EXACT_MATCH, *IN_PART)


class Case(NamedTuple):
    metric: Metric
    times: float
    """Infinite: it isn't reached by the last label."""
    truth: float
    found: Forecast | Reason


class Look(NamedTuple):
    """What heads say of the rows held out."""

    labels: int
    audits: int
    sizes: list[int]
    """(K + 1,) that earlier heads, and that of today, learnt from."""
    predicted: list[ClassSets]
    """(K + 1,)"""
    released: ClassSets


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--campaigns", type=int, default=12)
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--out", type=Path, default=Path("postil-benchmark"))
    asked = parser.parse_args()
    dataset = opened(asked.file, part="whole", kept_in=asked.out / "vectors")
    found: list[Case] = []
    with threadpool_limits(1):
        for seed in range(FIRST_SEED, FIRST_SEED + asked.campaigns):
            found += cases(dataset, seed, asked.draws)
    print(table(found))


def cases(dataset: Dataset, seed: int, draws: int) -> Iterator[Case]:
    truth = dataset.held_out.truth
    assert isinstance(truth, ClassSets)
    at, curves, looks = played(dataset, seed)
    for look in looks:
        for draw in range(draws):
            rng = np.random.default_rng([seed, look.labels, draw])
            rows = rng.choice(len(truth), look.audits, replace=False)
            for metric in METRICS:
                ahead = looked_ahead(metric, look, truth, rows, draw)
                for times, target, reached in targets(at, curves[metric], look.labels):
                    found = forecast_to(ahead, target, len(truth))
                    yield Case(metric, times, reached, found)


def forecast_to(ahead: Outlook | Reason, target: float, rows: int) -> Forecast | Reason:
    if isinstance(ahead, Reason):
        return ahead
    return forecast(ahead, target, rows, likely=LIKELY_OF_SETS)


def played(
    dataset: Dataset, seed: int
) -> tuple[DoubleArray, dict[Metric, DoubleArray], list[Look]]:
    """Of a campaign: labels, the true curve by each metric, smooth and rising, and its looks."""
    assert SEVERAL.head is not None
    learner, truth = dataset.learner(SEVERAL.head), dataset.held_out.truth
    assert isinstance(truth, ClassSets)
    campaign = _Campaign(
        dataset.pool, dataset.targets, dataset.audit_order(seed), dataset.n_classes,
        seed, dataset.held_out, learner,
    )  # fmt: skip
    at: list[float] = []
    points: dict[Metric, list[float]] = {metric: [] for metric in METRICS}
    looks: list[Look] = []
    asked: list[int] = []

    def said(head: Head) -> ClassSets:
        return truth.predictions(head.probabilities(np.asarray(dataset.held_out.vectors)))

    while campaign.serve_round(STRATEGY, CampaignSettings(BATCH, ROUND_EVERY, BALANCED), LAST):
        labels = campaign.labels()
        asked += [row for row in labels.ordinals.tolist() if row not in {*asked}]
        released = said(learner.fit(dataset.pool, labels, dataset.n_classes))
        at.append(len(labels))
        for metric, one in set_figures(truth, released, Sampled.alike(len(truth))).items():
            points[metric].append(one.value or 0.0)
        if len(labels) in LOOKS:
            chosen = labels.where(~labels.audit)
            today = learner.fit(dataset.pool, chosen, dataset.n_classes)
            order = np.argsort([asked.index(row) for row in chosen.ordinals], kind="stable")
            sizes = [round(share * len(chosen)) for share in SHARES]
            earlier = [
                learner.cut_back(
                    dataset.pool, first(chosen, order[:size]), dataset.n_classes, today
                )
                for size in sizes
            ]
            heads = [said(head) for head in (*earlier, today)]
            audits = int(labels.audit.sum())
            looks.append(Look(len(labels), audits, [*sizes, len(chosen)], heads, released))
    return np.array(at), {metric: smooth(each) for metric, each in points.items()}, looks


def first(labels: Labels, rows: np.ndarray) -> Labels:
    kept = np.zeros(len(labels), dtype=np.bool_)
    kept[rows] = True
    return labels.where(kept)


def smooth(points: list[float]) -> DoubleArray:
    padded = np.pad(points, 1, mode="edge")
    rising: DoubleArray = np.maximum.accumulate(np.convolve(padded, np.ones(3) / 3, "valid"))
    return rising


def targets(
    at: DoubleArray, curve: DoubleArray, labels: int
) -> Iterator[tuple[float, float, float]]:
    """How many times the labels away, the target, and the labels at which it is reached."""
    for times in TIMES:
        if times * labels <= at[-1]:
            target = float(np.interp(times * labels, at, curve))
            reached = np.interp(target, curve, at)
            yield times, target, max(float(reached), float(labels))
    if 5 * labels <= at[-1]:
        yield np.inf, float(curve[-1]) + BEYOND, np.inf


def looked_ahead(
    metric: Metric, look: Look, truth: ClassSets, rows: np.ndarray, draw: int
) -> Outlook | Reason:
    own, n = look.released[rows], len(rows)
    unsure = np.full(look.labels - n, 0.5, dtype=np.float32)
    chosen = UnseenPredictions(np.zeros(len(unsure), dtype=np.bool_), unsure)
    seen = UnseenPredictions(truth[rows].match(own), np.full(n, 0.5, dtype=np.float32))
    evidence = Evidence(seen, chosen, unsure, len(truth))
    sampled = Sampled(np.ones(n), np.ones(n), len(truth))
    share_at = set_figures(truth[rows], own, sampled)[metric].share_at
    heads = [each[rows] for each in look.predicted]
    tried = Tried(np.array(look.sizes), truth[rows], heads, truth.matrix.shape[1])
    scored = tried.scored(metric, evidence)
    return outlook(
        evidence,
        scored,
        look.labels,
        share_at=share_at,
        shape=OF_SETS,
        seed=1,
        round_number=draw,
    )


def table(found: list[Case]) -> str:
    """In Markdown."""
    heads = ("metric", "targets", "cases", "forecast", "holds", "high / low", "estimate / truth")
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    groups: dict[tuple[Metric, str], list[Case]] = defaultdict(list)
    for case in found:
        name = f"{case.times:g} x" if np.isfinite(case.times) else "never reached"
        groups[case.metric, name].append(case)
        if np.isfinite(case.times):
            groups[case.metric, "all"].append(case)
    for (metric, name), own in sorted(groups.items()):
        shown: list[tuple[float, Range]] = [
            (case.truth, case.found.labels) for case in own if isinstance(case.found, Forecast)
        ]
        holds = [span.low <= truth <= span.high for truth, span in shown]
        cells = [
            metric.value, name, str(len(own)), f"{100 * len(shown) / len(own):.0f} %",
            f"{100 * np.mean(holds):.0f} %" if shown else "–",
            f"{np.median([span.high / span.low for _, span in shown]):.1f}" if shown else "–",
            f"{np.median([span.estimate / truth for truth, span in shown]):.2f}" if shown else "–",
        ]  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
