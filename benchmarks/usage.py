"""How often does `GET usage` cry wolf in a year of daily looks, and how soon does it see a change?

    python -m benchmarks.usage trec6.csv.gz --strange ag_news.csv.gz [--years 40]

A project with the first rows of a shuffled file is labelled and measured, and the service predicts
the other rows and those of the other file. Days of use are then drawn from these predictions, with
replacement. The baseline: nothing has changed. In the others a class comes more often, or some of
the texts are of the other file, from the 31st day on. The figures are the years in which a change
was seen on any of the 365 days, and the texts from its day on until it was: median, 90 %.
"""

import argparse
import json
import random
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import numpy as np

from benchmarks.predicting import labelled
from benchmarks.serving import API, embedded, imported, read, service
from service.core.arrays import DoubleArray, IntArray
from service.core.usage import BINS, Counts, first_seen

BEGUN = 30
"""The day, from 0, on which a change begins."""
DAYS = 365
AT_ONCE = 500


class Texts(NamedTuple):
    """n texts of which a model says something."""

    classes: IntArray
    """(n,) as places of classes."""
    confidence: IntArray
    """(n,) the bin of each."""


class Predicted(NamedTuple):
    n_classes: int
    pool: Texts
    later: Texts
    strange: Texts


def main() -> None:
    options = arguments()
    predicted = predictions_of(options)
    largest = int(np.bincount(predicted.pool.classes).argmax())
    for rate in options.rates:
        for what, chosen in (
            ("nothing has changed", lambda rng, n: often(rng, n, predicted, largest, 1)),
            ("a class twice as often", lambda rng, n: often(rng, n, predicted, largest, 2)),
            ("a class three times as often", lambda rng, n: often(rng, n, predicted, largest, 3)),
            ("a fifth from the other file", lambda rng, n: mixed(rng, n, predicted, 0.2)),
            ("half from the other file", lambda rng, n: mixed(rng, n, predicted, 0.5)),
        ):
            begun = 0 if what.startswith("nothing") else BEGUN
            years = [year(predicted, seed, rate, begun, chosen) for seed in range(options.years)]
            print(f"{rate:5} a day, {what:34}{said(years)}", flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="CSV or CSV.gz with the columns text and label")
    parser.add_argument("--strange", type=Path, required=True, help="likewise, of other texts")
    parser.add_argument("--rows", type=int, default=1_600)
    parser.add_argument("--most", type=int, default=4_000, help="other rows that are predicted")
    parser.add_argument("--labels", type=int, default=150)
    parser.add_argument("--years", type=int, default=40)
    parser.add_argument("--rates", type=int, nargs="+", default=[5, 50, 500], help="texts a day")
    parser.add_argument("--encoder", default="sentence_transformer")
    parser.add_argument("--kept", type=Path, help="JSON where predictions are kept")
    return parser.parse_args()


def predictions_of(options: argparse.Namespace) -> Predicted:
    if options.kept is None or not options.kept.exists():
        rows = asked(options)
        if options.kept is not None:
            options.kept.write_text(json.dumps(rows))
    else:
        rows = json.loads(options.kept.read_text())
    names = sorted({name for part in rows.values() for name, *_ in part})
    return Predicted(len(names), *(texts(rows[part], names) for part in ("pool", "new", "other")))


def texts(rows: Sequence[Sequence[Any]], names: Sequence[str]) -> Texts:
    places = {name: place for place, name in enumerate(names)}
    confidence = np.array([row[1] for row in rows])
    return Texts(
        np.array([places[row[0]] for row in rows]),
        np.minimum((confidence * BINS).astype(np.int64), BINS - 1),
    )


def asked(options: argparse.Namespace) -> dict[str, list[tuple[str, float]]]:
    """The likeliest class of each text, and how likely it is."""
    answers = read(options.data, 1_000_000)
    shuffled = random.Random(1).sample([*answers], len(answers))
    pool = {text: answers[text] for text in shuffled[: options.rows]}
    later = shuffled[options.rows : options.rows + options.most]
    strange = random.Random(2).sample([*read(options.strange, 1_000_000)], 1_000)
    token = secrets.token_urlsafe(16)
    with (
        tempfile.TemporaryDirectory() as folder,
        service(Path(folder), token, options.encoder) as served,
    ):
        headers = {"Authorization": f"Bearer {token}"}
        client = httpx.Client(base_url=served.url + API, headers=headers, timeout=600)
        project = imported(client, pool)
        embedded(client, project)
        labelled(client, project, answers, options.labels)
        while last_labels(client, project) < 0.9 * options.labels:
            time.sleep(1)
        path = f"/projects/{project}/predictions?format=jsonl&unblinded=true"
        lines = client.get(path).raise_for_status().text.splitlines()
        return {
            "pool": [(row["class"], row["probability"]) for row in map(json.loads, lines)],
            "new": likeliest(client, project, later),
            "other": likeliest(client, project, strange),
        }


def last_labels(client: httpx.Client, project: int) -> int:
    return int(client.get(f"/projects/{project}/curve").json()["points"][-1]["labels"])


def likeliest(client: httpx.Client, project: int, sent: Sequence[str]) -> list[tuple[str, float]]:
    rows: list[tuple[str, float]] = []
    for start in range(0, len(sent), AT_ONCE):
        body = {"texts": sent[start : start + AT_ONCE], "likeliest": 1, "trial": True}
        answer = client.post(f"/projects/{project}/predict", json=body).raise_for_status()
        rows += [(row[0]["class"], row[0]["probability"]) for row in answer.json()["predictions"]]
    return rows


def often(
    rng: np.random.Generator, n: int, predicted: Predicted, class_index: int, times: float
) -> Texts:
    weights = np.where(predicted.later.classes == class_index, times, 1.0)
    rows = rng.choice(len(weights), n, p=weights / weights.sum())
    return Texts(*(part[rows] for part in predicted.later))


def mixed(rng: np.random.Generator, n: int, predicted: Predicted, share: float) -> Texts:
    few = rng.binomial(n, share)
    parts = often(rng, n - few, predicted, 0, 1), _drawn(rng, few, predicted.strange)
    return Texts(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _drawn(rng: np.random.Generator, n: int, of: Texts) -> Texts:
    rows = rng.integers(len(of.classes), size=n)
    return Texts(*(part[rows] for part in of))


def year(
    predicted: Predicted,
    seed: int,
    rate: int,
    begun: int,
    chosen: Callable[[np.random.Generator, int], Texts],
) -> int | None:
    """Texts from the change on until it is seen, on the first of so many days; None if never."""
    rng = np.random.default_rng(seed)
    pool = [counted(predicted.pool, predicted.n_classes)]
    days = [
        counted(
            chosen(rng, n) if day >= begun else _drawn(rng, n, predicted.later),
            predicted.n_classes,
        )
        for day, n in enumerate(rng.poisson(rate, DAYS).tolist())
    ]
    seen = first_seen(counts(pool * DAYS), counts(days), np.ones(DAYS, dtype=np.bool_))
    return None if seen is None else int(sum(texts for texts, *_ in days[begun : seen + 1]))


def counted(of: Texts, n_classes: int) -> tuple[float, DoubleArray, DoubleArray]:
    return (
        float(len(of.classes)),
        np.bincount(of.classes, minlength=n_classes).astype(np.float64),
        np.bincount(of.confidence, minlength=BINS).astype(np.float64),
    )


def counts(days: Sequence[tuple[float, DoubleArray, DoubleArray]]) -> Counts:
    texts, classes, confidence = map(np.array, zip(*days, strict=True))
    return Counts(texts, classes, confidence)


def said(years: Sequence[int | None]) -> str:
    waits = sorted(wait for wait in years if wait is not None)
    text = f"{len(waits):4} of {len(years)}"
    if waits:
        text += f"   {statistics.median(waits):8.0f}   {waits[int(0.9 * (len(waits) - 1))]:8.0f}"
    return text


if __name__ == "__main__":
    main()
