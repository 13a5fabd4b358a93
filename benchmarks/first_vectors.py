"""What do the first vectors of a project cost without torch: by `small` and by `lexical`?

    python -m benchmarks.first_vectors texts.csv [more.csv ...] [--rows 10000]

Imports the texts into an empty project and does the jobs that follow but for rounds, in this
process and with one thread of BLAS, as a worker has. Twice: the baseline encodes by the package
itself, as `small` did before tokens were shared. Prints CPU-seconds by job, and how alike the two
encoders' vectors are at least.
"""

import argparse
import csv
import io
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from threadpoolctl import threadpool_limits

from benchmarks.serving import read
from service.bootstrap import build
from service.jobs.dispatch_jobs import due_jobs
from service.jobs.run_job import run_job
from service.kit.settings import Settings
from service.ports import Encoder, FloatArray
from tests.driving import Driver, tools
from workers.encoders import small

LEFT_OUT = ("rank", "measure", "compare")


class ByPackage:
    """The same encoder as its package computes."""

    dimensions, numeric_class, arithmetic = small.DIMENSIONS, "exact", "float32"

    def __init__(self, encoder: small.SmallEncoder) -> None:
        self._backend, self.fingerprint = encoder._backend, encoder.fingerprint

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors (n, 512)."""
        return small.unit(self._backend.encode([text[: small.READ_CHARACTERS] for text in texts]))

    reference = encode


def main() -> None:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="+", help="CSV or CSV.gz with text and label")
    parser.add_argument("--rows", type=int, default=10_000)
    options = parser.parse_args()
    texts = list({text: 0 for path in options.data for text in read(path, options.rows)})
    texts = texts[: options.rows]
    print(f"{len(texts):,} texts of {sum(map(len, texts)) / len(texts):.0f} characters")
    now = small.load()
    assert isinstance(now, small.SmallEncoder)
    before = ByPackage(now)
    with threadpool_limits(1):
        for name, encoder in (("before", before), ("now", now)):
            embed(name, encoder, texts)
        some = texts[:: max(len(texts) // 1_000, 1)]
        alike = (now.encode(some) * before.encode(some)).sum(axis=1).min()
    print(f"cosine of now and before, of {len(some):,} texts: at least {alike:.7f}")


def embed(name: str, encoder: Encoder, texts: Sequence[str]) -> None:
    table = io.StringIO()
    csv.writer(table).writerows([["text"], *([text] for text in texts)])
    with tempfile.TemporaryDirectory() as folder:
        app = build(Settings(data_dir=Path(folder)))
        app.migrate()
        driver, known = Driver(app), tools()

        def chosen(named: str) -> Encoder:
            return encoder if named == "small" else known.encoder(named)

        driver.tools = replace(known, encoder=chosen)
        driver.without(*LEFT_OUT).announce(["small", "lexical"])
        driver.upload(
            driver.project(encoder="small", views=["lexical"]), table.getvalue(), "text/csv"
        )
        spent = [each for each in work(driver) if each[0] not in LEFT_OUT]
        app.close()
    total = sum(seconds for _, seconds in spent)
    jobs = ", ".join(f"{kind} {seconds:.1f}" for kind, seconds in spent)
    print(f"{name:7} {total:5.1f} CPU-s ({jobs})", flush=True)


def work(driver: Driver) -> list[tuple[str, float]]:
    """Does all jobs: the kind of each, and its CPU-seconds."""
    spent = []
    while jobs := due_jobs(driver.app):
        for job in jobs:
            started = time.process_time()
            run_job(driver.app, job.id, "benchmark", driver.handlers, driver.tools)
            spent.append((job.kind, time.process_time() - started))
        driver.announce(["small", "lexical"])
    return spent


if __name__ == "__main__":
    main()
