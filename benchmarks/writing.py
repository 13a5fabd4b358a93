"""What SQLite's queue and shared commits buy: annotators' small transactions, written five ways.

    python -m benchmarks.writing --threads 1,16 --seconds 4

Each thread writes one row a transaction, as fast as it can: with no lock of ours, behind
`threading.Lock`, behind the FIFO lock, in shared commits, and in such that wait for the disk
(`synchronous=FULL`; `--on` says which disk: a temporary folder may be memory). Each line is of one
way: transactions a second, CPU-milliseconds of one, and how long one takes. Several rounds over all
ways, so that a machine that slows down shows. Read ratios within a run.
"""

import argparse
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
from sqlmodel import Session

from service.db.database import Database
from service.db.sqlite import FifoLock

Write = Callable[[], Any]
HEADER = "threads                 a second   CPU ms   p50 ms   p95 ms   max ms"
STATEMENT = "INSERT INTO written (thread, text) VALUES (?, ?)"


def insert(session: Session) -> None:
    session.connection().exec_driver_sql(STATEMENT, (threading.get_ident(), "an answer" * 10))


def behind(database: Database, lock: AbstractContextManager[Any]) -> Write:
    """A transaction behind a lock, past the lock that the database has itself."""
    unlocked = Database(database.url.render_as_string())
    unlocked._writer = nullcontext()  # type: ignore[assignment]

    def write() -> None:
        with lock, unlocked.write() as session:
            insert(session)

    return write


def ways(database: Database, durable: Database) -> dict[str, Write]:
    return {
        "no lock": behind(database, nullcontext()),
        "plain lock": behind(database, threading.Lock()),
        "FIFO lock": behind(database, FifoLock()),
        "shared commits": lambda: database.submit(insert).result(),
        "the same, FULL": lambda: durable.submit(insert).result(),
    }


def line(name: str, write: Write, threads: int, seconds: float) -> str:
    taken: list[list[float]] = [[] for _ in range(threads)]
    until = time.perf_counter() + seconds

    def work(mine: list[float]) -> None:
        while (begun := time.perf_counter()) < until:
            write()
            mine.append(time.perf_counter() - begun)

    cpu = time.process_time()
    running = [threading.Thread(target=work, args=(mine,)) for mine in taken]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    cpu = time.process_time() - cpu
    each = 1_000 * np.concatenate(taken)
    p50, p95 = np.quantile(each, [0.5, 0.95])
    paid = 1_000 * cpu / len(each)
    speed = f"{threads:>7}  {name:<15}{len(each) / seconds:>9,.0f}{paid:>9.2f}"
    return f"{speed}{p50:>9.2f}{p95:>9.2f}{each.max():>9.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--threads", default="1,16", help="numbers of threads, comma between")
    parser.add_argument("--seconds", type=float, default=4.0, help="for each line")
    parser.add_argument("--on", type=Path, help="a folder on the disk in question")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    print(HEADER)
    with tempfile.TemporaryDirectory(dir=options.on) as folder:
        url = f"sqlite:///{Path(folder) / 'written.sqlite3'}"
        database, durable = Database(url), Database(url, synchronous="FULL")
        with closing(database), closing(durable):
            with database.write() as session:
                create = "CREATE TABLE written (id INTEGER PRIMARY KEY, thread INTEGER, text TEXT)"
                session.connection().exec_driver_sql(create)
            for threads in map(int, options.threads.split(",")):
                for _ in range(options.rounds):
                    for name, write in ways(database, durable).items():
                        print(line(name, write, threads, options.seconds), flush=True)


if __name__ == "__main__":
    main()
