"""Do a search and a prediction wait for an encoder that learns? Before it learns, beside it, after.

    python -m benchmarks.asking_beside_tuning trec6.csv.gz [--seconds 20] [--labels 500]

A `postil serve` of our own has two projects. One is asked: each search and each prediction is of a
text that nobody asked for yet. In the other an encoder learns from labels that came with the texts,
in the process that answers; its job is cancelled for the third time of asking.
"""

import argparse
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

from benchmarks.beside_tuning import at, is_learning, taught, wait_for_tuning
from benchmarks.serving import API, read, service

EVERY = 0.2
"""Seconds between questions: somebody types."""


def main() -> None:
    options = arguments()
    answers = list(read(options.data, options.rows + options.labels).items())
    token = secrets.token_urlsafe(16)
    with (
        tempfile.TemporaryDirectory() as folder,
        service(Path(folder), token, "sentence_transformer") as served,
    ):
        client = httpx.Client(base_url=served.url + API, timeout=120)
        client.headers["Authorization"] = f"Bearer {token}"
        asked = ask_able(client, dict(answers[: options.rows]))
        texts = iter(questions(answers))
        report("before", client, asked, texts, options.seconds)
        learning = taught(client, dict(answers[options.rows :]))
        wait_for_tuning(client, learning)
        report("beside", client, asked, texts, options.seconds)
        running = is_learning(client, learning)
        print("it was learning to the end" if running else "IT HAD LEARNT BEFORE THE END")
        cancel(client, learning)
        report("after", client, asked, texts, options.seconds)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, help="CSV or CSV.gz with the columns text and label")
    parser.add_argument("--rows", type=int, default=1_000, help="of the project that is asked")
    parser.add_argument("--labels", type=int, default=500, help="that an encoder learns from")
    parser.add_argument("--seconds", type=float, default=20.0, help="of asking, each time")
    return parser.parse_args()


def ask_able(client: httpx.Client, answers: dict[str, str]) -> int:
    """A project with a model, in the default views that learn nothing from labels."""
    project = taught(client, answers, ["lexical", "small"])
    while client.post(f"/projects/{project}/predict", json={"texts": ["?"]}).is_error:
        time.sleep(1)
    return project


def questions(answers: list[tuple[str, str]]) -> Iterator[str]:
    for number in range(1_000_000):
        yield f"{answers[number % len(answers)][0]} {number}"[:200]


def report(
    when: str, client: httpx.Client, project: int, texts: Iterator[str], seconds: float
) -> None:
    here = f"/projects/{project}"
    ways: dict[str, Callable[[str], httpx.Response]] = {
        "search": lambda text: client.get(f"{here}/items", params={"meaning": text, "limit": 20}),
        "predict": lambda text: client.post(f"{here}/predict", json={"texts": [text]}),
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for name, ask in ways.items():
            started = time.perf_counter()
            ask(next(texts)).raise_for_status()
            took[name].append(time.perf_counter() - started)
            time.sleep(EVERY)
    for name, each in took.items():
        p50, p95, most = (1000 * s for s in (at(each, 0.5), at(each, 0.95), max(each)))
        print(
            f"{when:6} {name:7} p50 {p50:.0f} ms, p95 {p95:.0f}, at most {most:.0f}; {len(each)}",
            flush=True,
        )


def cancel(client: httpx.Client, project: int) -> None:
    client.patch(f"/projects/{project}", json={"tuning": False}).raise_for_status()
    for job in client.get(f"/projects/{project}/stats").json()["jobs"]:
        if job["kind"] == "tune":
            client.post(f"/jobs/{job['id']}/cancel").raise_for_status()
    while is_learning(client, project):
        time.sleep(0.2)


if __name__ == "__main__":
    main()
