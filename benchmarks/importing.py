"""How fast do rows go in, does memory stay flat, and do people who label notice? Over real HTTP.

    python -m benchmarks.importing --rows 1000000 --annotators 4 [--processes 2] [--busy 2]

`postil serve` in an empty folder on SQLite, or with `--processes` PostgreSQL, two workers and an
API of so many processes, with a small project in which annotators label, first alone, then while a
file of short synthetic texts goes into the same project. The baselines of the same run: the same
rows into a bare table of the same database, by `executemany` or COPY, and the annotators without
the import. On SQLite a look every 20 ms for its write lock says meanwhile how long anybody has to
wait for it. Walls depend on what else the machine does, so there are seconds of CPU too; with
`--busy` so many processes compute beside it all the time. Linux only.
"""

import argparse
import os
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import httpx
import psycopg

from benchmarks.annotators import Crowd, Seen, annotate
from benchmarks.fleet import fleet
from benchmarks.load import CLASSES, filled, joined, quantile, rows, spent_by
from benchmarks.serving import API, Served, service

ITEMS_BEFORE = 5_000
LOOK_SECONDS = 0.02
MEGABYTE = 1024 * 1024
WORKERS = ("worker", "workers")
"""What the part is called, embedded and in a fleet."""


def main() -> None:
    options = arguments()
    token, apis = secrets.token_urlsafe(16), options.processes
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = fleet(folder, token, "hashing", apis) if apis else service(folder, token, "hashing")
        with start as at, busy_processes(options.busy):
            compare(at, token, folder, options)


def compare(at: Served, token: str, folder: Path, options: argparse.Namespace) -> None:
    is_sqlite = at.database.startswith("sqlite")
    bare = bare_insert(folder, options.rows) if is_sqlite else bare_copy(at, options.rows)
    client = httpx.Client(base_url=at.url + API, timeout=1_800)
    client.headers["Authorization"] = f"Bearer {token}"
    project = filled(client, ITEMS_BEFORE)
    cookies = [joined(client, at.url, project) for _ in range(options.annotators)]
    projects = [project] * len(cookies)
    crowd = Crowd(at.url, cookies, projects, CLASSES, options.think, options.seconds)
    with waits_for_lock(at) as idle:
        alone = annotate(crowd)
    with waits_for_lock(at) as busy, annotating(crowd) as beside:
        done = imported(client, at, project, options.rows)
    report(done, bare, options.rows)
    for label, seen, waits in (("alone", alone, idle), ("during", beside[0], busy)):
        report_people(label, seen, waits)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=0, help="0: embedded, on SQLite")
    parser.add_argument("--busy", type=int, default=0, help="processes that compute beside it")
    parser.add_argument("--annotators", type=int, default=4)
    parser.add_argument("--think", type=float, default=1.0, help="seconds before each answer")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long they label")
    return parser.parse_args()


@dataclass
class Imported:
    seconds: float
    """From the job's start to its end."""
    cpu_seconds: dict[str, float]
    """Of each part of the service, people and all."""
    inserted: int
    memory: list[int] = field(default_factory=list)
    """Resident bytes of the largest worker, as time went by."""

    @property
    def of_workers(self) -> float:
        return sum(spent for part, spent in self.cpu_seconds.items() if part in WORKERS)


def bare_insert(folder: Path, count: int) -> tuple[float, float]:
    """Wall and CPU seconds of the same rows in a table without an index, 1,000 a transaction."""
    lines = [(line,) for part in rows(count) for line in part.decode().splitlines()]
    with sqlite3.connect(folder / "bare.sqlite3", isolation_level=None) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=NORMAL")
        database.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT)")
        started, cpu = time.perf_counter(), time.process_time()
        for first in range(0, len(lines), 1_000):
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT INTO item (text) VALUES (?)", lines[first : first + 1_000])
            database.execute("COMMIT")
        return time.perf_counter() - started, time.process_time() - cpu


def bare_copy(at: Served, count: int) -> tuple[float, float]:
    """The same in PostgreSQL, whose CPU counts too."""
    lines = [line for part in rows(count) for line in part.decode().splitlines()]
    url = at.database.replace("postgresql+psycopg:", "postgresql:")
    with psycopg.connect(url) as database:
        database.execute("CREATE TABLE bare (id bigserial PRIMARY KEY, text text)")
        database.commit()
        before = spent_by(at)["PostgreSQL"]
        started, cpu = time.perf_counter(), time.process_time()
        for first in range(0, len(lines), 1_000):
            with database.cursor().copy("COPY bare (text) FROM STDIN") as copy:
                for line in lines[first : first + 1_000]:
                    copy.write_row((line,))
            database.commit()
        wall, cpu = time.perf_counter() - started, time.process_time() - cpu
        cpu += spent_by(at)["PostgreSQL"] - before
        database.execute("DROP TABLE bare")
    return wall, cpu


def imported(client: httpx.Client, at: Served, project: int, count: int) -> Imported:
    memory, before = [resident(at)], spent_by(at)
    sent = client.post(
        f"/projects/{project}/imports",
        params={"file_name": "benchmark.csv"},
        content=beginning_anew(count),
        headers={"Content-Type": "text/csv"},
    ).raise_for_status()
    path = f"/projects/{project}/imports/{sent.json()['import_id']}"
    while (found := client.get(path).json())["state"] == "running":
        memory.append(resident(at))
        time.sleep(0.2)
    assert found["state"] == "ready", found["error"]
    spent = {part: seconds - before[part] for part, seconds in spent_by(at).items()}
    took = job_seconds(client, sent.json()["job_id"])
    return Imported(took, spent, found["inserted"], memory)


def beginning_anew(count: int) -> Iterator[bytes]:
    """The benchmark's rows with other words, so that none is in the project yet."""
    for part in rows(count):
        yield part.replace(b"w", b"v")


def job_seconds(client: httpx.Client, job: int) -> float:
    while (found := client.get(f"/jobs/{job}").raise_for_status().json())["finished_at"] is None:
        time.sleep(0.1)
    started, finished = (datetime.fromisoformat(found[at]) for at in ("started_at", "finished_at"))
    return (finished - started).total_seconds()


@contextmanager
def busy_processes(count: int) -> Iterator[None]:
    """So many programs that take all the CPU they get."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for each in busy:
            each.kill()
            each.wait()


@contextmanager
def waits_for_lock(at: Served) -> Iterator[list[float]]:
    """Seconds that a writer of another process had to wait, again and again; none on PostgreSQL."""
    waits: list[float] = []
    stop = threading.Event()
    scheme, _, file = at.database.partition(":///")
    if scheme != "sqlite":
        yield waits
        return

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


def resident(at: Served) -> int:
    workers = [each for part, pids in at.parts().items() if part in WORKERS for each in pids]
    pages = max(int(Path(f"/proc/{each}/statm").read_text().split()[1]) for each in workers)
    return pages * os.sysconf("SC_PAGE_SIZE")


def report(done: Imported, bare: tuple[float, float], count: int) -> None:
    wall, cpu = bare
    print(
        f"{done.inserted:,} rows in {done.seconds:.1f} s: {count / done.seconds:,.0f} rows/s, "
        f"{count / done.of_workers:,.0f} per CPU-second of the worker"
    )
    print("CPU: " + ", ".join(f"{part} {spent:.1f} s" for part, spent in done.cpu_seconds.items()))
    print(
        f"a bare table: {count / wall:,.0f} rows/s, {count / cpu:,.0f} per CPU-second; "
        f"the import takes {done.seconds / wall:.1f} x its time"
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
        if not times:
            continue
        figures = ", ".join(f"p{at} {quantile(times, at / 100) * 1000:.1f}" for at in (50, 95, 99))
        print(f"  {name}: {figures} ms")


if __name__ == "__main__":
    main()
