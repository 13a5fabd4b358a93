"""Do sixteen people wait? Hand-outs and answers per second, over real HTTP, while rounds run.

    python -m benchmarks.load --items 10000,1000000 --annotators 16 --think 1,0 --seconds 20

For each size: `postil serve` in an empty folder, an import of short synthetic texts, vectors of the
hashing encoder. For each thinking time, annotators in a process of their own do as the page does:
they hold six items, answer one by one, have an answer bring more when fewer than five are left
(--apart: ask for them by themselves, as the page did before), and ask every 4 s how far the project
is (--heartbeat stats: as it was before there was /progress). The floor of the same run is
`GET /healthz` over as many connections with the same pauses. With `--processes 2` it is PostgreSQL,
Redis, two workers and an API of so many processes instead of `postil serve`. With `--projects 4`
the annotators are spread over so many: where those of one project wait for each other, there are
more annotations the more projects there are. Nobody labels before all vectors are there; of a
million rows those of the further encoders take an hour (`--views ""`: none). Walls depend on what
else the machine does; seconds of CPU and ratios to the floor less so. Linux only (`/proc`).
"""

import argparse
import os
import random
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import create_engine, text

from benchmarks.annotators import Crowd, Seen, annotate, healthz
from benchmarks.fleet import fleet
from benchmarks.serving import API, Served, service

CLASSES = [f"class {number}" for number in range(77)]
WORDS = 3_000


def main() -> None:
    options = arguments()
    for items in options.items:
        token = secrets.token_urlsafe(16)
        with tempfile.TemporaryDirectory() as folder, started(Path(folder), token, options) as at:
            client = httpx.Client(base_url=at.url + API, timeout=1_800)
            client.headers["Authorization"] = f"Bearer {token}"
            made = [filled(client, items) for _ in range(options.projects)]
            await_rest(client)
            projects = [made[number % len(made)] for number in range(options.annotators)]
            cookies = [joined(client, at.url, project) for project in projects]
            for think in options.think:
                how = (think, options.seconds, options.heartbeat, options.apart)
                measure(client, at, Crowd(at.url, cookies, projects, CLASSES, *how))


def started(
    folder: Path, token: str, options: argparse.Namespace
) -> AbstractContextManager[Served]:
    if options.processes:
        return fleet(folder, token, "hashing", options.processes, options.views)
    os.environ["POSTIL_VIEWS"] = options.views
    return service(folder, token, "hashing")


def arguments() -> argparse.Namespace:
    def numbers(kind: type) -> Any:
        return lambda listed: [kind(part) for part in listed.split(",")]

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=numbers(int), default=[10_000])
    parser.add_argument("--think", type=numbers(float), default=[1.0, 0.0])
    parser.add_argument("--annotators", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--apart", action="store_true", help="next items are asked for apart")
    parser.add_argument("--processes", type=int, default=0, help="0: embedded, on SQLite")
    parser.add_argument("--projects", type=int, default=1, help="each of so many items")
    parser.add_argument("--views", default="lexical,small", help="further encoders, by commas")
    parser.add_argument("--heartbeat", choices=["progress", "stats"], default="progress")
    return parser.parse_args()


def filled(client: httpx.Client, items: int) -> int:
    """A project with so many items, embedded and ranked."""
    body = {"name": "Load", "classes": [{"name": name} for name in CLASSES]}
    project = int(client.post("/projects", json=body).raise_for_status().json()["id"])
    started = time.perf_counter()
    client.post(
        f"/projects/{project}/imports",
        content=rows(items),
        headers={"Content-Type": "text/csv"},
    ).raise_for_status()
    while client.get(f"/projects/{project}/stats").json()["next_round"] == 0:
        time.sleep(0.5)
    print(
        f"\n{items:,} items in and ranked after {time.perf_counter() - started:.0f} s", flush=True
    )
    return project


def await_rest(client: httpx.Client) -> None:
    """Until nothing is left to be done: no vectors, no rounds."""
    while any(job["finished_at"] is None for job in client.get("/jobs").json()["results"]):
        time.sleep(1)


def rows(items: int) -> Iterator[bytes]:
    """A CSV of short texts; words are drawn from a small dictionary, as in people's messages."""
    drawn = random.Random(1)
    yield b"text\n"
    for first in range(0, items, 10_000):
        lines = [
            " ".join(f"w{drawn.randrange(WORDS)}" for _ in range(8)) + f" n{number}\n"
            for number in range(first, min(first + 10_000, items))
        ]
        yield "".join(lines).encode()


def joined(client: httpx.Client, url: str, project: int) -> str:
    """The cookie of someone who opened an invitation."""
    invitation = client.post(f"/projects/{project}/invitations", json={}).raise_for_status()
    token = invitation.json()["url"].split("token=")[1]
    name = f"annotator {secrets.token_hex(3)}"
    answer = httpx.post(f"{url}{API}/session", json={"token": token, "name": name})
    return "; ".join(f"{name}={value}" for name, value in answer.raise_for_status().cookies.items())


def measure(client: httpx.Client, at: Served, crowd: Crowd) -> None:
    before = spent_by(at)["API"]
    floor = healthz(Crowd(**{**vars(crowd), "seconds": min(5.0, crowd.seconds)}))
    between = spent_by(at)
    first_round, jobs = next_rounds(client, crowd), jobs_of(at)
    started = time.perf_counter()
    seen = annotate(crowd)
    took = crowd.seconds
    spent = {part: after - between[part] for part, after in spent_by(at).items()}
    rounds = next_rounds(client, crowd) - first_round
    print(
        f"{len(crowd.cookies)} annotators, {crowd.think:g} s to think, {took:.0f} s "
        f"(wall {time.perf_counter() - started:.0f} s): {len(seen.kept) / took:.0f} annotations/s, "
        f"{rounds} rounds meanwhile"
    )
    base = quantile(floor, 0.5)
    hand_out = "POST assignments" if crowd.apart else "answer-and-next"
    for name, times in (
        ("GET healthz", floor),
        (hand_out, seen.asked),
        ("PUT annotation", seen.answered),
        (f"GET {crowd.heartbeat}", seen.polled),
    ):
        if len(times) < 2:
            continue
        figures = "   ".join(
            f"{label} {quantile(times, at) * 1000:6.1f} ms ({quantile(times, at) / base:4.1f} x)"
            for label, at in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
        )
        print(f"  {name:17} {figures}")
    each = ", ".join(
        f"{seconds / max(1, len(seen.kept)) * 1000:.2f} of the {part}"
        for part, seconds in spent.items()
    )
    print(
        f"  CPU, ms per annotation with its hand-outs: {each} "
        f"({sum(spent.values()) / took:.0%} of a core); "
        f"{(between['API'] - before) / len(floor) * 1000:.2f} ms of the API per GET healthz"
    )
    tell_jobs(jobs, jobs_of(at))
    tell_faults(seen, at)


def jobs_of(at: Served) -> dict[str, tuple[int, float]]:
    """How many jobs of each kind have ended so far, and their CPU-seconds."""
    engine = create_engine(at.database)
    with engine.connect() as database:
        asked = text("SELECT kind, count(*), sum(cpu_seconds) FROM job GROUP BY kind")
        found = {kind: (int(count), float(spent)) for kind, count, spent in database.execute(asked)}
    engine.dispose()
    return found


def tell_jobs(before: dict[str, tuple[int, float]], after: dict[str, tuple[int, float]]) -> None:
    nothing = 0, 0.0
    grown = {
        kind: (count - before.get(kind, nothing)[0], spent - before.get(kind, nothing)[1])
        for kind, (count, spent) in sorted(after.items())
    }
    each = ", ".join(f"{n} {kind} {spent:.2f} s" for kind, (n, spent) in grown.items() if n)
    print(f"  jobs and their CPU: {each}")


def next_rounds(client: httpx.Client, crowd: Crowd) -> int:
    """The numbers of the projects' next rounds, in all."""
    asked = (client.get(f"/projects/{project}/stats") for project in {*crowd.projects})
    return sum(int(stats.json()["next_round"]) for stats in asked)


def tell_faults(seen: Seen, at: Served) -> None:
    """Redundant hand-outs, errors, and acknowledged annotations that the database hasn't got."""
    engine = create_engine(at.database)
    with engine.connect() as database:
        asked = database.execute(text("SELECT CAST(id AS text) FROM annotation"))
        stored = {UUID(name).hex for (name,) in asked}
    engine.dispose()
    lost = sum(UUID(name).hex not in stored for name in seen.kept)
    twice = sum(len(who) > 1 for who in seen.offered.values())
    print(
        f"  redundant hand-outs {twice}, errors {len(seen.errors)}, acknowledged and lost {lost}, "
        f"empty hand-outs {seen.empty}",
        flush=True,
    )
    for error in seen.errors[:3]:
        print(f"    {error[:300]}")


def quantile(times: Sequence[float], at: float) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[round(at * 100) - 1]


def spent_by(at: Served) -> dict[str, float]:
    """Seconds of CPU of each part of the service."""
    return {part: sum(map(cpu_seconds, pids)) for part, pids in at.parts().items()}


def cpu_seconds(process: int) -> float:
    """Of the process alone, without the worker that is its child."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
