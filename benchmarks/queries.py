"""How long a query takes, ours and other libraries', and how much memory, on what they can hold.

    python -m benchmarks.queries --rows 1000,10000,50000,100000 --seconds 120

A query is what a strategy does once the head is fitted: see what the head says, choose K items.
Rows are unit vectors around a centre per class, memory-mapped as the service stores them; the head
is logistic regression on 400 labels; one thread. Theirs are called as the replay benchmark calls
them. Each line is of a process of its own: the peak of anonymous memory of its first query, beyond
what there was before, and the time of its second, the files being in the page cache. A query that
needs more than --memory or --seconds is given up. Times of different days or machines don't
compare; the ratio is of CPU seconds, to the first strategy on as many rows.
"""

import argparse
import itertools
import multiprocessing
import resource
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.ranking import mapped, peak, timed, write_shards
from benchmarks.replay.peers import find_any
from service.core.acquisition.pool import Pool
from service.core.heads.logistic import fit_logistic

ALIKE = {
    "uncertainty_herding": [],
    "cluster_margin": ["skactiveml.clue"],
    "margin": ["skactiveml.margin", "smalltext.breaking_ties"],
    "entropy": ["skactiveml.entropy", "smalltext.prediction_entropy"],
    "coverage": ["skactiveml.max_herding"],
    "coreset": ["skactiveml.core_set", "smalltext.greedy_coreset"],
    "typiclust": ["skactiveml.typi_clust"],
    "prob_cover": ["skactiveml.prob_cover"],
    "badge": ["skactiveml.badge"],
    "drop_query": ["skactiveml.drop_query"],
}
"""Each of ours, and the same method elsewhere."""
ALL = ",".join(itertools.chain.from_iterable([ours, *theirs] for ours, theirs in ALIKE.items()))
MEGABYTE = 1 << 20
HEADER = f"{'rows':>9} {'strategy':30} {'s':>8} {'CPU s':>8} {'ratio':>7} {'anon MB':>8}"


@dataclass(frozen=True)
class Figures:
    """Of one query."""

    seconds: float
    cpu: float
    megabytes: float


def fresh_pool(folder: Path, rows: int, options: argparse.Namespace) -> Pool:
    """Row i is of class i modulo the classes, and 400 are labelled."""
    vectors = mapped(folder, rows, options.dimensions)
    labelled = np.random.default_rng(1).choice(rows, size=options.labels, replace=False)
    head = fit_logistic(vectors[labelled], labelled % options.classes, options.classes)
    taken = np.zeros(rows, dtype=np.bool_)
    taken[labelled] = True
    return Pool(vectors, ~taken, taken, options.classes, options.labels, head)


def limit_memory(megabytes: int) -> None:
    """Allows this process so much more than it has."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            most = int(line.split()[1]) * 1024 + megabytes * MEGABYTE
            resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def case(
    options: argparse.Namespace, folder: Path, rows: int, name: str, answer: Connection
) -> None:
    """Sends its figures, or None when memory ran out."""
    strategy = find_any(name)
    pools = [fresh_pool(folder, rows, options) for _ in range(2)]

    def query() -> None:
        strategy(pools.pop(), options.k, np.random.default_rng(0))

    limit_memory(options.memory)
    try:
        with threadpool_limits(1):
            with peak() as memory:
                query()
            seconds, cpu = timed(query)
    except MemoryError:
        answer.send(None)
    else:
        answer.send(Figures(seconds, cpu, memory[0]))


def measured(options: argparse.Namespace, folder: Path, rows: int, name: str) -> Figures | str:
    """The figures of a query, or why there are none."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe(duplex=False)
    process = spawn.Process(target=case, args=(options, folder, rows, name, theirs))
    process.start()
    theirs.close()
    try:
        if not ours.poll(2 * options.seconds):
            return f"more than {options.seconds} s"
        found: Figures | None = ours.recv()
        return found or f"more than {options.memory:,} MB"
    except EOFError:
        process.join()
        return f"ended with {process.exitcode}"
    finally:
        process.terminate()
        process.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", default="1000,10000")
    parser.add_argument("--strategies", default=ALL, help="those of other libraries with a point")
    parser.add_argument("--classes", type=int, default=77)
    parser.add_argument("--dimensions", type=int, default=384)
    parser.add_argument("--labels", type=int, default=400)
    parser.add_argument("--k", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=60, help="the most for a query")
    parser.add_argument("--memory", type=int, default=4_096, help="MB, the most for a query")
    options = parser.parse_args()
    print(
        f"K = {options.k}, {options.dimensions} numbers a row, {options.classes} classes, "
        f"{options.labels} labels, float32, one thread; scikit-activeml "
        f"{version('scikit-activeml')}, small-text {version('small-text')}"
    )
    print(HEADER, flush=True)
    for rows in map(int, options.rows.split(",")):
        with tempfile.TemporaryDirectory(prefix="postil-queries-") as place:
            write_shards(Path(place), rows, options.dimensions, "float32", options.classes)
            table(options, Path(place), rows)


def table(options: argparse.Namespace, folder: Path, rows: int) -> None:
    base = None
    for name in options.strategies.split(","):
        found = measured(options, folder, rows, name)
        if isinstance(found, str):
            print(f"{rows:>9,} {name:30} {found}", flush=True)
            continue
        base = base or found.cpu
        print(
            f"{rows:>9,} {name:30} {found.seconds:8.3f} {found.cpu:8.3f} {found.cpu / base:7.1f} "
            f"{found.megabytes:8.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
