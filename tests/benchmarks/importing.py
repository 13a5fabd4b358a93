"""How fast do rows go in, does memory stay flat, and do people who label notice? Over real HTTP.

    python -m tests.benchmarks.importing --rows 1000000 --annotators 4

`postil serve` in an empty folder on SQLite, with a small project in which annotators label, first
alone, then while a file of short synthetic texts goes into the same project. The baselines of the
same run: the same rows into a bare SQLite table by `executemany`, and the annotators without the
import. Meanwhile a look every 20 ms for SQLite's write lock says how long anybody has to wait for
it. Walls depend on what else the machine does, so there are seconds of CPU too. Linux only.
"""

import argparse
import os
import secrets
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import httpx

from tests.benchmarks.annotators import Crowd, Seen, annotate
from tests.benchmarks.load import CLASSES, filled, joined, quantile, rows
from tests.benchmarks.serving import API, Served, service
from tests.cli.running import cpu_seconds

ITEMS_BEFORE = 5_000
LOOK_SECONDS = 0.02
MEGABYTE = 1024 * 1024


def main() -> None:
    options = arguments()
    token = secrets.token_urlsafe(16)
    with tempfile.TemporaryDirectory() as name, service(Path(name), token, "hashing") as at:
        folder = Path(name)
        bare = bare_insert(folder / "bare.sqlite3", options.rows)
        client = httpx.Client(base_url=at.url + API, timeout=1_800)
        client.headers["Authorization"] = f"Bearer {token}"
        project = filled(client, ITEMS_BEFORE)
        cookies = [joined(client, at.url, project) for _ in range(options.annotators)]
        projects = [project] * len(cookies)
        crowd = Crowd(at.url, cookies, projects, CLASSES, options.think, options.seconds)
        with waits_for_lock(folder / "data") as idle:
            alone = annotate(crowd)
        with waits_for_lock(folder / "data") as busy, annotating(crowd) as beside:
            done = imported(client, at, project, options.rows, folder / "data")
        report(done, bare, options.rows)
        for label, seen, waits in (("alone", alone, idle), ("during", beside[0], busy)):
            report_people(label, seen, waits)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--annotators", type=int, default=4)
    parser.add_argument("--think", type=float, default=1.0, help="seconds before each answer")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long they label")
    return parser.parse_args()


@dataclass
class Imported:
    seconds: float
    """From the job's start to its end."""
    cpu_seconds: float
    inserted: int
    memory: list[int] = field(default_factory=list)
    """Resident bytes of the worker, as time went by."""


def bare_insert(file: Path, count: int) -> tuple[float, float]:
    """Wall and CPU seconds of the same rows in a table without an index, 1,000 a transaction."""
    lines = [(line,) for part in rows(count) for line in part.decode().splitlines()]
    with sqlite3.connect(file, isolation_level=None) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=NORMAL")
        database.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT)")
        started, cpu = time.perf_counter(), time.process_time()
        for first in range(0, len(lines), 1_000):
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT INTO item (text) VALUES (?)", lines[first : first + 1_000])
            database.execute("COMMIT")
        return time.perf_counter() - started, time.process_time() - cpu


def imported(client: httpx.Client, at: Served, project: int, count: int, data: Path) -> Imported:
    worker = child_of(at.process.pid)
    memory = [resident(worker)]
    sent = client.post(
        f"/projects/{project}/imports",
        params={"file_name": "benchmark.csv"},
        content=beginning_anew(count),
        headers={"Content-Type": "text/csv"},
    ).raise_for_status()
    cpu = cpu_seconds(worker)
    path = f"/projects/{project}/imports/{sent.json()['import_id']}"
    while (found := client.get(path).json())["state"] == "running":
        memory.append(resident(worker))
        time.sleep(0.2)
    assert found["state"] == "ready", found["error"]
    spent = cpu_seconds(worker) - cpu
    return Imported(job_seconds(data, sent.json()["job_id"]), spent, found["inserted"], memory)


def beginning_anew(count: int) -> Iterator[bytes]:
    """The benchmark's rows with other words, so that none is in the project yet."""
    for part in rows(count):
        yield part.replace(b"w", b"v")


def job_seconds(data: Path, job: int) -> float:
    [file] = data.glob("*.sqlite3")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        while True:
            asked = "SELECT started_at, finished_at FROM job WHERE id = ?"
            started, finished = database.execute(asked, (job,)).fetchone()
            if finished is not None:
                took = datetime.fromisoformat(finished) - datetime.fromisoformat(started)
                return took.total_seconds()
            time.sleep(0.1)


@contextmanager
def waits_for_lock(data: Path) -> Iterator[list[float]]:
    """Seconds that a writer of another process had to wait, again and again."""
    waits: list[float] = []
    stop = threading.Event()
    [file] = data.glob("*.sqlite3")

    def look() -> None:
        database = sqlite3.connect(file, isolation_level=None, timeout=0)
        while not stop.wait(LOOK_SECONDS):
            started = time.perf_counter()
            while True:
                try:
                    database.execute("BEGIN IMMEDIATE")
                    break
                except sqlite3.OperationalError:
                    time.sleep(0.0005)
            waits.append(time.perf_counter() - started)
            database.execute("ROLLBACK")
        database.close()

    looking = threading.Thread(target=look)
    looking.start()
    yield waits
    stop.set()
    looking.join()


@contextmanager
def annotating(crowd: Crowd) -> Iterator[list[Seen]]:
    """Annotators at work meanwhile; what they saw is in the list at the end."""
    seen: list[Seen] = []
    working = threading.Thread(target=lambda: seen.append(annotate(crowd)))
    working.start()
    time.sleep(1.0)
    yield seen
    working.join()


def child_of(process: int) -> int:
    """The worker, which any thread of the service may have started."""
    threads = Path(f"/proc/{process}/task").glob("*/children")
    [child] = [int(line) for thread in threads for line in thread.read_text().split()]
    return child


def resident(process: int) -> int:
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def report(done: Imported, bare: tuple[float, float], count: int) -> None:
    wall, cpu = bare
    print(
        f"{done.inserted:,} rows in {done.seconds:.1f} s: {count / done.seconds:,.0f} rows/s, "
        f"{count / done.cpu_seconds:,.0f} per CPU-second of the worker"
    )
    print(
        f"bare SQLite: {count / wall:,.0f} rows/s, {count / cpu:,.0f} per CPU-second; "
        f"the import takes {done.seconds / wall:.1f} x its time, {done.cpu_seconds / cpu:.1f} x CPU"
    )
    middle = done.memory[len(done.memory) // 2]
    figures = [done.memory[0], middle, done.memory[-1], max(done.memory)]
    start, half, end, peak = (f"{size / MEGABYTE:.0f}" for size in figures)
    print(f"worker's memory: {start} MB before, {half} halfway, {end} at the end, {peak} at most")


def report_people(label: str, seen: Seen, waits: list[float]) -> None:
    print(f"annotators {label}: {len(seen.kept)} answers, {len(seen.errors)} errors")
    for name, times in (
        ("next item", seen.asked),
        ("answer", seen.answered),
        ("wait for the write lock", waits),
    ):
        figures = ", ".join(f"p{at} {quantile(times, at / 100) * 1000:.1f}" for at in (50, 95, 99))
        print(f"  {name}: {figures} ms")


if __name__ == "__main__":
    main()
