"""Which labels are suspected, with and without errors among them, and how many are wrong?

    python -m benchmarks.suspected_errors FILE... --out FOLDER

Campaigns in the core's replay, whose answers are another class in so many cases: any, or the one
whose texts are nearest. The baseline suspects a label where another class is as likely as that
class usually is (confident learning). Both judge by the same heads, which haven't seen the label.
What the heads said is kept in the folder, so that a run that was stopped goes on. Prints Markdown,
means over the seeds: the length of a list (its longest), how many of it are wrong, how many it says
are, and the share of all errors among its first as many.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple, Self, TypeAlias

import numpy as np

from benchmarks.replay.dataset import Dataset, opened
from benchmarks.replay.development import PARTS
from service.core.acquisition.audit import BALANCED
from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.evaluation.gather_evidence import gather_evidence
from service.core.evaluation.strata import Strata
from service.core.evaluation.suspected_errors import suspected_errors
from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.core.replay.answering import People
from service.core.replay.campaign import CampaignSettings, play
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.vectors.matrix import Vectors

HEAD = "mixture@1"
ROUND_EVERY = 20
Errors: TypeAlias = Literal["none", "any", "nearest"]
KINDS: Sequence[Errors] = ("none", "any", "nearest")


class Judged(NamedTuple):
    """The labels of a campaign, and what heads say of them that haven't seen them."""

    given: IntArray
    truth: IntArray
    P: FloatArray

    @classmethod
    def read(cls, file: Path) -> Self:
        with np.load(file) as arrays:
            return cls(*(arrays[name] for name in cls._fields))

    @property
    def wrong(self) -> BoolArray:
        return np.asarray(self.given != self.truth)


Rule: TypeAlias = Callable[[Judged], tuple[IntArray, float]]
"""Rows in the order of a list, and how many are said to be wrong."""


class Listed(NamedTuple):
    """What became of one campaign's list."""

    errors: int
    length: int
    wrong: int
    said: float
    first: int
    """Errors among its first `errors`."""


@dataclass(frozen=True, eq=False)
class Recording(Learner):
    """Keeps the labels of the head that is released."""

    labels: list[Labels] = field(default_factory=list)

    def release(
        self, vectors: Vectors, labels: Labels, n_classes: int, warm: Head | None = None
    ) -> Head:
        self.labels.append(labels)
        return super().release(vectors, labels, n_classes, warm)


def main() -> None:
    wanted = _parser().parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    print(
        "| set | errors | labels wrong | by | list (longest) | wrong of it | said | first as many |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for file in wanted.files:
        dataset = opened(file, part=wanted.part, kept_in=wanted.out)
        for kind in KINDS:
            judged = [*_campaigns(dataset, kind, wanted)]
            for name, rule in (("baseline", baseline), ("Postil", ours)):
                print(_row(f"{dataset.name} | {kind}", name, [listed(one, rule) for one in judged]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", choices=PARTS, default="final")
    parser.add_argument("--labels", type=int, default=260)
    parser.add_argument("--share", type=float, default=0.1)
    parser.add_argument("--seeds", type=int, default=5)
    return parser


def _campaigns(dataset: Dataset, kind: Errors, wanted: argparse.Namespace) -> Iterator[Judged]:
    for seed in range(wanted.seeds):
        share = 0.0 if kind == "none" else wanted.share
        name = f"{dataset.name}-{wanted.part}-{kind}-{share}-{wanted.labels}-{seed}.npz"
        if not (wanted.out / name).exists():
            judged = _judged(dataset, answers(dataset, kind, share, seed), wanted.labels, seed)
            np.savez(wanted.out / name, **judged._asdict())
        yield Judged.read(wanted.out / name)


def answers(dataset: Dataset, kind: Errors, share: float, seed: int) -> IntArray:
    """(N,) what is said of each row."""
    rng = np.random.default_rng([seed, 0x45525253])
    truth, rows, n_classes = dataset.truth, np.arange(len(dataset.truth)), dataset.n_classes
    wrong = rng.random(len(rows)) < share
    other = (truth + rng.integers(1, n_classes, len(rows))) % n_classes
    if kind == "nearest":
        X = dataset.views[0]
        centres = np.stack([X[truth == c].mean(axis=0) for c in range(n_classes)])
        near = X @ (centres / np.linalg.norm(centres, axis=1, keepdims=True)).T
        near[rows, truth] = -np.inf
        other = near.argmax(axis=1)
    return np.where(wrong, other, truth)


def _judged(dataset: Dataset, said: IntArray, count: int, seed: int) -> Judged:
    plain = dataset.learner(HEAD)
    learner = Recording(plain.kind, plain.neighbours, plain.names, plain.layout, plain.further)
    play(
        dataset.pool,
        OneClass(dataset.truth),
        audit_order=dataset.audit_order(seed),
        n_classes=dataset.n_classes,
        strategy="auto",
        budget=count,
        pace=CampaignSettings(ROUND_EVERY, ROUND_EVERY, BALANCED),
        seed=seed,
        held_out=dataset.held_out,
        point_every=count,
        measured=lambda _: False,
        learner=learner,
        people=People([OneClass(said)]),
    )
    labels = learner.labels[-1]
    blind = plain.fit(dataset.pool, labels.where(~labels.audit), dataset.n_classes)
    gathered = gather_evidence(
        dataset.pool,
        labels,
        lambda on: plain.refit(dataset.pool, on, dataset.n_classes, blind),
        lambda on: plain.cut_back(dataset.pool, on, dataset.n_classes, blind),
        pool=np.arange(len(dataset.truth)),
        strata=Strata.one(),
        n_classes=dataset.n_classes,
        rng=np.random.default_rng([seed, 3]),
    )
    parts = gathered.out_of_fold[1:]
    ordinals = np.concatenate([part.ordinals for part in parts])
    P = np.concatenate([part.probabilities for part in parts])
    return Judged(said[ordinals], dataset.truth[ordinals], P)


def ours(judged: Judged) -> tuple[IntArray, float]:
    """Rows in the order of a list, and how many are said to be wrong."""
    found = suspected_errors(np.arange(len(judged.given)), judged.given, judged.P)
    return found.ordinals, float(found.wrong.sum())


def baseline(judged: Judged) -> tuple[IntArray, float]:
    """Confident learning, by the likeliest class: it doesn't say how many are wrong."""
    P, given = judged.P, judged.given
    own, likeliest, predicted = P[np.arange(len(given)), given], P.max(axis=1), P.argmax(axis=1)
    known = P.any(axis=1)
    number = np.bincount(given[known], minlength=P.shape[1])
    total = np.bincount(given[known], weights=own[known], minlength=P.shape[1])
    average = np.where(number > 0, total / np.maximum(number, 1), np.inf)
    rows = np.flatnonzero(known & (predicted != given) & (likeliest >= average[predicted]))
    return rows[np.argsort(own[rows] - likeliest[rows], kind="stable")], float("nan")


def listed(judged: Judged, rule: Rule) -> Listed:
    rows, said = rule(judged)
    wrong, errors = judged.wrong[rows], int(judged.wrong.sum())
    return Listed(errors, len(rows), int(wrong.sum()), said, int(wrong[:errors].sum()))


def _row(what: str, by: str, found: Sequence[Listed]) -> str:
    errors, length, wrong, said, first = np.array(found, dtype=np.float64).T
    share = f"{100 * first.sum() / errors.sum():.0f} %" if errors.sum() else "–"
    sums = "–" if np.isnan(said).any() else f"{said.mean():.1f}"
    cells = [what, f"{errors.mean():.1f}", by, f"{length.mean():.1f} ({length.max():.0f})"]
    return "| " + " | ".join([*cells, f"{wrong.mean():.1f}", sums, share]) + " |"


if __name__ == "__main__":
    main()
