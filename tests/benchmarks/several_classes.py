"""What strategies gain over random picks where an item has several classes; whether intervals hold.

    python -m tests.benchmarks.several_classes joined.jsonl --vectors joined.npy --seeds 20

The file is one of `joined`, or any other of lines with `text` and a list, `label`; its vectors are
made once, by the encoder of any project. Each seed holds a fifth out and replays campaigns of 250
labels in batches of 10, paired: macro-F1 of one head on what is held out, at 50, 100, ... labels.
With `--intervals 100` so many projects with 60 audit items are measured instead.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from service.core.class_sets import ClassSets
from service.core.evaluation.measure import measure
from service.core.evaluation.set_figures import set_figures
from service.core.heads.head import find_head
from service.core.heads.learner import Learner
from service.core.labels import Labels
from service.core.rounds import rank
from workers.encoders.registry import Encoders
from workers.limits import limit_threads

RANDOM, HEAD = "random@1", "one_against_rest@1"
BATCH, LABELS, EVERY, HELD_OUT = 10, 250, 50, 0.2
AUDITS, CHOSEN = 60, 160
FIGURES = ("micro_f1", "macro_f1", "jaccard")
_learner = Learner(find_head(HEAD))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--strategies", default="auto@1,cluster_margin@1,margin@1,auto@3")
    parser.add_argument("--intervals", type=int, default=0, metavar="PROJECTS")
    asked = parser.parse_args()
    limit_threads(1)
    rows = [json.loads(line) for line in asked.file.read_text(encoding="utf-8").splitlines()]
    names = sorted({name for row in rows for name in row["label"]})
    truth = ClassSets(
        np.array([[name in row["label"] for name in names] for row in rows]).astype(np.int8)
    )
    vectors = vectors_of(asked.vectors, [row["text"] for row in rows])
    if asked.intervals:
        intervals(vectors, truth, asked.intervals)
    else:
        strategies(vectors, truth, asked.strategies.split(","), asked.seeds)


def vectors_of(kept: Path, texts: list[str]) -> FloatArray:
    if not kept.exists():
        encoder = Encoders().load("sentence_transformer")
        parts = [encoder.encode(texts[i : i + 64]) for i in range(0, len(texts), 64)]
        np.save(kept, np.concatenate(parts))
    found: FloatArray = np.load(kept)
    return found


def strategies(vectors: FloatArray, truth: ClassSets, names: list[str], seeds: int) -> None:
    """Prints each strategy's mean macro-F1, and how much more that is than of random picks."""
    areas = np.array(
        [
            [campaign(vectors, truth, name, s).mean() for name in (RANDOM, *names)]
            for s in range(seeds)
        ]
    )
    more = areas - areas[:, :1]
    error = more.std(axis=0, ddof=1) / np.sqrt(seeds)
    for name, area, mean, se in zip(
        (RANDOM, *names), areas.mean(axis=0), more.mean(axis=0), error, strict=True
    ):
        print(f"{name:20} {area:.3f}  {mean:+.4f} (standard error {se:.4f})")


def campaign(vectors: FloatArray, truth: ClassSets, strategy: str, seed: int) -> DoubleArray:
    """Macro-F1 on what is held out, after every 50 labels."""
    order = np.random.default_rng(seed).permutation(len(truth))
    cut = round(len(order) * HELD_OUT)
    held_out, pool = order[:cut], np.sort(order[cut:])
    X, known = vectors[pool], truth[pool]
    nowhere: BoolArray = np.zeros(len(pool), dtype=np.bool_)
    got, head, scores = np.empty(0, dtype=np.int64), None, []
    while len(got) < LABELS:
        ranking = rank(
            X,
            ~nowhere,
            labels_of(known, got),
            handed_out=nowhere,
            off_limits=nowhere,
            n_classes=truth.matrix.shape[1],
            strategy=strategy,
            batch_size=BATCH,
            length=BATCH,
            seed=seed,
            round_number=len(got),
            warm=head,
            learner=_learner,
        )
        got, head = np.concatenate([got, ranking.ordinals]), ranking.head
        if len(got) % EVERY == 0:
            fitted = _learner.fit(X, labels_of(known, got), truth.matrix.shape[1])
            predicted = truth.predictions(fitted.probabilities(vectors[held_out]))
            scores.append(truth[held_out].macro_f1(predicted, truth.matrix.shape[1]) or 0.0)
    return np.array(scores)


def labels_of(known: ClassSets, ordinals: IntArray, audits: int = 0) -> Labels:
    """The first of them are audits."""
    return Labels(ordinals, known[ordinals], np.arange(len(ordinals)) < audits)


def intervals(vectors: FloatArray, truth: ClassSets, projects: int) -> None:
    """Prints how often 95 % intervals hold what the released head is on the rest of the pool."""
    held = np.zeros((projects, 1 + len(FIGURES)))
    for seed in range(projects):
        order = np.random.default_rng([seed, 1]).permutation(len(truth))
        labels = labels_of(truth, order[: AUDITS + CHOSEN], AUDITS)
        found = measure(
            vectors,
            labels,
            n_classes=truth.matrix.shape[1],
            seed=seed,
            round_number=1,
            learner=_learner,
        )
        rest = np.sort(order[AUDITS + CHOSEN :])
        assert found.head is not None
        predicted = truth.predictions(found.head.probabilities(vectors[rest]))
        held[seed, 0] = found.low <= truth[rest].match(predicted).mean() <= found.high
        whole = set_figures(truth[rest], predicted, np.ones(len(rest)))
        assert whole is not None
        assert found.of_sets is not None
        for place, name in enumerate(FIGURES, start=1):
            one = getattr(found.of_sets, name)
            held[seed, place] = one.low <= getattr(whole, name).value <= one.high
    for name, share in zip(("exact match", *FIGURES), held.mean(axis=0), strict=True):
        print(f"{name:12} held {share:.2f} of {projects} times")


if __name__ == "__main__":
    main()
