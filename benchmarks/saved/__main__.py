"""Do the ranges of labels saved hold, on tasks whose sets taught nothing of how errors fall?

    python -m benchmarks.saved FILE... --head logistic@1,mixture@1 --runs 6 --seeds 2

Makes random sampling's curve on each task of `tasks.py`, then plays campaigns there whose labels
are random, and campaigns of `auto`, and looks at both at 300 labels. Prints by which powers errors
fall (`FALLS` of the product is that of all), and for each kind of campaign how often the ranges
hold the truth, with the falls of the other sets. A saving beyond the labels of the curve counts as
its end. All that is made is kept in --out: delete what has changed.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.replay.dataset import opened
from benchmarks.replay.development import PARTS
from benchmarks.replay.protocol import Contender
from benchmarks.saved.bank import made
from benchmarks.saved.looks import Curve, Look, chosen_looks, kept, random_looks
from benchmarks.saved.tasks import Task, tasks
from service.core.arrays import DoubleArray
from service.core.evaluation.savings.against_random import AgainstRandom
from service.core.evaluation.savings.labels_saved import LabelsSaved, labels_saved
from service.core.heads.learner import PLAIN

SLOWEST, PARTS_OF_FALLS = 0.01, 19
SMALLEST = 900
"""Rows of a pool that campaigns of `auto` are played on."""
HEADINGS = (
    "campaigns", "looks", "95 % holds", "80 % holds", "range above 0", "below 0", "bound holds",
    "median range", "median estimate", "truth", "median error",
)  # fmt: skip


class Case(NamedTuple):
    """A look at a campaign on a task of a set."""

    family: str
    curve: Curve
    look: Look


def main() -> None:
    options = _options()
    curves: dict[str, list[Curve]] = defaultdict(list)
    cases: dict[str, list[Case]] = defaultdict(list)
    for task in _tasks(options):
        for head in options.head.split(","):
            curve, looks = _played(task, head, options)
            curves[task.family].append(curve)
            for name, each in looks:
                cases[f"{name}, {head}"].append(Case(task.family, curve, each))
    print("falls:", ", ".join(f"{fall:.2f}" for fall in falls(curves)))
    rows = [HEADINGS, ["---"] * len(HEADINGS)]
    rows += [_row(name, own, curves) for name, own in cases.items()]
    print("\n".join("| " + " | ".join(row) + " |" for row in rows))


def falls(curves: Mapping[str, Sequence[Curve]], without: str = "") -> DoubleArray:
    """Of the tasks of all sets but one, in equal parts; each set counts the same."""
    each = [
        (curve.falls(), len(own))
        for name, own in curves.items()
        if name != without
        for curve in own
    ]
    values = np.concatenate([found for found, _ in each])
    weights = np.concatenate([np.full(len(f), 1 / max(len(f), 1) / n) for f, n in each])
    order = np.argsort(values)
    below = (np.cumsum(weights[order]) - weights[order] / 2) / weights.sum()
    parts = (np.arange(PARTS_OF_FALLS) + 0.5) / PARTS_OF_FALLS
    found: DoubleArray = np.maximum(np.interp(parts, below, values[order]), SLOWEST)
    return found


def _tasks(options: argparse.Namespace) -> Iterator[Task]:
    for path in options.files:
        yield from tasks(opened(path, part=options.part, kept_in=options.out / "vectors"))


def _played(
    task: Task, head: str, options: argparse.Namespace
) -> tuple[Curve, list[tuple[str, Look]]]:
    out, contender = options.out / options.part, Contender.of(f"auto@1+{head}")
    runs = [made(task, head, seed, out) for seed in range(options.runs)]
    looks: list[tuple[str, Look]] = []
    for seed in range(options.seeds):
        place = Path(head, task.family, task.name, f"{seed}.pkl")

        def random(seed: int = seed) -> list[Look]:
            return random_looks(task, head, seed, runs[seed], options.labels)

        def chosen(seed: int = seed) -> list[Look]:
            return chosen_looks(task, contender, seed, options.labels)

        looks += [("random", look) for look in kept(out / "random" / place, random)]
        if len(task.truth) >= SMALLEST:
            looks += [("auto", look) for look in kept(out / "chosen" / place, chosen)]
    return Curve.of(runs), looks


def _row(
    name: str, cases: Sequence[Case], curves: Mapping[str, Sequence[Curve]]
) -> tuple[str, ...]:
    found, truth = [], []
    for case in cases:
        saved = _saved(case.look, falls(curves, case.family))
        most = int(case.curve.sizes[-1]) - case.look.labels
        ends = [saved.low, saved.likely_low, saved.likely_high, saved.high, saved.lower]
        found.append([min(end if end is not None else most, most) for end in ends])
        found[-1].append(saved.estimate)
        truth.append(case.curve.needed(case.look.error) - case.look.labels)
    low, likely_low, likely_high, high, lower, estimate = np.array(found, dtype=np.float64).T
    true = np.array(truth)

    def share(of: np.ndarray) -> str:
        return f"{100 * of.mean():.0f} %"

    return (
        name,
        str(len(cases)),
        share((low <= true + 0.5) & (true <= high + 0.5)),
        share((likely_low <= true + 0.5) & (true <= likely_high + 0.5)),
        share(low > 0),
        share(high < 0),
        share(lower <= true + 0.5),
        f"{np.median(low):.0f} to {np.median(high):.0f}",
        f"{np.median(estimate):.0f}",
        f"{np.median(true):.0f}",
        f"{np.median(np.abs(estimate - true)):.0f}",
    )


def _saved(look: Look, falls: DoubleArray) -> LabelsSaved:
    held = AgainstRandom.of(
        look.ours,
        look.random.evidence,
        learnt_from=look.random.learnt_from,
        spent=look.labels,
        falls=falls,
    )
    n_items = len(look.ours.pool)
    return labels_saved(held, head=PLAIN, audits=look.random.audits, n_items=n_items)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, help="named as the sets in tasks.py")
    parser.add_argument("--head", default="logistic@1", help="several, by commas")
    parser.add_argument("--runs", type=int, default=6, help="of random sampling, for its curve")
    parser.add_argument("--seeds", type=int, default=2, help="campaigns a task, no more than runs")
    parser.add_argument("--labels", type=_numbers, default=[300])
    parser.add_argument("--part", choices=PARTS, default="development", help="of the rows")
    parser.add_argument("--out", type=Path, default=Path("postil-benchmark"))
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


if __name__ == "__main__":
    main()
