"""Does *Next* wait for an encoder that learns? Clients that label, beside it and without, in turns.

    python -m benchmarks.beside_tuning trec6.csv.gz [--clients 16] [--turns 8] [--seconds 8]

A `postil serve` of our own has two projects. Clients label one of them; in the other an encoder
learns from labels that came with the texts, and is stopped every second turn (SIGSTOP). Told is the
wait for the next text, and the ratio with / without of each pair of turns: the geometric mean.
"""

import argparse
import math
import os
import secrets
import signal
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from benchmarks.serving import API, embedded, imported, one, read, service
from tests.cli.running import arguments_of, children

PATIENCE = 600
"""Seconds until an encoder learns."""


def main() -> None:
    options = arguments()
    answers = read(options.data, options.rows + options.labels)
    mine = dict(list(answers.items())[: options.rows])
    others = dict(list(answers.items())[options.rows :])
    token = secrets.token_urlsafe(16)
    with (
        tempfile.TemporaryDirectory() as folder,
        service(Path(folder), token, "sentence_transformer") as served,
    ):
        headers = {"Authorization": f"Bearer {token}"}
        client = httpx.Client(base_url=served.url + API, headers=headers, timeout=120)
        project = imported(client, mine)
        embedded(client, project)
        learning = taught(client, others)
        wait_for_tuning(client, learning)
        child = next(encoder_processes(served.process.pid))
        try:
            report(list(turns(client, project, mine, child, options)))
        finally:
            os.kill(child, signal.SIGCONT)
        running = is_learning(client, learning)
        print("it was learning to the end" if running else "IT HAD LEARNT BEFORE THE END")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, help="CSV or CSV.gz with the columns text and label")
    parser.add_argument("--rows", type=int, default=2_500, help="to be labelled")
    parser.add_argument("--labels", type=int, default=500, help="that an encoder learns from")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--think", type=float, default=2.0, help="seconds before each answer")
    parser.add_argument("--turns", type=int, default=8, help="pairs of them")
    parser.add_argument("--seconds", type=float, default=8.0, help="of a turn")
    return parser.parse_args()


def taught(client: httpx.Client, answers: dict[str, str], views: Sequence[str] = ("tuned",)) -> int:
    """A project with the labels of all its texts, which an encoder is to learn as a rule."""
    classes = [{"name": name} for name in sorted({*answers.values()})]
    fields = {"name": "Learns", "classes": classes, "views": list(views)}
    project = int(client.post("/projects", json=fields).raise_for_status().json()["id"])
    rows = (f'"{text.replace(chr(34), chr(34) * 2)}",{label}\n' for text, label in answers.items())
    client.post(
        f"/projects/{project}/imports?wait=60&labels=import",
        content=("text,label\n" + "".join(rows)).encode(),
        headers={"Content-Type": "text/csv"},
    ).raise_for_status()
    embedded(client, project)
    client.post(f"/projects/{project}/rounds")
    return project


def is_learning(client: httpx.Client, project: int) -> bool:
    jobs = client.get(f"/projects/{project}/stats").json()["jobs"]
    return any(job["kind"] == "tune" and job["state"] == "running" for job in jobs)


def wait_for_tuning(client: httpx.Client, project: int) -> None:
    until = time.monotonic() + PATIENCE
    while not is_learning(client, project):
        if time.monotonic() > until:
            raise SystemExit("No encoder learns: see the jobs of the service.")
        time.sleep(0.5)


def encoder_processes(pid: int) -> Iterator[int]:
    for child in children(pid):
        if any("encoding_child" in argument for argument in arguments_of(child)):
            yield child
        yield from encoder_processes(child)


def turns(
    client: httpx.Client,
    project: int,
    answers: dict[str, str],
    child: int,
    options: argparse.Namespace,
) -> Iterator[dict[bool, list[float]]]:
    """Of each pair, the seconds to the next text: with the encoder learning, and without."""
    invitation = client.post(f"/projects/{project}/invitations", json={}).raise_for_status()
    secret = invitation.json()["url"].split("token=")[1]
    people = [httpx.Client(base_url=client.base_url, timeout=60) for _ in range(options.clients)]
    for number, person in enumerate(people):
        person.post("/session", json={"token": secret, "name": f"annotator {number}"})

    def label(person: httpx.Client, until: float) -> list[float]:
        took = []
        while time.monotonic() < until:
            took.append(one(person, project, answers, options.think)[0])
        return took

    with ThreadPoolExecutor(options.clients) as pool:
        for number in range(options.turns):
            pair = {}
            for learns in (True, False) if number % 2 else (False, True):
                os.kill(child, signal.SIGCONT if learns else signal.SIGSTOP)
                until = [time.monotonic() + options.seconds] * len(people)
                pair[learns] = [each for took in pool.map(label, people, until) for each in took]
            print(f"turns {number + 1}: {line(pair)}", flush=True)
            yield pair


def at(seconds: list[float], share: float) -> float:
    return statistics.quantiles(seconds, n=100, method="inclusive")[round(100 * share) - 1]


def line(pair: dict[bool, list[float]]) -> str:
    figures = (
        f"p{share:.0%} {1000 * at(pair[True], share):.0f} ms with, "
        f"{1000 * at(pair[False], share):.0f} without"
        for share in (0.5, 0.95)
    )
    return "; ".join(figures).replace("%", "")


def report(pairs: list[dict[bool, list[float]]]) -> None:
    for share in (0.5, 0.95):
        logs = [math.log(at(pair[True], share) / at(pair[False], share)) for pair in pairs]
        error = statistics.stdev(logs) / math.sqrt(len(logs)) if len(logs) > 1 else math.inf
        ratio = math.exp(statistics.mean(logs))
        print(f"p{100 * share:.0f}: {ratio:.2f} times with it (standard error {error:.2f})")
    whole = {learns: [s for pair in pairs for s in pair[learns]] for learns in (True, False)}
    print(f"all turns: {line(whole)}; {len(whole[True])} and {len(whole[False])} texts")


if __name__ == "__main__":
    main()
