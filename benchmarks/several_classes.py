"""Whether intervals hold where an item has several classes: whole campaigns, looked at on the way.

    python -m benchmarks.several_classes joined.jsonl --campaigns 100

The file is any that `postil replay` reads. A campaign is a project's: `auto`, audit items
`balanced`, a ranking every 50 labels. At 50, 100, 200 and 300 labels what the service
says of the released head is held against what that head is on the rows held out.
"""

import argparse
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.replay.dataset import Dataset, opened
from service.core.acquisition.audit import BALANCED
from service.core.arrays import DoubleArray
from service.core.evaluation.measure import Measurement
from service.core.evaluation.measured_figure import Sampled
from service.core.evaluation.sets.figures import set_figures
from service.core.replay.campaign import CampaignSettings, _Campaign
from service.core.targets.class_sets import ClassSets
from service.importing.columns import SEVERAL

LOOKS = (50, 100, 200, 300)
BATCH, ROUND_EVERY, FIRST_SEED, STRATEGY = 10, 50, 1_000, "auto@1"
SURE = 0.9
"""A look shows that a target is reached at this level."""


class Interval(NamedTuple):
    value: float
    low: float
    high: float
    truth: float
    shown: float


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--campaigns", type=int, default=100)
    parser.add_argument("--out", type=Path, default=Path("postil-benchmark"))
    asked = parser.parse_args()
    dataset = opened(asked.file, part="whole", kept_in=asked.out / "vectors")
    found: dict[tuple[str, int], list[Interval]] = {}
    early: dict[str, set[int]] = {}
    for seed in range(FIRST_SEED, FIRST_SEED + asked.campaigns):
        for name, at, *interval in kept(dataset, seed, asked.out / "intervals" / dataset.name):
            one = Interval(*interval)
            found.setdefault((name, at), []).append(one)
            early.setdefault(name, set()).update({seed} if one.shown > one.truth else ())
    print(table(found))
    print("\nA target said to be reached too early, in so many campaigns:", end=" ")
    print(", ".join(f"{name} {len(seeds)}" for name, seeds in early.items()))


def kept(dataset: Dataset, seed: int, folder: Path) -> list[list[Any]]:
    """Figure, labels and interval, of the campaign of a seed: played once, then read."""
    path = folder / f"{seed}.json"
    if not path.exists():
        with threadpool_limits(1):
            found = [[*key, *interval] for key, interval in looked_at(dataset, seed).items()]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(found))
    read: list[list[Any]] = json.loads(path.read_text())
    return read


def looked_at(dataset: Dataset, seed: int) -> dict[tuple[str, int], Interval]:
    """By figure and labels."""
    assert SEVERAL.head is not None
    campaign = _Campaign(
        dataset.pool, dataset.targets, dataset.audit_order(seed), dataset.n_classes,
        seed, dataset.held_out, dataset.learner(SEVERAL.head),
    )  # fmt: skip
    found: dict[tuple[str, int], Interval] = {}
    while campaign.serve_round(STRATEGY, CampaignSettings(BATCH, ROUND_EVERY, BALANCED), LOOKS[-1]):
        at = campaign.answers.count
        if at in LOOKS:
            measured = campaign.measurement(campaign.labels())
            found |= {(name, at): one for name, one in intervals(dataset, measured).items()}
    return found


def intervals(dataset: Dataset, measured: Measurement) -> dict[str, Interval]:
    truth, head = dataset.held_out.truth, measured.head
    assert isinstance(truth, ClassSets)
    assert head is not None
    predicted = truth.predictions(head.probabilities(dataset.held_out.vectors))
    found, whole = {}, set_figures(truth, predicted, Sampled.alike(len(truth)))
    for metric, said in measured.figures.items():
        value, true = said.value, whole[metric].value
        if value is not None and true is not None:
            found[metric.value] = Interval(value, said.low, said.high, true, said.shown[SURE])
    return found


def table(found: dict[tuple[str, int], list[Interval]]) -> str:
    """In Markdown: figures in %, differences in points."""
    heading = (
        "| figure | labels | truth | holds | too low | too high | bias ± s.e. | median width |"
    )
    lines = [heading, "| --- " * 8 + "|"]
    for (name, at), many in sorted(found.items()):
        value, low, high, truth, _ = 100 * np.array(many).T
        off = value - truth
        held = (low <= truth) & (truth <= high)
        lines.append(
            f"| {name} | {at} | {truth.mean():.0f} | {held.sum()} of {len(many)} | "
            f"{(high < truth).sum()} | {(low > truth).sum()} | {off.mean():+.1f} ± "
            f"{_error(off):.1f} | {np.median(high - low):.0f} |"
        )
    return "\n".join(lines)


def _error(values: DoubleArray) -> float:
    return float(values.std(ddof=1) / len(values) ** 0.5) if len(values) > 1 else float("nan")


if __name__ == "__main__":
    main()
