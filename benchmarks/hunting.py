"""How many of a rare class are found in 20 and in 100 looks, by ten example sentences.

    python -m benchmarks.hunting FOLDER --cache vectors.npz

FOLDER has `rare-examples.json` (sentences written from the meaning of a class, before anyone looked
at a text) and the data sets that it names, as `trec6.csv.gz`. The pool is all of the training part
that is of other classes, and as many of the class, drawn anew for each seed, that they are 1 % of
it. Whoever looks knows the class and says so; the ranking follows each look.
"""

import argparse
import csv
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.core.acquisition.hunts import draw_background, towards
from service.core.arrays import BoolArray, FloatArray
from service.core.vectors.matrix import furthest, products
from workers.encoders.registry import Encoders
from workers.limits import limit_threads

SHARE, SEEDS, LOOKS = 0.01, 10, (20, 100)
Towards = Callable[[FloatArray, FloatArray, FloatArray, FloatArray], FloatArray]
"""What is written of the class, what was found, what was missed and a background: a direction."""


class Hunted(NamedTuple):
    vectors: FloatArray
    """(n, D) of the training part."""
    is_one: BoolArray
    """(n,) of the class."""
    written: FloatArray
    """Ten examples."""


def only_written(
    written: FloatArray, _found: FloatArray, _missed: FloatArray, _background: FloatArray
) -> FloatArray:
    """Mean similarity, which follows no look."""
    mean: FloatArray = written.mean(axis=0)
    return mean


def pool(hunted: Hunted, seed: int) -> tuple[FloatArray, BoolArray]:
    """So many of the class among all others that they are one in a hundred."""
    rng = np.random.default_rng(seed)
    ones, others = np.flatnonzero(hunted.is_one), np.flatnonzero(~hunted.is_one)
    count = round(len(others) * SHARE / (1 - SHARE))
    rows = rng.permutation(np.concatenate([others, rng.choice(ones, count, replace=False)]))
    return hunted.vectors[rows], hunted.is_one[rows]


def hunt(hunted: Hunted, seed: int, by: Towards) -> NDArray[Any]:
    """How many were found after each of the looks."""
    X, is_one = pool(hunted, seed)
    left = np.ones(len(X), dtype=np.bool_)
    looked: list[int] = []
    drawn = draw_background(left, seed)
    for _ in range(max(LOOKS)):
        seen = np.array(looked, dtype=np.int64)
        found, missed = X[seen[is_one[seen]]], X[seen[~is_one[seen]]]
        background = X[np.setdiff1d(drawn, seen)]
        direction = by(hunted.written, found, missed, background)
        [best] = furthest(products(X, direction), left, 1)
        left[best] = False
        looked.append(int(best))
    return np.cumsum(is_one[looked])


def read(folder: Path, cache: Path) -> dict[str, Hunted]:
    written = json.loads((folder / "rare-examples.json").read_text(encoding="utf-8"))
    named = {key: value for key, value in written.items() if ":" in key}
    texts: dict[str, tuple[list[str], list[str]]] = {}
    for name in {name.partition(":")[0] for name in named}:
        with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["split"] == "train"]
        texts[name] = [row["text"] for row in rows], [row["label"] for row in rows]
    vectors = _encoded(
        {name: rows for name, (rows, _) in texts.items()}
        | {name: [one["description"], *one["examples"]] for name, one in named.items()},
        cache,
    )
    found = {}
    for name in named:
        of, _, label = name.partition(":")
        is_one = np.array(texts[of][1]) == label
        found[name] = Hunted(vectors[of], is_one, vectors[name][1:])
    return found


def _encoded(texts: dict[str, list[str]], cache: Path) -> dict[str, FloatArray]:
    if not cache.exists():
        encoder = Encoders().load("sentence_transformer")
        np.savez(
            cache,
            allow_pickle=False,
            **{name: encoder.encode(rows) for name, rows in texts.items()},
        )
    with np.load(cache) as kept:
        return dict(kept)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    asked = parser.parse_args()
    limit_threads(1)
    print("class            of  looks  mean similarity     following each look")
    for name, hunted in read(asked.folder, asked.cache).items():
        ways = [[hunt(hunted, seed, by) for seed in range(SEEDS)] for by in (only_written, towards)]
        of = round(float((~hunted.is_one).sum()) * SHARE / (1 - SHARE))
        for looks in LOOKS:
            figures = [[float(run[looks - 1]) for run in way] for way in ways]
            shown = [f"{np.mean(way):6.1f} ({min(way):.0f} to {max(way):.0f})" for way in figures]
            print(f"{name:<16} {of:>3} {looks:>5}  {shown[0]:<18}  {shown[1]}", flush=True)


if __name__ == "__main__":
    main()
