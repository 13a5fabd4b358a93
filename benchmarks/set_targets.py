"""How often a target of sets of classes is said to be reached too early, and how intervals hold.

    python -m benchmarks.set_targets joined.jsonl

The file is any that `postil replay` reads. Heads that learnt from 50 to 2,000 random labels are
asked about the rows held out; better ones are the last of them, with some of these rows put right.
Audit items are drawn from these rows, and looked at as the service looks: at 20, 30, 45, ... of
them. A target is what the head reaches, to the last digit: that it is passed is said too early.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.replay.dataset import Dataset, opened
from service.core.evaluation.measured_figure import Sampled
from service.core.evaluation.metric import IN_PART, Metric
from service.core.evaluation.sets.figures import set_figures
from service.core.evaluation.target_reached import next_look
from service.core.targets.class_sets import ClassSets
from service.core.targets.labels import Labels
from service.importing.columns import SEVERAL

METRICS = (Metric.EXACT_MATCH, *IN_PART)
LEARNT_FROM = (50, 150, 500, 2_000)
PUT_RIGHT = (0.6, 0.85, 0.95, 0.99)
HELD_AT = (20, 45, 102, 342)
SURE = 0.9


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--draws", type=int, default=400)
    parser.add_argument("--out", type=Path, default=Path("postil-benchmark"))
    asked = parser.parse_args()
    dataset = opened(asked.file, part="whole", kept_in=asked.out / "vectors")
    at = " | ".join(f"{n}" for n in HELD_AT)
    print(f"| head | metric | it reaches | said too early | holds at {at} |")
    print("| --- " * (4 + len(HELD_AT)) + "|")
    truth = dataset.held_out.truth
    assert isinstance(truth, ClassSets)
    with threadpool_limits(1):
        for name, predicted in heads(dataset):
            for line in lines(truth, predicted, asked.draws):
                print(f"| {name} {line}", flush=True)


def heads(dataset: Dataset) -> Iterator[tuple[str, ClassSets]]:
    """What each predicts of the rows held out."""
    assert SEVERAL.head is not None
    rng, learner, truth = (
        np.random.default_rng(1),
        dataset.learner(SEVERAL.head),
        dataset.held_out.truth,
    )
    assert isinstance(truth, ClassSets)
    predicted = truth
    for count in LEARNT_FROM:
        rows = np.sort(rng.choice(len(dataset.targets), count, replace=False))
        labels = Labels(rows, dataset.targets[rows], np.zeros(count, dtype=np.bool_))
        head = learner.fit(dataset.pool, labels, dataset.n_classes)
        predicted = truth.predictions(head.probabilities(dataset.held_out.vectors))
        yield f"{count:,} labels", predicted
    for share in PUT_RIGHT:
        right = rng.random(len(truth)) < share
        yield f"{share:.0%} put right", predicted.replaced(right, truth[right])


def lines(truth: ClassSets, predicted: ClassSets, draws: int) -> Iterator[str]:
    n = len(truth)
    whole = set_figures(truth, predicted, of_pool(n, n))
    early = dict.fromkeys(METRICS, 0)
    held = {(metric, at): 0 for metric in METRICS for at in HELD_AT}
    for draw in range(draws):
        order, reached = np.random.default_rng([2, draw]).permutation(n), set[Metric]()
        for audits in looks(n // 2):
            rows = order[:audits]
            figures = set_figures(truth[rows], predicted[rows], of_pool(audits, n))
            for metric, found in figures.items():
                value = whole[metric].value or 0.0
                reached |= {metric} if found.shown[SURE] > value else set()
                if audits in HELD_AT:
                    held[metric, audits] += found.low <= value <= found.high
        for metric in reached:
            early[metric] += 1
    for metric in METRICS:
        holds = " | ".join(f"{100 * held[metric, at] / draws:.0f}" for at in HELD_AT)
        value = 100 * (whole[metric].value or 0.0)
        yield f"| {metric} | {value:.0f} | {100 * early[metric] / draws:.0f} | {holds} |"


def of_pool(n: int, n_items: int) -> Sampled:
    return Sampled(np.ones(n), np.ones(n), n_items)


def looks(most: int) -> Iterator[int]:
    due = next_look(0)
    while due is not None and due <= most:
        yield due
        due = next_look(due)


if __name__ == "__main__":
    main()
