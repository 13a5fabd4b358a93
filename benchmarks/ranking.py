"""How long a ranking takes from start to picks, and how much memory that isn't mapped.

    python -m benchmarks.ranking --rows 100000,1000000 --classes 10,77
    python -m benchmarks.ranking --head mixture@1 --compute numpy

One whole round, `rank()`: fit from the last round's head, score, choose 200 items. Unit vectors
around a centre per class are written shard by shard, as the service stores them, and read
memory-mapped. Cold: the files have just been pushed out of the page cache. Each figure also stands
as a ratio to a floor measured in the same run, warm: the float32 product by numpy of the same
shards with the same number of class weights, on the same number of threads, and one sum over the
result. Times of different days or machines don't compare.

`logistic@1` looks at every row. `mixture@1`, which the service has, is on a graph of 20,000 of them
and ranks these; making the graph and, with `--attached`, attaching the other rows to it, which jobs
do once, isn't part of a round. `--views 2 --head mixture@1` reads the same vectors as two views.

The peak of anonymous memory is what a new process's first round takes beyond what there was before
it; the mapped files aren't in it. With `--answers random` no class can be learnt: margins are
then as dense as they get, and a rough scorer has the most contenders.
"""

import argparse
import importlib
import itertools
import multiprocessing
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from service.core.compute import Compute
from service.core.heads.head import Head, find_head
from service.core.heads.learner import PLAIN, Learner
from service.core.numpy_compute import numpy_compute
from service.core.rounds import RankedItems, rank
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.threads import one_blas_thread
from service.core.vectors.matrix import Matrix, Vectors, blocks
from service.core.vectors.neighbours import Neighbours, find_neighbours
from service.core.vectors.views import Stacked, layout_of
from workers.limits import limit_threads

SHARD_ROWS = 65_536
SPREAD = 2.0
"""Logistic regression on 400 labels gets about 9 of 10 rows right, of 77 classes."""
HEADER = (
    "     rows classes dtype    compute             threads  cold s  warm s  floor s  ratio  CPU s "
    " floor  anon MB"
)


def write_shards(folder: Path, rows: int, dimensions: int, dtype: str, classes: int) -> None:
    """Unit rows in files of 65,536; row i is of class i modulo `classes`."""
    centres = np.random.default_rng(3).standard_normal((classes, dimensions), dtype=np.float32)
    for first in range(0, rows, SHARD_ROWS):
        own = np.arange(first, min(first + SHARD_ROWS, rows))
        rng = np.random.default_rng([7, first])
        X = SPREAD * rng.standard_normal((len(own), dimensions), dtype=np.float32)
        X += centres[own % classes]
        X /= np.linalg.norm(X, axis=1, keepdims=True)
        np.save(folder / f"{first}.npy", X.astype(dtype))


def mapped(folder: Path, rows: int, dimensions: int) -> Matrix:
    parts = [(int(path.stem), np.load(path, mmap_mode="r")) for path in folder.iterdir()]
    return Matrix(parts, (rows, dimensions))


def evict(folder: Path) -> None:
    for path in folder.iterdir():
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def anonymous_mb() -> float:
    """Memory of this process that no file stands for."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this system doesn't tell how much memory is anonymous")


@contextmanager
def peak() -> Iterator[list[float]]:
    """[MB] the most anonymous memory beyond what there was before, looked at all the time."""
    before, found, over = anonymous_mb(), [0.0], threading.Event()

    def look() -> None:
        while not over.wait(0.005):
            found[0] = max(found[0], anonymous_mb() - before)

    watcher = threading.Thread(target=look)
    watcher.start()
    yield found
    over.set()
    watcher.join()


def attached_neighbours(vectors: Matrix) -> Neighbours:
    """The graph of a pool with all of its rows attached, as jobs leave it."""
    found = find_neighbours(vectors)
    return replace(found, attached=[(0, found.attach(vectors, 0, len(vectors)))])


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def floor(vectors: Matrix, classes: int, threads: int) -> None:
    W = np.random.default_rng(0).normal(size=(classes, vectors.shape[1])).astype(np.float32)

    def product(block: tuple[slice, Any]) -> float:
        return float((W @ block[1].astype(np.float32, copy=False).T).sum())

    with one_blas_thread(), ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(product, blocks(vectors)):
            pass


def ranking(
    options: argparse.Namespace,
    vectors: Vectors,
    classes: int,
    compute: Compute,
    labels: int,
    learner: Learner,
    warm: Head | None = None,
) -> RankedItems:
    rng = np.random.default_rng(1)
    rows = len(vectors)
    chosen = rng.choice(rows, size=options.labels, replace=False)[:labels]
    answers = {"true": chosen % classes, "random": rng.integers(0, classes, size=labels)}
    nobody = np.zeros(rows, dtype=np.bool_)
    return rank(
        vectors,
        ~nobody,
        Labels(chosen, OneClass(answers[options.answers]), np.zeros(labels, dtype=np.bool_)),
        handed_out=nobody,
        off_limits=nobody,
        n_classes=classes,
        strategy=options.strategy,
        batch_size=10,
        length=200,
        seed=0,
        round_number=1,
        warm=lambda: warm,
        compute=compute,
        learner=learner,
    )


def torch_compute() -> Any:
    """The module that imports torch, which nobody pays for who measures numpy alone."""
    return importlib.import_module("workers.compute.torch_compute")


COMPUTES: dict[str, Callable[[int], Compute]] = {
    "numpy": numpy_compute,
    "bfloat16": lambda threads: torch_compute().torch_on_cpu(threads),
    "cuda": lambda threads: torch_compute().on_device("cuda", threads),
}


def case(
    options: argparse.Namespace, folder: Path, rows: int, classes: int, dtype: str, name: str
) -> None:
    """A line of figures, from a process that has done nothing else."""
    limit_threads(options.threads)
    compute = COMPUTES[name](options.threads)
    vectors = mapped(folder, rows, options.dimensions)
    read: Vectors = vectors

    kind = find_head(options.head)
    learner = Learner(kind)
    if learner.kind.reads_graph:
        found = attached_neighbours(vectors) if options.attached else find_neighbours(vectors)
        read = Stacked([vectors] * options.views) if options.views > 1 else vectors
        learner = Learner(kind, found, None, layout_of(read), (found,) * (options.views - 1))

    def round_from(last: Head | None, labels: int) -> Head | None:
        return ranking(options, read, classes, compute, labels, learner, last).head

    with peak() as memory:
        last = round_from(None, options.labels - 5)
    evict(folder)
    cold, _ = timed(lambda: round_from(last, options.labels))
    warm, cpu = min(timed(lambda: round_from(last, options.labels)) for _ in range(options.repeats))
    bases = [timed(lambda: floor(vectors, classes, options.threads)) for _ in range(4)][1:]
    base, base_cpu = min(bases)
    print(
        f"{rows:>9,} {classes:7} {dtype:8} {compute.name:19} {options.threads:7} {cold:7.2f} "
        f"{warm:7.2f} {base:8.2f} {warm / base:6.2f} {cpu:6.2f} {base_cpu:6.2f} {memory[0]:8.0f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", default="100000,1000000")
    parser.add_argument("--classes", default="10,77")
    parser.add_argument("--dtype", default="float32,float16")
    parser.add_argument("--compute", default="numpy,bfloat16", help=f"of {', '.join(COMPUTES)}")
    parser.add_argument("--answers", default="true", choices=["true", "random"])
    parser.add_argument("--head", default=PLAIN)
    parser.add_argument("--views", type=int, default=1)
    parser.add_argument("--attached", action="store_true", help="all rows to the graph, before")
    parser.add_argument("--strategy", default="auto")
    parser.add_argument("--dimensions", type=int, default=384)
    parser.add_argument("--labels", type=int, default=400)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    print(f"{options.strategy}, {options.dimensions} numbers a row, {options.labels} labels")
    print(HEADER, flush=True)
    split = [getattr(options, name).split(",") for name in ("rows", "classes", "dtype")]
    spawn = multiprocessing.get_context("spawn")
    for rows, classes, dtype in itertools.product(*split):
        with tempfile.TemporaryDirectory(prefix="postil-ranking-") as place:
            folder = Path(place)
            write_shards(folder, int(rows), options.dimensions, dtype, int(classes))
            for name in options.compute.split(","):
                arguments = (options, folder, int(rows), int(classes), dtype, name)
                process = spawn.Process(target=case, args=arguments)
                process.start()
                process.join()


if __name__ == "__main__":
    main()
