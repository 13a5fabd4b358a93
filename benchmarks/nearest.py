"""How long it takes to find what is nearest to a text, once that is a vector.

    python -m benchmarks.nearest --rows 100000,1000000

Exact: the product of every row with the query, and the 100 largest. Unit vectors are written shard
by shard, as the service stores them, and mapped once, as `warm_vectors` keeps them. First: the
query that meets the files outside the page cache. Times of different days or machines don't
compare; the ratio is to one bare numpy product of the same shards in the same run.
"""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.ranking import evict, mapped, write_shards
from service.core.arrays import FloatArray
from service.core.threads import one_blas_thread
from service.core.vectors.matrix import Matrix, blocks, furthest, products
from workers.limits import limit_threads

COUNT = 100
REPEATS = 10


def nearest(vectors: Matrix, direction: FloatArray, threads: int) -> float:
    """Seconds."""
    started = time.perf_counter()
    allowed = np.ones(len(vectors), dtype=np.bool_)
    furthest(products(vectors, direction, threads), allowed, COUNT)
    return time.perf_counter() - started


def floor(vectors: Matrix, direction: FloatArray) -> float:
    """Seconds of the product alone, on one thread."""
    started = time.perf_counter()
    with one_blas_thread():
        for _, block in blocks(vectors):
            block @ direction
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="100000,1000000")
    parser.add_argument("--dimensions", type=int, default=384)
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    limit_threads(asked.threads)
    direction = np.random.default_rng(1).standard_normal(asked.dimensions).astype(np.float32)
    print("    rows   first s  median s  slowest s  product on one thread s")
    for rows in map(int, asked.rows.split(",")):
        with tempfile.TemporaryDirectory(prefix="postil-nearest-") as folder:
            write_shards(Path(folder), rows, asked.dimensions, "float32", 77)
            evict(Path(folder))
            vectors = mapped(Path(folder), rows, asked.dimensions)
            first = nearest(vectors, direction, asked.threads)
            warm = [nearest(vectors, direction, asked.threads) for _ in range(REPEATS)]
            bare = min(floor(vectors, direction) for _ in range(REPEATS))
            print(
                f"{rows:>8} {first:9.3f} {np.median(warm):9.3f} {max(warm):10.3f} {bare:9.3f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
