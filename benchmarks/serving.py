"""How long does an annotator wait? Start, next item, and label to new ranking, over real HTTP.

    python -m benchmarks.serving texts.csv [--annotators 4] [--labels 200]

Starts `postil serve` in an empty folder, imports the file (`text,label[,split]`), and lets
annotators answer while rounds run, without thinking time unless `--think` is given. The baseline of
the same run is a request that only signs in and reads one row (`GET /me`): what HTTP and this
machine cost.
"""

import argparse
import csv
import gzip
import os
import random
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from tests.cli.running import children

API = "/api/v1"


def main() -> None:
    options = arguments()
    answers = read(options.data, options.rows)
    token = secrets.token_urlsafe(16)
    with (
        tempfile.TemporaryDirectory() as folder,
        service(Path(folder), token, options.encoder) as served,
    ):
        headers = {"Authorization": f"Bearer {token}"}
        client = httpx.Client(base_url=served.url + API, headers=headers)
        client.timeout = httpx.Timeout(120)
        project = imported(client, answers)
        embedded(client, project)
        floor = timed(200, lambda: client.get("/me").raise_for_status())
        took = label(client, project, answers, options)
        report(client, project, floor, took)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="CSV or CSV.gz with the columns text and label")
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--labels", type=int, default=200)
    parser.add_argument("--annotators", type=int, default=1)
    parser.add_argument("--think", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--encoder", default="sentence_transformer")
    return parser.parse_args()


def read(path: Path, rows: int) -> dict[str, str]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        found = {row["text"]: row["label"] for row in csv.DictReader(file)}
    return dict(list(found.items())[:rows])


@dataclass(frozen=True)
class Served:
    url: str
    process: subprocess.Popen[Any]
    database: str
    """Its URL, as SQLAlchemy takes it."""
    parts: Callable[[], dict[str, list[int]]]
    """What the service consists of, and the processes of each part."""


@contextmanager
def service(folder: Path, token: str, encoder: str) -> Iterator[Served]:
    """A `postil serve` of our own; prints how long it took to answer."""
    environment = os.environ | {"POSTIL_ADMIN_TOKEN": token, "POSTIL_ENCODER": encoder}
    command = [str(Path(sys.executable).with_name("postil")), "serve", "--port", "0"]
    command += ["--data-dir", str(folder / "data")]
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        url = next(
            found.group(0).rstrip("/")
            for line in process.stdout
            if (found := re.search(r"http://127\.0\.0\.1:\d+", line))
        )
        httpx.get(url).raise_for_status()
        print(f"start to first page: {time.perf_counter() - started:.2f} s")
        database = f"sqlite:///{folder}/data/postil.sqlite3"
        pid = process.pid
        yield Served(url, process, database, lambda: {"API": [pid], "worker": children(pid)})
    finally:
        process.terminate()
        process.wait(timeout=30)


def imported(client: httpx.Client, answers: dict[str, str]) -> int:
    classes = sorted(set(answers.values()))
    made = client.post(
        "/projects",
        json={"name": "Benchmark", "classes": [{"name": name} for name in classes]},
    ).raise_for_status()
    project = int(made.json()["id"])
    body = "text\n" + "".join(f'"{text.replace(chr(34), chr(34) * 2)}"\n' for text in answers)
    client.post(
        f"/projects/{project}/imports?wait=60",
        content=body.encode(),
        headers={"Content-Type": "text/csv"},
    ).raise_for_status()
    return project


def embedded(client: httpx.Client, project: int) -> None:
    started = time.perf_counter()
    while True:
        stats = client.get(f"/projects/{project}/stats").json()
        if stats["next_round"] > 0:
            break
        time.sleep(0.2)
    print(f"{stats['items']:,} items embedded and ranked in {time.perf_counter() - started:.1f} s")


def timed(count: int, call: Callable[[], Any]) -> list[float]:
    took = []
    for _ in range(count):
        started = time.perf_counter()
        call()
        took.append(time.perf_counter() - started)
    return took


def label(
    client: httpx.Client, project: int, answers: dict[str, str], options: argparse.Namespace
) -> list[tuple[float, float]]:
    """Seconds of each (POST assignments, PUT annotation)."""
    invitation = client.post(f"/projects/{project}/invitations", json={}).raise_for_status()
    secret = invitation.json()["url"].split("token=")[1]
    each = options.labels // options.annotators

    def annotate(number: int) -> list[tuple[float, float]]:
        with httpx.Client(base_url=client.base_url, timeout=60) as mine:
            mine.post("/session", json={"token": secret, "name": f"annotator {number}"})
            return [one(mine, project, answers, options.think) for _ in range(each)]

    started = time.perf_counter()
    with ThreadPoolExecutor(options.annotators) as pool:
        took = [pair for pairs in pool.map(annotate, range(options.annotators)) for pair in pairs]
    rate = len(took) / (time.perf_counter() - started)
    print(f"{options.annotators} annotators, {options.think} s to think: {rate:.0f} annotations/s")
    return took


def one(
    client: httpx.Client, project: int, answers: dict[str, str], think: float
) -> tuple[float, float]:
    started = time.perf_counter()
    offered = client.post(f"/projects/{project}/assignments", json={"limit": 1}).raise_for_status()
    between = time.perf_counter()
    [lease] = offered.json()["assignments"]
    body = {
        "item_id": lease["item"]["id"],
        "assignment_id": lease["id"],
        "answer": {"class": answers[lease["item"]["text"]]},
    }
    took = between - started
    time.sleep(think * random.uniform(0.5, 1.5))  # people don't answer in step
    between = time.perf_counter()
    client.put(f"/projects/{project}/annotations/{uuid4()}", json=body).raise_for_status()
    return took, time.perf_counter() - between


def report(
    client: httpx.Client, project: int, floor: list[float], took: list[tuple[float, float]]
) -> None:
    base = statistics.median(floor)
    for name, seconds in (
        ("GET me (baseline)", floor),
        ("POST assignments", [pair[0] for pair in took]),
        ("PUT annotation", [pair[1] for pair in took]),
    ):
        median, p95 = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
        print(
            f"{name:18} median {median * 1000:6.1f} ms ({median / base:4.1f} x)"
            f"   p95 {p95 * 1000:6.1f} ms ({p95 / base:4.1f} x)"
        )
    time.sleep(5)
    rounds = client.get(f"/projects/{project}/rounds?limit=500").json()["results"]
    ranked = [each for each in rounds if each["label_count"]]
    totals = [each["seconds"]["total"] for each in ranked]
    waits = [each["wait_seconds"] for each in ranked]
    print(
        f"{len(ranked)} rounds: start to swap median {statistics.median(totals):.3f} s, "
        f"max {max(totals):.3f} s; wait before it, debounce included, "
        f"median {statistics.median(waits):.2f} s"
    )


if __name__ == "__main__":
    main()
