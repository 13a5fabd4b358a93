"""What a map of the pool takes: `python -m benchmarks.map [ROWS...]`.

CPU-seconds and memory of drawing it, of vectors around 77 directions, of 384 dimensions, in float16
and mapped from a file as a project's are. How many of the placed rows lie nearest to one of their
own direction says whether the map is worth looking at; by chance it is one in 77.
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from service.core.arrays import FloatArray, IntArray
from service.core.vectors.map_layout import (
    MOST_FITTED,
    MOST_PLACED,
    on_grid,
    placed,
    principal,
)
from service.core.vectors.matrix import Matrix
from workers.compute.map_layout import lay_out_in_process

DIMENSIONS, DIRECTIONS = 384, 77
CHECKED = 2_000
NOISE = 1.5
PART = 10_000


def resident() -> float:
    """MB that this process has to itself, without what it has mapped."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


def write(path: Path, rows: int) -> IntArray:
    """The vectors into a file; of each its direction."""
    rng = np.random.default_rng(1)
    centres = rng.normal(size=(DIRECTIONS, DIMENSIONS))
    of = rng.integers(DIRECTIONS, size=rows)
    file = np.lib.format.open_memmap(path, mode="w+", dtype=np.float16, shape=(rows, DIMENSIONS))
    for start in range(0, rows, PART):
        kinds = of[start : start + PART]
        X = centres[kinds] + NOISE * rng.normal(size=(len(kinds), DIMENSIONS))
        file[start : start + PART] = X / np.linalg.norm(X, axis=1, keepdims=True)
    return of


def draw(vectors: Matrix, seed: int) -> tuple[FloatArray, IntArray, float, float, float]:
    """The map, its rows, the CPU-seconds here and in the child, and the most memory here."""
    drawn = np.random.default_rng(seed).permutation(len(vectors))[:MOST_PLACED]
    fitted, others = drawn[:MOST_FITTED], drawn[MOST_FITTED:]
    begun, most = time.process_time(), 0.0
    reduced = vectors[fitted] @ principal(vectors, fitted)
    points, child = lay_out_in_process(reduced, seed, lambda: None)
    blocks = [points]
    for block in placed(vectors, fitted, points, others, seed):
        blocks.append(block)
        most = max(most, resident())
    return np.concatenate(blocks), drawn, time.process_time() - begun, child, most


def beside_their_own(points: FloatArray, kinds: IntArray) -> float:
    """Share of the last rows whose nearest one on the map is of their direction."""
    places = on_grid(points).astype(np.float32)
    right = 0
    for row in range(len(places) - CHECKED, len(places)):
        far = ((places - places[row]) ** 2).sum(axis=1)
        far[row] = np.inf
        right += bool(kinds[far.argmin()] == kinds[row])
    return right / CHECKED


def main() -> None:
    print("| rows | CPU-s of t-SNE | CPU-s of the rest | MB above before | beside their own |")
    print("|--:|--:|--:|--:|--:|")
    for rows in [int(each) for each in sys.argv[1:]] or [10_000, 100_000]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "vectors.npy"
            of = write(path, rows)
            vectors = Matrix([(0, np.load(path, mmap_mode="r"))], (rows, DIMENSIONS))
            np.linalg.eigh(np.eye(DIMENSIONS))  # what a library keeps, it keeps from the start
            before = resident()
            points, drawn, here, child, most = draw(vectors, 1)
            own = beside_their_own(points, of[drawn])
            print(f"| {rows:,} | {child:.0f} | {here:.0f} | {most - before:.0f} | {own:.2f} |")


if __name__ == "__main__":
    main()
