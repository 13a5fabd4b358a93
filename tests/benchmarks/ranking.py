"""How long a ranking takes from start to picks, and how much memory that isn't mapped.

    python -m tests.benchmarks.ranking --rows 100000,1000000 --classes 77 --dtype float32,float16

Random unit vectors are written shard by shard, as the service stores them, and read memory-mapped.
Cold: the files have just been pushed out of the page cache. Each figure also stands as a ratio to
a floor measured in the same run: the matrix product of the same shards with the same number of
class weights, and one sum over the result. Times of different days or machines don't compare.
"""

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from service.core.compute import Compute
from service.core.labels import Labels
from service.core.matrix import Matrix, blocks
from service.core.numpy_compute import numpy_compute
from service.core.rounds import Ranking, rank

SHARD_ROWS = 65_536
HEADER = "rows       dtype    strategy        cold s  warm s  warm/floor  CPU s  RssAnon MB"


def write_shards(folder: Path, rows: int, dimensions: int, dtype: str) -> Matrix:
    """Random unit rows in files of 65,536, memory-mapped."""
    parts = []
    for first in range(0, rows, SHARD_ROWS):
        rng = np.random.default_rng([7, first])
        shape = (min(SHARD_ROWS, rows - first), dimensions)
        X = rng.standard_normal(shape, dtype=np.float32)
        X /= np.linalg.norm(X, axis=1, keepdims=True)
        path = folder / f"{first}.npy"
        np.save(path, X.astype(dtype))
        parts.append((first, np.load(path, mmap_mode="r")))
    return Matrix(parts, (rows, dimensions))


def evict(folder: Path) -> None:
    for path in folder.iterdir():
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def anonymous_mb() -> float:
    """Memory of this process that no file stands for."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this system doesn't tell RssAnon")


@contextmanager
def peak() -> Iterator[list[float]]:
    """[MB] the most anonymous memory beyond what there was before, looked at 500 times a second."""
    before, found, over = anonymous_mb(), [0.0], threading.Event()

    def look() -> None:
        while not over.wait(0.002):
            found[0] = max(found[0], anonymous_mb() - before)

    watcher = threading.Thread(target=look)
    watcher.start()
    yield found
    over.set()
    watcher.join()


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def floor(vectors: Matrix, classes: int) -> float:
    W = np.random.default_rng(0).normal(size=(classes, vectors.shape[1])).astype(np.float32)
    return sum(float((W @ X.astype(np.float32, copy=False).T).sum()) for _, X in blocks(vectors))


def ranking(vectors: Matrix, classes: int, labels: int, strategy: str, compute: Compute) -> Ranking:
    rng = np.random.default_rng(1)
    rows = len(vectors)
    chosen = rng.choice(rows, size=labels, replace=False)
    nobody = np.zeros(rows, dtype=np.bool_)
    return rank(
        vectors,
        ~nobody,
        Labels(chosen, rng.integers(0, classes, size=labels), np.zeros(labels, dtype=np.bool_)),
        handed_out=nobody,
        off_limits=nobody,
        n_classes=classes,
        strategy=strategy,
        batch_size=10,
        length=200,
        seed=0,
        round_number=1,
        compute=compute,
    )


def case(options: argparse.Namespace, rows: int, dtype: str, strategy: str) -> str:
    with tempfile.TemporaryDirectory(prefix="postil-ranking-") as name:
        vectors = write_shards(Path(name), rows, options.dimensions, dtype)
        compute = numpy_compute(options.threads)

        def work() -> None:
            ranking(vectors, options.classes, options.labels, strategy, compute)

        evict(Path(name))
        with peak() as memory:
            cold, _ = timed(work)
            warm, cpu = min(timed(work) for _ in range(options.repeats))
        base = min(timed(lambda: floor(vectors, options.classes))[0] for _ in range(2))
    return (
        f"{rows:>9,}  {dtype:8} {strategy:14} {cold:7.2f} {warm:7.2f} {warm / base:11.2f} "
        f"{cpu:6.2f} {memory[0]:11.0f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", default="100000,1000000")
    parser.add_argument("--dtype", default="float32,float16")
    parser.add_argument("--strategy", default="auto")
    parser.add_argument("--classes", type=int, default=77)
    parser.add_argument("--dimensions", type=int, default=384)
    parser.add_argument("--labels", type=int, default=400)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=2)
    options = parser.parse_args()
    print(f"{options.classes} classes, {options.dimensions} numbers a row, {options.labels} labels")
    print(HEADER, flush=True)
    for rows in map(int, options.rows.split(",")):
        for dtype in options.dtype.split(","):
            for strategy in options.strategy.split(","):
                print(case(options, rows, dtype, strategy), flush=True)


if __name__ == "__main__":
    main()
