"""How often does `POST drift` see a change where there is none, and what does it see?

    python -m benchmarks.drift trec6.csv.gz --strange ag_news.csv.gz

A project with the first rows of a shuffled file is labelled and measured. Then random samples of
the other rows are compared with it, which is the baseline: nothing has changed. In further samples
one class comes two or three times as often, or some of the texts are of the other file.
"""

import argparse
import random
import secrets
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx

from benchmarks.predicting import labelled
from benchmarks.serving import API, embedded, imported, read, service

Texts = Sequence[str]


def main() -> None:
    options = arguments()
    answers = read(options.data, 1_000_000)
    texts = random.Random(1).sample([*answers], len(answers))
    pool, later = texts[: options.rows], texts[options.rows :]
    strange = [*read(options.strange, 1_000_000)]
    token = secrets.token_urlsafe(16)
    with (
        tempfile.TemporaryDirectory() as folder,
        service(Path(folder), token, options.encoder) as served,
    ):
        headers = {"Authorization": f"Bearer {token}"}
        client = httpx.Client(base_url=served.url + API, headers=headers, timeout=600)
        project = imported(client, {text: answers[text] for text in pool})
        embedded(client, project)
        labelled(client, project, answers, options.labels)
        drawn = random.Random(5)
        size = options.sample

        def often(name: str, times: float) -> Callable[[], Texts]:
            weights = [times if answers[text] == name else 1.0 for text in later]
            return lambda: [*dict.fromkeys(drawn.choices(later, weights, k=size))]

        def mixed(share: float) -> Callable[[], Texts]:
            few = round(share * size)
            return lambda: [*drawn.sample(later, size - few), *drawn.sample(strange, few)]

        largest = max({*answers.values()}, key=[*answers.values()].count)
        for what, sample in (
            ("nothing has changed", lambda: drawn.sample(later, size)),
            (f"{largest} twice as often", often(largest, 2)),
            (f"{largest} three times as often", often(largest, 3)),
            ("a twentieth from the other file", mixed(0.05)),
            ("a fifth from the other file", mixed(0.2)),
        ):
            seen = sum(compared(client, project, sample()) for _ in range(options.times))
            print(f"{what:40}{seen:4} of {options.times} seen", flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="CSV or CSV.gz with the columns text and label")
    parser.add_argument("--strange", type=Path, required=True, help="likewise, of other texts")
    parser.add_argument("--rows", type=int, default=1_600)
    parser.add_argument("--labels", type=int, default=150)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--encoder", default="sentence_transformer")
    return parser.parse_args()


def compared(client: httpx.Client, project: int, texts: Texts) -> bool:
    answer = client.post(f"/projects/{project}/drift", json={"texts": [*texts]})
    return bool(answer.raise_for_status().json()["changed"])


if __name__ == "__main__":
    main()
