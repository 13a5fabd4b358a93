"""Could vectors be kept in 8 bits? What that leaves of a model's classes, and costs to read.

    python -m benchmarks.int8_vectors FILE... [--rows 3000] [--kept DIR]

Kept as float32 (the baseline), float16, and int8 with a scale by row or by dimension. From each,
graph and head are made anew on the same labels, drawn at random: `same` is the share of the pool of
which the head names the class that the head of float32 names. `scored` is that of one head, the
one of float32, which reads the kept rows. Below it, with --cost, what a pass over 200,000 rows from
files costs: to gather a tenth of them, and to score all by logistic regression.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import FloatArray, IntArray
from service.core.heads.head import Head, find_head
from service.core.heads.learner import Learner
from service.core.heads.logistic import LogisticHead
from service.core.numpy_compute import NumpyScorer
from service.core.targets.labels import Labels
from service.core.threads import one_blas_thread
from service.core.vectors.matrix import Matrix, Rows, Vectors
from service.core.vectors.neighbours import find_neighbours
from service.core.vectors.views import Stacked, layout_of
from service.importing.formats import Limits
from service.kit.settings import Settings
from workers.limits import limit_threads, threads_for_torch
from workers.replay import labelled_file
from workers.replay.labelled_file import Columns, LabelledFile
from workers.replay.prepared import prepared_views

VIEWS = ("sentence_transformer", "lexical", "small")
LABELS, SEEDS = (60, 300), range(3)
TOP = 127
ROWS_OF_COST, SHARD_ROWS, WIDTH = 200_000, 65_536, 384
Kept = tuple[NDArray[Any], FloatArray | None]
"""Rows as a file holds them, and what they are multiplied by when read."""


def by_row(X: FloatArray) -> Kept:
    return _in_8_bits(X, np.abs(X).max(axis=1, keepdims=True))


def by_dimension(X: FloatArray) -> Kept:
    return _in_8_bits(X, np.abs(X).max(axis=0, keepdims=True))


def _in_8_bits(X: FloatArray, largest: FloatArray) -> Kept:
    scale = np.where(largest > 0, largest / TOP, 1).astype(np.float32)
    return np.rint(X / scale).astype(np.int8), scale


WAYS: Mapping[str, Callable[[FloatArray], Kept]] = {
    "float32": lambda X: (X, None),
    "float16": lambda X: (X.astype(np.float16), None),
    "int8 by row": by_row,
    "int8 by dimension": by_dimension,
}


def read_back(kept: Kept) -> FloatArray:
    rows, scale = kept
    read: FloatArray = rows.astype(np.float32)
    return read if scale is None else read * scale


@dataclass
class InFiles:
    """(N, D) rows of files, which is what `Matrix` would be of them."""

    parts: Sequence[tuple[int, Kept]]
    shape: tuple[int, int]

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, ordinals: IntArray) -> FloatArray:
        gathered = np.zeros((len(ordinals), self.shape[1]), dtype=np.float32)
        for first, (rows, scale) in self.parts:
            here = np.flatnonzero((ordinals >= first) & (ordinals < first + len(rows)))
            own = ordinals[here] - first
            by = scale[own] if scale is not None and len(scale) == len(rows) else scale
            gathered[here] = read_back((rows[own], by))
        return gathered

    def blocks(self) -> Iterator[tuple[slice, NDArray[Any]]]:
        for first, (rows, scale) in self.parts:
            for place, block in Matrix([(0, rows)], rows.shape).blocks():
                by = scale[place] if scale is not None and len(scale) == len(rows) else scale
                yield slice(first + place.start, first + place.stop), read_back((block, by))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--rows", type=int, default=3_000)
    parser.add_argument("--kept", type=Path, default=Path(tempfile.gettempdir()) / "int8-vectors")
    parser.add_argument("--cost", action="store_true")
    args = parser.parse_args()
    limit_threads(1)
    threads_for_torch()
    print("set, kept as, same of the models' classes (60 and 300 labels), scored by one model")
    for path in args.files:
        file = cut(
            labelled_file.read(path, Columns(), Limits(Settings().max_text_chars)), args.rows
        )
        with one_blas_thread():
            report(file, args.kept)
    if args.cost:
        print("kept as, MB, CPU-seconds to gather a tenth, to score all of 4 and of 77 classes")
        costs()


def cut(file: LabelledFile, rows: int) -> LabelledFile:
    kept = np.random.default_rng(0).permutation(file.n_pool)[:rows]
    texts = [file.texts[row] for row in kept]
    return replace(file, texts=texts, truth=file.truth[kept], n_pool=len(texts))


def report(file: LabelledFile, folder: Path) -> None:
    prepared = prepared_views(folder, file, VIEWS)
    for view in prepared:
        view.embed(lambda _texts: None)
    exact = [np.load(view.vectors) for view in prepared]
    heads, named = {}, {}
    for name, way in WAYS.items():
        views = [read_back(way(X)) for X in exact]
        pool = Stacked(views)
        first, *further = [find_neighbours(X) for X in views]
        learner = Learner(find_head("mixture@1"), first, None, layout_of(pool), tuple(further))
        shares, scored = [], []
        for n in LABELS:
            same = []
            for seed in SEEDS:
                labels = drawn(file, n, seed)
                head = learner.fit(pool, labels, len(file.classes))
                classes = classes_of(head, pool)
                if name == "float32":
                    heads[n, seed], named[n, seed] = head, classes
                same.append(np.mean(classes == named[n, seed]))
                scored.append(np.mean(classes_of(heads[n, seed], pool) == named[n, seed]))
            shares.append(float(np.mean(same)))
        told = "  ".join(f"{share:8.3%}" for share in (*shares, float(np.mean(scored))))
        print(f"{file.stem:10} {name:18} {told}", flush=True)


def drawn(file: LabelledFile, n: int, seed: int) -> Labels:
    rows = np.random.default_rng(seed).permutation(file.n_pool)[:n]
    return Labels(rows, file.truth[rows], np.zeros(n, dtype=np.bool_))


def classes_of(head: Head, pool: Vectors) -> IntArray:
    every = np.arange(len(pool))
    classes: IntArray = head.probabilities(pool[every], every).argmax(axis=1)
    return classes


def costs() -> None:
    rng = np.random.default_rng(0)
    for name, way in WAYS.items():
        with tempfile.TemporaryDirectory() as folder:
            kept = written(Path(folder), way)
            size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
            rows: Rows = InFiles(kept, (ROWS_OF_COST, WIDTH))
            if name in ("float32", "float16"):
                rows = Matrix([(first, X) for first, (X, _) in kept], (ROWS_OF_COST, WIDTH))
            some = np.sort(rng.permutation(ROWS_OF_COST)[: ROWS_OF_COST // 10])
            seconds = [least(partial(rows.__getitem__, some))]
            for classes in (4, 77):
                head = LogisticHead(
                    np.arange(classes),
                    rng.normal(size=(classes, WIDTH)).astype(np.float32),
                    np.zeros(classes, dtype=np.float32),
                    classes,
                )
                seconds.append(least(partial(NumpyScorer().margins, head, rows)))
            print(f"{name:18} {size:6.0f} " + " ".join(f"{each:7.3f}" for each in seconds))


def written(folder: Path, way: Callable[[FloatArray], Kept]) -> list[tuple[int, Kept]]:
    parts = []
    for first in range(0, ROWS_OF_COST, SHARD_ROWS):
        rng = np.random.default_rng(first)
        X = rng.normal(size=(min(SHARD_ROWS, ROWS_OF_COST - first), WIDTH)).astype(np.float32)
        X /= np.linalg.norm(X, axis=1, keepdims=True)
        rows, scale = way(X)
        np.save(folder / f"{first}.npy", rows)
        if scale is not None:
            np.save(folder / f"{first}-scale.npy", scale)
        parts.append((first, (np.load(folder / f"{first}.npy", mmap_mode="r"), scale)))
    return parts


def least(work: Callable[[], Any], times: int = 5) -> float:
    """Of CPU-seconds."""
    seconds = []
    for _ in range(times):
        begun = time.process_time()
        work()
        seconds.append(time.process_time() - begun)
    return min(seconds)


if __name__ == "__main__":
    main()
