"""How much longer does what a person asked for take beside a large embedding? Over real HTTP.

    python -m benchmarks.awaited trec6.csv.gz [--rows 1000] [--embedding 30000] [--busy 2]

A `postil serve` of our own on SQLite. One project has a model and texts with vectors: its model is
prepared and its map drawn, again and again, first with nothing beside them, the baseline, then
while the texts of another project are embedded by MiniLM.
"""

import argparse
import secrets
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from benchmarks.beside_tuning import taught
from benchmarks.importing import busy_processes
from benchmarks.load import rows
from benchmarks.serving import API, read, service

WORK = {"model": "pack_model", "map": "draw_map"}
"""What is asked for by POST, and the kind of its job."""


def main() -> None:
    options = arguments()
    answers = read(options.data, options.rows)
    token = secrets.token_urlsafe(16)
    with (
        tempfile.TemporaryDirectory() as folder,
        service(Path(folder), token, "sentence_transformer") as served,
    ):
        client = httpx.Client(base_url=served.url + API, timeout=120)
        client.headers["Authorization"] = f"Bearer {token}"
        project = taught(client, answers, [])
        while client.post(f"/projects/{project}/model").is_error:
            time.sleep(1)
        with busy_processes(options.busy):
            measured(client, project)  # what a process loads once
            alone = [measured(client, project) for _ in range(options.times)]
            other = embedding(client, options.embedding)
            beside = [measured(client, project) for _ in range(options.times)]
            left = under_way(client, other)
    for name in WORK:
        report(name, [each[name] for each in alone], [each[name] for each in beside])
    print("it was embedding to the end" if left else "IT HAD READ ALL BEFORE THE END")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, help="CSV or CSV.gz with the columns text and label")
    parser.add_argument("--rows", type=int, default=1_000, help="of the project with the model")
    parser.add_argument("--embedding", type=int, default=30_000, help="texts of the other one")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--busy", type=int, default=0, help="processes that compute beside it")
    return parser.parse_args()


def measured(client: httpx.Client, project: int) -> dict[str, float]:
    """Seconds from asking to having it."""
    return {name: took(client, project, name) for name in WORK}


def took(client: httpx.Client, project: int, name: str) -> float:
    started = time.perf_counter()
    job = client.post(f"/projects/{project}/{name}").raise_for_status().json()
    while job["state"] in ("queued", "running"):
        time.sleep(0.1)
        job = client.get(f"/jobs/{job['id']}").raise_for_status().json()
    assert job["state"] == "done", job["error"]
    return time.perf_counter() - started


def embedding(client: httpx.Client, count: int) -> int:
    """A project whose texts are being embedded by now."""
    classes = [{"name": "a"}, {"name": "b"}]
    fields = {"name": "Large", "classes": classes, "views": []}
    project = int(client.post("/projects", json=fields).raise_for_status().json()["id"])
    headers = {"Content-Type": "text/csv"}
    client.post(
        f"/projects/{project}/imports?wait=60", content=rows(count), headers=headers
    ).raise_for_status()
    while not under_way(client, project):
        time.sleep(0.1)
    return project


def under_way(client: httpx.Client, project: int) -> bool:
    jobs: list[dict[str, Any]] = client.get(f"/projects/{project}/stats").json()["jobs"]
    return any(job["kind"] == "embed" and job["state"] == "running" for job in jobs)


def report(name: str, alone: Sequence[float], beside: Sequence[float]) -> None:
    one, other = statistics.median(alone), statistics.median(beside)
    print(
        f"{name}: alone {one:.1f} s (at most {max(alone):.1f}), beside an embedding {other:.1f} s "
        f"(at most {max(beside):.1f}): x {other / one:.2f}"
    )


if __name__ == "__main__":
    main()
