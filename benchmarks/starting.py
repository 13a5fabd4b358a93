"""How long `postil serve` takes from the command to the page, and to a worker that is there.

    python -m benchmarks.starting --repeats 5

In an empty folder each time, as a first start is. The baseline is a Python that only imports the
libraries that an API needs. Medians, in seconds; CPU seconds are of the API's process, its worker
is another one.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median

import httpx

from tests.cli.running import cpu_seconds, serving

LIBRARIES = "import fastapi, sqlmodel, alembic.config, pydantic_settings, uvicorn, numpy"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=5)
    repeats = range(parser.parse_args().repeats)
    baseline = median(_imported() for _ in repeats)
    started = [_started() for _ in repeats]
    page, worker, cpu = (median(column) for column in zip(*started, strict=True))
    print(f"importing the libraries  {baseline:5.2f} s")
    print(f"first page               {page:5.2f} s  ({page / baseline:.1f} x, {cpu:.2f} CPU-s)")
    print(f"worker                   {worker:5.2f} s  ({worker / baseline:.1f} x)")


def _imported() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", LIBRARIES], check=True)
    return time.perf_counter() - begun


def _started() -> tuple[float, float, float]:
    """Seconds to the page and to the worker, and CPU seconds to the page."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        with serving(Path(folder), "serve", "--port", "0") as served:
            assert "<html" in httpx.get(served.url).text
            page, cpu = time.perf_counter() - begun, cpu_seconds(served.process.pid)
            with closing(served.sign_in()) as admin:
                while not any(one["workers"] for one in admin.get("/encoders").json()["results"]):
                    time.sleep(0.01)
            worker = time.perf_counter() - begun
            served.stop()
        return page, worker, cpu


if __name__ == "__main__":
    main()
