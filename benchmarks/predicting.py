"""How long does one short text take to be predicted, while rounds run?

    python -m benchmarks.predicting texts.csv [--rows 10000] [--postgresql]

Starts `postil serve` in an empty folder, imports the file (`text,label[,split]`), labels some of it
and, when a round is measured, asks for a text that wasn't asked for before, again and again: with
nothing else to do, while somebody labels so that rounds run, and while another project is embedded
besides. In turns with it another is asked for as a trial, which isn't counted as use. Between two
pairs comes a `GET /me`, which only signs in and reads one row, and in the quiet the same encoder of
this process encodes such a text: read the ratios, and the load.
"""

import argparse
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks.serving import API, embedded, imported, one, read, service
from tests import databases, servers
from workers.encoders.registry import Encoders
from workers.limits import limit_threads

THINK = 0.4
"""Seconds: a round every two."""
PAUSE = 0.1
"""Between two requests."""


def main() -> None:
    options = arguments()
    answers = read(options.data, options.rows)
    token = secrets.token_urlsafe(16)
    with (
        tempfile.TemporaryDirectory() as folder,
        database(options.postgresql),
        service(Path(folder), token, options.encoder) as served,
    ):
        client = httpx.Client(base_url=served.url + API, timeout=120)
        client.headers["Authorization"] = f"Bearer {token}"
        project = imported(client, answers)
        embedded(client, project)
        labelled(client, project, answers, options.labels)
        alone(options.encoder, options.count)
        asked(client, project, options.count, "quiet")
        with rounds(client, project, answers):
            asked(client, project, options.count, "rounds")
            with embedding(client, options.rows):
                asked(client, project, options.count, "rounds and an embedding")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="CSV or CSV.gz with the columns text and label")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--labels", type=int, default=100)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--encoder", default="sentence_transformer")
    parser.add_argument("--postgresql", action="store_true")
    return parser.parse_args()


@contextmanager
def database(postgresql: bool) -> Iterator[None]:
    if not postgresql:
        yield
        return
    with servers.postgresql() as server, databases.database(server, "predicting") as url:
        os.environ["POSTIL_DATABASE_URL"] = url
        subprocess.run([Path(sys.executable).with_name("postil"), "migrate"], check=True)
        yield


def labelled(client: httpx.Client, project: int, answers: dict[str, str], labels: int) -> None:
    for _ in range(labels):
        one(client, project, answers, 0.0)
    while last_measured(client, project) is None:
        time.sleep(0.5)


def last_measured(client: httpx.Client, project: int) -> int | None:
    points = client.get(f"/projects/{project}/curve").json()["points"]
    return points[-1]["round"] if points else None


def alone(encoder: str, count: int) -> None:
    """What the encoder takes for such a text in this process, with nothing around it."""
    limit_threads(2)
    loaded = Encoders().load(encoder)
    took = []
    for number in range(count):
        started = time.perf_counter()
        loaded.encode([text(number)])
        took.append(time.perf_counter() - started)
    print(f"{'the encoder alone':28}{figures(took)}   load {os.getloadavg()[0]:.1f}", flush=True)


def text(number: int) -> str:
    return f"could you tell me where order {secrets.token_hex(3)} of mine is, number {number}"


def asked(client: httpx.Client, project: int, count: int, beside: str) -> None:
    first = last_measured(client, project)
    body = {"texts": [text(0)], "likeliest": 3}
    client.post(f"/projects/{project}/predict", json=body).raise_for_status()  # now it is warm
    took: dict[str, list[float]] = {"predict": [], "trial": [], "me": []}
    models = set()
    for number in range(count):
        for kind in ("predict", "trial") if number % 2 else ("trial", "predict"):
            body = {"texts": [text(number)], "likeliest": 3, "trial": kind == "trial"}
            started = time.perf_counter()
            answer = client.post(f"/projects/{project}/predict", json=body).raise_for_status()
            took[kind].append(time.perf_counter() - started)
            models.add(answer.json()["round"])
        started = time.perf_counter()
        client.get("/me").raise_for_status()
        took["me"].append(time.perf_counter() - started)
        time.sleep(PAUSE)
    ratio = statistics.median(took["predict"]) / statistics.median(took["me"])
    print(
        f"{beside:28}{figures(took['predict'])}   a trial{figures(took['trial'])}"
        f"   GET /me{figures(took['me'])}   x {ratio:.1f}"
        f"   {len(models)} models, from round {first}   load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def figures(took: list[float]) -> str:
    p95 = statistics.quantiles(took, n=20)[-1]
    return f"  p50 {statistics.median(took) * 1000:6.1f} ms  p95 {p95 * 1000:6.1f} ms"


@contextmanager
def beside(work: Callable[[], None]) -> Iterator[None]:
    """Does it again and again in a thread."""
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            work()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def rounds(client: httpx.Client, project: int, answers: dict[str, str]) -> Iterator[None]:
    """Somebody labels."""
    mine = httpx.Client(base_url=client.base_url, headers=client.headers, timeout=120)
    with mine, beside(lambda: label_one(mine, project, answers)):
        yield


def label_one(client: httpx.Client, project: int, answers: dict[str, str]) -> None:
    one(client, project, answers, THINK)


@contextmanager
def embedding(client: httpx.Client, rows: int) -> Iterator[None]:
    """Another project's texts are embedded, none of which has a vector yet."""
    imported(client, {f"{text(number)} {secrets.token_hex(8)}": "a" for number in range(rows)})
    yield


if __name__ == "__main__":
    main()
