"""Does memory grow with the pool while it is embedded? Beyond the encoder, shard after shard.

    python -m benchmarks.embedding_memory --rows 1000000

Imports synthetic texts and does the jobs that follow but for rounds, in this process: each shard of
the main view, whose encoder gives as many numbers as MiniLM and costs next to nothing, and each of
`lexical`; then the same texts into a second project, which copies the vectors of the first. Of each
job it says the peak of anonymous memory beyond what there was before the import, when both encoders
were loaded; files that are mapped aren't in it. The baseline of the same run are the vectors of one
shard, which a job has in memory until they are written. Linux only.
"""

import argparse
import hashlib
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.load import CLASSES, rows
from service.bootstrap import build
from service.jobs.dispatch_jobs import due_jobs
from service.jobs.kinds.embed import SHARD_ROWS
from service.jobs.run_job import run_job
from service.kit.settings import Settings
from service.ports import Encoder, FloatArray
from tests.driving import Driver, tools

DIMENSIONS = 384
LEFT_OUT = ("rank", "measure", "compare")
LOOK_SECONDS = 0.02
MEGABYTE = 2**20


class ByHash:
    """A text by a hash of its own: nothing is cheaper that gives each another vector."""

    fingerprint, numeric_class, arithmetic = "by hash", "exact", "float32"
    dimensions = DIMENSIONS

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors (n, 384)."""
        digests = (hashlib.shake_128(text.encode()).digest(DIMENSIONS) for text in texts)
        drawn = np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(-1, DIMENSIONS)
        vectors = drawn.astype(np.float32) - 127.5
        unit: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    reference = encode


def main() -> None:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, threadpool_limits(1):
        app = build(Settings(data_dir=Path(name)))
        app.migrate()
        driver, known, by_hash = Driver(app), tools(), ByHash()

        def encoder(named: str) -> Encoder:
            return known.encoder(named) if named == "lexical" else by_hash

        driver.tools = replace(known, encoder=encoder)
        driver.without(*LEFT_OUT).announce(["hashing", "lexical"])
        known.encoder("lexical").encode(["a text"] * 100)
        print(f"the vectors of a shard: {SHARD_ROWS * DIMENSIONS * 4 / MEGABYTE:.0f} MB")
        before = anonymous()
        for what in ("new", "copied"):
            print(f"{options.rows:,} rows, {what}:")
            project = driver.project(CLASSES, encoder="hashing", views=["lexical"])
            driver.upload(project, b"".join(rows(options.rows)), "text/csv")
            work(driver, before)
        app.close()


def work(driver: Driver, before: int) -> None:
    """Does all jobs, and says of each how much memory it took at most."""
    while jobs := due_jobs(driver.app):
        for job in jobs:
            with peak() as most:
                started = time.process_time()
                run_job(driver.app, job.id, "benchmark", driver.handlers, driver.tools)
                spent = time.process_time() - started
            driver.announce(["hashing", "lexical"])
            if job.kind not in LEFT_OUT:
                print(
                    f"  {job.kind:8} {spent:6.1f} CPU-s,"
                    f" at most {(most[0] - before) / MEGABYTE:4.0f} MB",
                    flush=True,
                )


def anonymous() -> int:
    """Bytes of this process that no file stands for."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("this system doesn't tell how much memory is anonymous")


@contextmanager
def peak() -> Iterator[list[int]]:
    """[bytes] the most anonymous memory meanwhile."""
    found, over = [anonymous()], threading.Event()

    def look() -> None:
        while not over.wait(LOOK_SECONDS):
            found[0] = max(found[0], anonymous())

    watcher = threading.Thread(target=look)
    watcher.start()
    yield found
    over.set()
    watcher.join()


if __name__ == "__main__":
    main()
