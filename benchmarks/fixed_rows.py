"""Is the mixture, of the same labels, ever below one of its parts, or below logistic regression?

    python -m benchmarks.fixed_rows trec6.csv.gz banking77.csv.gz --seeds 0-9
    python -m benchmarks.fixed_rows many.csv.gz --rows margin,auto --against EARLIER

Rows are random ones, those that `margin` asks for, and those of `auto`, audit items among them.
Heads are released on more and more of them, each from the one before, and scored on rows held out.
Beside the mixture stand each of its parts alone, and logistic regression on the views side by
side, without names, its C chosen out of fold. Of every third of the curve it prints the mean
difference of the mixture to each in points, with the lower bound of a 95 % interval over seeds, in
accuracy and macro-F1, and what it is below at by Holm: single looks, and the recall of single
classes that have eight labels or more; with --against also the difference to the mixture of another
run, kept in that folder. What was fitted is kept in --out and never fitted again.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
from scipy.special import stdtr, stdtrit
from threadpoolctl import threadpool_limits

from benchmarks.contenders.tuned_logistic import fit_tuned_logistic
from benchmarks.replay.dataset import Dataset, opened
from benchmarks.replay.development import PARTS
from benchmarks.replay.protocol import Contender
from service.core.arrays import DoubleArray, IntArray
from service.core.heads.fit_mixture import other_part
from service.core.heads.head import Head, find_head
from service.core.heads.labelled import LabelledPool
from service.core.heads.mixture import MixtureHead
from service.core.replay.campaign import CampaignSettings, _Campaign
from service.core.replay.held_out import score
from service.core.targets.one_class import OneClass

LOOKS = (20, 50, 100, 150, 200, 300, 400, 500, 600, 700, 800, 900, 1_000)
MANY_CLASSES = 20
CHOOSERS = {"margin": "margin@1+logistic@1", "auto": "auto@1+mixture@1"}
VIEWS = "sentence_transformer,lexical,small"
MIXTURE, SIDE_BY_SIDE = "mixture", "side by side"
WEIGHTS, LABELS = "weights", "labels"
FIGURES = ("accuracy", "macro-F1")
FEWEST_LABELS = 8
"""Of a class whose recall is compared."""
NOISE = 1e-9
"""A standard error of no more is one of arithmetic."""
Curves: TypeAlias = dict[str, list[list[float]]]
"""By head, at each look: accuracy, macro-F1 and the recall of each class. `weights` has those of
the mixture's parts, `labels` how many labels each class has."""


def main() -> None:
    options = _options()
    for path in options.files:
        dataset = opened(
            path, part=options.part, kept_in=options.vectors, views=options.views.split(",")
        )
        for rows in options.rows.split(","):
            where = Path(f"{dataset.name}-{len(dataset.views)}") / rows
            curves = [_kept(dataset, rows, seed, where, options) for seed in options.seeds]
            before = options.against and [
                json.loads((options.against / where / f"{seed}.json").read_text())
                for seed in options.seeds
            ]
            print(f"\n{where}, {len(curves)} seeds")
            print("\n".join(table(curves, before or [], options.looks)), flush=True)
            if len(curves) > 1:
                print("\n".join(worse(curves, options.looks)) or "below none at any look")


def _kept(
    dataset: Dataset, rows: str, seed: int, where: Path, options: argparse.Namespace
) -> Curves:
    kept = options.out / where / f"{seed}.json"
    if not kept.exists():
        with threadpool_limits(1):
            order = chosen(dataset, rows, seed, options.budget, options.vectors)
            curves = released(dataset, order, options.looks)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(curves))
    read: Curves = json.loads(kept.read_text())
    return read


def chosen(dataset: Dataset, rows: str, seed: int, budget: int, folder: Path) -> IntArray:
    """(budget,) ordinals in the order in which they are labelled. Campaigns are played once."""
    if rows == "random":
        return np.random.default_rng([seed, 7]).permutation(dataset.file.n_pool)[:budget]
    kept = folder / f"{dataset.name}-{len(dataset.views)}-{rows}-{seed}-{budget}.npy"
    if not kept.exists():
        contender = Contender.of(CHOOSERS[rows])
        campaign = _Campaign(
            dataset.pool, dataset.targets, dataset.audit_order(seed), dataset.n_classes, seed,
            dataset.held_out, dataset.learner(contender.head),
        )  # fmt: skip
        batch = 25 if dataset.n_classes > MANY_CLASSES else 10
        while campaign.serve_round(
            contender.strategy, CampaignSettings(batch, batch, contender.audits), budget
        ):
            pass
        np.save(kept, np.array(list(campaign.answers.given)))
    found: IntArray = np.load(kept)
    return found


def released(dataset: Dataset, order: IntArray, looks: Sequence[int]) -> Curves:
    """The curves of heads on the first rows of `order`, each released from the one before."""
    curves: Curves = {}
    head: Head | None = None
    for labels in looks:
        if labels > len(order):
            break
        pool = _pool(dataset, np.sort(order[:labels]))
        head = find_head("mixture@1").release(pool, head)
        assert isinstance(head, MixtureHead)
        for name, each in _heads(pool, head):
            scored = score(each, dataset.held_out)
            figures = [scored.accuracy, scored.macro_f1, *scored.recalls]
            curves.setdefault(name, []).append(figures)
        curves.setdefault(WEIGHTS, []).append(head.weights.tolist())
        counts = np.bincount(dataset.truth[order[:labels]], minlength=dataset.n_classes)
        curves.setdefault(LABELS, []).append(counts.tolist())
    return curves


def _pool(dataset: Dataset, rows: IntArray) -> LabelledPool:
    learner = dataset.learner("mixture@1")
    return LabelledPool.of(
        dataset.pool, rows, OneClass(dataset.truth[rows]), dataset.n_classes, dataset.graphs,
        learner.names, learner.layout,
    )  # fmt: skip


def _heads(pool: LabelledPool, mixture: MixtureHead) -> Iterator[tuple[str, Head]]:
    yield MIXTURE, mixture
    yield SIDE_BY_SIDE, fit_tuned_logistic(pool)
    names = ["first view", *(f"spread {n}" for n, _ in enumerate(mixture.spreads)), "last part"]
    estimate = mixture.estimate
    if estimate is None:  # it is its first part
        yield from ((name, mixture) for name in names)
        return
    last = other_part(pool, lambda: mixture.main, estimate, None)
    whole = replace(mixture, other=last, scale=np.ones_like(mixture.scale))
    for alone, name in zip(np.eye(len(names)), names, strict=True):
        blend = replace(estimate.blend, weights=alone)
        yield name, replace(whole, estimate=replace(estimate, blend=blend))


def table(curves: list[Curves], before: list[Curves], looks: Sequence[int]) -> Iterator[str]:
    """The mixture's curve, what its parts count, and its differences to the others by thirds."""
    looks = looks[: len(curves[0][MIXTURE])]
    means = 100 * _points(curves, MIXTURE)[:, :, :2].mean(axis=0)
    yield "labels   " + " ".join(f"{n:6}" for n in looks)
    for figure, row in zip(FIGURES, means.T, strict=True):
        yield f"{figure:8} " + " ".join(f"{value:6.1f}" for value in row)
    weights = np.array([each[WEIGHTS] for each in curves]).mean(axis=0)
    yield "weights  " + "; ".join(" ".join(f"{w:.2f}" for w in row) for row in weights)
    others = [(name, curves) for name in _others(curves)]
    others += [(MIXTURE, before)] if before else []
    thirds = np.array_split(np.arange(len(looks)), 3)
    for name, theirs in others:
        gains = 100 * (_points(curves, MIXTURE) - _points(theirs, name))
        yield f"{'before' if theirs is before else name:13} " + "  ".join(
            " ".join(_cell(gains[:, third, figure].mean(axis=1)) for third in thirds)
            for figure in (0, 1)
        )


def worse(curves: list[Curves], looks: Sequence[int]) -> Iterator[str]:
    """The single looks at which the mixture is below another, and those at which a class's recall
    is, by Holm at 5 % over all of them: looks and classes apart."""
    gains = {name: _points(curves, MIXTURE) - _points(curves, name) for name in _others(curves)}
    yield from _below({name: each[:, :, :2] for name, each in gains.items()}, looks, FIGURES)
    few = np.array([each[LABELS] for each in curves]).min(axis=0) < FEWEST_LABELS
    recalls = {name: np.where(few, np.nan, each[:, :, 2:]) for name, each in gains.items()}
    classes = [f"recall of class {number}" for number in range(few.shape[1])]
    yield from _below(recalls, looks, classes)


def _below(
    gains: dict[str, DoubleArray], looks: Sequence[int], figures: Sequence[str]
) -> Iterator[str]:
    """gains (seeds, looks, figures) by other head, NaN where there is nothing to compare."""
    names, stacked = list(gains), np.stack(list(gains.values()))
    compared = ~np.isnan(stacked).any(axis=1)
    n = stacked.shape[1]
    error = stacked.std(axis=1, ddof=1) / n**0.5
    # Of a head that is the mixture, or differs from it by as much in each, there is no error.
    differs = error > NOISE
    t = np.divide(stacked.mean(axis=1), error, out=np.full_like(error, np.inf), where=differs)
    p = stdtr(n - 1, t)
    for tested, at in enumerate(np.argsort(p, axis=None)):
        if p.flat[at] > 0.05 / (compared.sum() - tested):
            break
        name, look, figure = np.unravel_index(at, p.shape)
        mean = 100 * stacked[name, :, look, figure].mean()
        yield f"below {names[name]} at {looks[look]} labels, {figures[figure]}: {mean:+.1f}"


def _others(curves: list[Curves]) -> list[str]:
    return [name for name in curves[0] if name not in (MIXTURE, WEIGHTS, LABELS)]


def _points(curves: list[Curves], name: str) -> DoubleArray:
    """(seeds, looks, 2 + n_classes)"""
    return np.array([each[name] for each in curves])


def _cell(gains: DoubleArray) -> str:
    """The mean and the lower bound."""
    if len(gains) < 2:
        return f"{gains.mean():+6.1f}"
    error = gains.std(ddof=1) / len(gains) ** 0.5
    return f"{gains.mean():+6.1f} ({gains.mean() - stdtrit(len(gains) - 1, 0.975) * error:+.1f})"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rows", default="random,margin,auto", help="who chose them")
    parser.add_argument("--part", choices=PARTS, default="development", help="of the rows")
    parser.add_argument("--seeds", type=_range, default=range(10), help="first-last")
    parser.add_argument("--budget", type=int, default=LOOKS[-1], help="labels")
    parser.add_argument("--looks", type=_numbers, default=LOOKS, help="labels to release at")
    parser.add_argument("--views", default=VIEWS, help="encoders, the main one first")
    parser.add_argument("--vectors", type=Path, default=Path("postil-benchmark/vectors"))
    parser.add_argument("--out", type=Path, default=Path("postil-benchmark/fixed-rows"))
    parser.add_argument("--against", type=Path, help="what --out was of another run")
    return parser.parse_args()


def _numbers(text: str) -> Sequence[int]:
    return [int(number) for number in text.split(",")]


def _range(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


if __name__ == "__main__":
    main()
