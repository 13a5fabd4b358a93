"""How much memory does the worker hold? PSS of all its processes, while it embeds and long after.

    python -m benchmarks.memory --rows 10000 --projects 1 --labels 300
    python -m benchmarks.memory ... --python ../before/.venv/bin/python

Starts `postil serve` in an empty folder and opens projects one after the other, of short synthetic
texts in the default views, or of those of a file. In each labels are given, rounds run and an
encoder learns; in the last one they go on once the encoders have rested. The most is told for the
time in which an encoder learnt too. A page that several processes share counts in parts
(`Pss` of /proc/*/smaps_rollup), so that the sum is what would be free without them. `--python` runs
another checkout, for figures to compare; one whose packages are not the same files as those of
other programs that run, or they count in part. Linux only.
"""

import argparse
import csv
import io
import os
import random
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from benchmarks.serving import API, embedded, read
from tests.cli.running import ADDRESS, children

CLASSES = [f"class {number}" for number in range(77)]
MB = 1_000_000
BATCH = 10
GIVES_BACK = 12.0
"""Seconds until what a job is done with has gone back; less than --idle."""


def main() -> None:
    options = arguments()
    token = secrets.token_urlsafe(16)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), token, options) as at:
        url, pid = at
        client = httpx.Client(base_url=url + API, timeout=1_800)
        client.headers["Authorization"] = f"Bearer {token}"
        watched = Watched(pid, client)
        watched.tell("at rest, before the first project")
        if options.together:
            all_at_once(client, options, watched)
        for number in range(0 if options.together else options.projects):
            project = opened(client, options, number)
            await_jobs(client, project, every=2.0)
            time.sleep(GIVES_BACK)
            watched.tell(f"project {number + 1} embedded, encoders loaded")
            label(client, project, options.labels, watched)
            await_jobs(client, project, every=2.0)
            watched.tell(f"{options.labels} labels, rounds and lessons ran beside them")
            time.sleep(GIVES_BACK)
            watched.tell("all is done")
        if options.together:
            return
        time.sleep(options.idle + 5)
        watched.tell(f"{options.idle} s after the last text was embedded")
        label(client, project, options.more, watched)
        watched.tell(f"{options.more} labels and their rounds later")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="CSV or CSV.gz: its texts, not synthetic ones")
    parser.add_argument("--words", type=int, default=8, help="of a synthetic text")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--labelled", type=int, default=0, help="rows that come with a label")
    parser.add_argument("--projects", type=int, default=1, help="one after the other")
    parser.add_argument("--together", action="store_true", help="all of them at once, and no more")
    parser.add_argument("--labels", type=int, default=300, help="in each")
    parser.add_argument("--more", type=int, default=100, help="labels after the encoders rested")
    parser.add_argument("--idle", type=float, default=40, help="POSTIL_ENCODER_IDLE_SECONDS")
    parser.add_argument("--encoder", default="sentence_transformer")
    parser.add_argument(
        "--views", default="lexical,small,tuned", help="further encoders, by commas"
    )
    parser.add_argument("--python", default=sys.executable, help="of the checkout to measure")
    return parser.parse_args()


@contextmanager
def served(folder: Path, token: str, options: argparse.Namespace) -> Iterator[tuple[str, int]]:
    environment = os.environ | {
        "POSTIL_ADMIN_TOKEN": token,
        "POSTIL_ENCODER": options.encoder,
        "POSTIL_VIEWS": options.views,
        "POSTIL_ENCODER_IDLE_SECONDS": str(options.idle),
    }
    command = [str(Path(options.python).with_name("postil")), "serve", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--data-dir", str(folder / "data")],
        env=environment,
        cwd=folder,  # else the worker would be that of this checkout: `-m` looks here first
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = next(found for line in process.stdout if (found := ADDRESS.search(line)))
        yield address[1].rstrip("/"), process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


class Watched:
    """The worker's processes; the most that they held together since that was last told."""

    def __init__(self, serve: int, client: httpx.Client) -> None:
        self._serve, self._client = serve, client
        self._most: list[int] = [0]
        self._most_learning: list[int] = [0]
        threading.Thread(target=self._watch, daemon=True).start()

    def tell(self, when: str) -> None:
        now, most, learning = self._each(), self._most, self._most_learning
        self._most, self._most_learning = [0], [0]
        lesson = f", {shown(learning)} while an encoder learnt" if sum(learning) else ""
        print(f"{shown(now)}, at most {shown(most)}{lesson}: {when}", flush=True)

    def _each(self) -> list[int]:
        return [pss(pid) for pid in below(self._serve)]

    def _watch(self) -> None:
        while True:
            each = self._each()
            self._most = max(self._most, each, key=sum)
            with suppress(httpx.HTTPError):  # the service ends before this does
                if is_learning(self._client):
                    self._most_learning = max(self._most_learning, each, key=sum)
            time.sleep(1)


def shown(each: list[int]) -> str:
    parts = " + ".join(f"{size / MB:.0f}" for size in each)
    return f"{sum(each) / MB:.0f} MB ({parts})"


def is_learning(client: httpx.Client) -> bool:
    """Whether any project's encoder learns."""
    return any(
        job["kind"] == "tune" and job["state"] == "running"
        for project in client.get("/projects").raise_for_status().json()["results"]
        for job in client.get(f"/projects/{project['id']}/stats").raise_for_status().json()["jobs"]
    )


def below(pid: int) -> list[int]:
    return [found for child in children(pid) for found in (child, *below(child))]


def pss(pid: int) -> int:
    """Bytes; 0 of one that has ended."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return 1024 * sum(int(line.split()[1]) for line in told.splitlines() if line[:4] == "Pss:")


def opened(client: httpx.Client, options: argparse.Namespace, number: int) -> int:
    """A project with its texts in all views, nothing left to be done."""
    body = {"name": f"Memory {number}", "classes": [{"name": name} for name in CLASSES]}
    project = int(client.post("/projects", json=body).raise_for_status().json()["id"])
    client.post(
        f"/projects/{project}/imports",
        params={"labels": "import"},
        content=table(options, number),
        headers={"Content-Type": "text/csv"},
    ).raise_for_status()
    time.sleep(1)
    return project


def table(options: argparse.Namespace, number: int) -> str:
    """CSV of a project's texts, with the labels that they come with."""
    drawn = random.Random(number)
    if options.data:
        found = [*read(options.data, 1_000_000)]
        texts = drawn.sample(found, options.rows)
    else:
        words = (f"w{drawn.randrange(3_000)}" for _ in range(options.rows * options.words))
        texts = [
            " ".join([*islice(words, options.words), f"n{number}-{row}"])
            for row in range(options.rows)
        ]
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(["text", "label"])
    for row, text in enumerate(texts):
        rows.writerow([text, class_of(row) if row < options.labelled else ""])
    return file.getvalue()


def class_of(number: int) -> str:
    return CLASSES[number * 7919 % len(CLASSES)]


def all_at_once(client: httpx.Client, options: argparse.Namespace, watched: "Watched") -> None:
    """Projects whose texts are read, and whose labels are learnt, in each other's time: one is
    labelled from its first ranking on."""
    projects = [opened(client, options, number) for number in range(options.projects)]
    for project in projects:
        embedded(client, project)  # labels given before the first ranking would be audits
        label(client, project, options.labels, watched)
    for project in projects:
        await_jobs(client, project, every=2.0)
    watched.tell(f"{options.projects} projects at once, {options.labels} labels each")


def label(client: httpx.Client, project: int, count: int, watched: Watched) -> None:
    """Ten at a time, each batch once the round after the one before it is there."""
    here = f"/projects/{project}"
    for done in range(0, count, BATCH):
        offered = client.post(f"{here}/assignments", json={"limit": BATCH}).json()["assignments"]
        for each in offered:
            answer(client, here, each)
        if done and done % 500 == 0:
            watched.tell(f"{done} labels")
        await_jobs(client, project, "rank")


def answer(client: httpx.Client, here: str, lease: dict[str, Any]) -> None:
    item = lease["item"]["id"]
    body = {
        "item_id": item,
        "assignment_id": lease["id"],
        "answer": {"class": class_of(item)},
    }
    client.put(f"{here}/annotations/{uuid4()}", json=body).raise_for_status()


def await_jobs(
    client: httpx.Client, project: int, kind: str | None = None, every: float = 0.2
) -> None:
    """Until none is open, of this kind or at all. Each look takes the service some CPU time."""
    while any(
        kind in (None, job["kind"])
        for job in client.get(f"/projects/{project}/stats").json()["jobs"]
    ):
        time.sleep(every)


if __name__ == "__main__":
    main()
