"""Does the audit interval contain the truth, and does `auto` need fewer labels than `random`?

    python -m benchmarks.audit_coverage banking77.csv.gz

Takes the train rows of a CSV (`text,label,split`), plays campaigns through
`service.core.replay.campaign`, the same code as the service's rounds,
and compares each final estimate with the accuracy of the released head on the rows that were never
labelled. Ends with status 1 when the interval is not
what it promises.
"""

import argparse
import csv
import gzip
import hashlib
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from service.core.acquisition.audit import OFFERED, audit_key, schedule_of
from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.evaluation.intervals import wilson
from service.core.replay.campaign import CampaignSettings, Point, play
from service.core.targets.one_class import OneClass
from workers.encoders.sentence_transformer import ENCODER

LEAST_CONTAINED = 17 / 20
MOST_WIDTH = 1.3


def main() -> int:
    options = arguments()
    texts, truth, n_classes = read(options.data)
    vectors = embedded(texts, options.cache)
    print(f"{options.data.name}: {len(texts):,} train rows, {n_classes} classes")
    played = {}
    for strategy in (options.strategy, "random"):
        started = time.perf_counter()
        played[strategy] = [
            campaign(vectors, truth, texts, n_classes, strategy, seed, options)
            for seed in range(options.seeds)
        ]
        seconds = time.perf_counter() - started
        print(
            f"\n{strategy}: {options.seeds} campaigns of {options.labels} labels, {seconds:.0f} s"
        )
        report_interval([points[-1] for points in played[strategy]])
    print(f"\n{options.strategy} against random, on rows never labelled, paired by seed")
    report_gain(played[options.strategy], played["random"])
    return 0 if holds([points[-1] for points in played[options.strategy]]) else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="CSV or CSV.gz with the columns text,label,split")
    parser.add_argument("--labels", type=int, default=200)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--strategy", default="auto")
    parser.add_argument("--batch-size", type=int, default=10)
    parser.add_argument("--round-every", type=int, default=5)
    parser.add_argument("--audits", choices=[s.name for s in OFFERED], default="balanced")
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "postil-vectors",
        help="where vectors are kept between runs",
    )
    return parser.parse_args()


def read(path: Path) -> tuple[list[str], IntArray, int]:
    """Texts and class indices (n,) of the train rows, without exact duplicates."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        rows = {r["text"]: r["label"] for r in csv.DictReader(file) if r["split"] == "train"}
    names = sorted(set(rows.values()))
    index = {name: i for i, name in enumerate(names)}
    return list(rows), np.array([index[label] for label in rows.values()]), len(names)


def embedded(texts: list[str], cache: Path) -> FloatArray:
    """Vectors (n, D) of the packaged MiniLM, from the cache when they are there."""
    digest = hashlib.blake2b("\0".join(texts).encode(), digest_size=12).hexdigest()
    path = cache / f"minilm-{digest}.npy"
    if not path.exists():
        print(f"embedding {len(texts):,} texts into {path}")
        vectors = ENCODER.load(None).encode(texts)
        cache.mkdir(parents=True, exist_ok=True)
        np.save(path, vectors)
    loaded: FloatArray = np.load(path)
    return loaded


def campaign(
    vectors: FloatArray,
    truth: IntArray,
    texts: list[str],
    n_classes: int,
    strategy: str,
    seed: int,
    options: argparse.Namespace,
) -> list[Point]:
    keys = [audit_key(seed, text.encode()) for text in texts]
    return play(
        vectors,
        OneClass(truth),
        audit_order=np.argsort(keys),
        n_classes=n_classes,
        strategy=strategy,
        budget=options.labels,
        pace=CampaignSettings(options.batch_size, options.round_every, schedule_of(options.audits)),
        seed=seed,
        measured=lambda labels: labels >= options.labels,
    )


def contained(points: list[Point]) -> int:
    return sum(point.low <= point.true_accuracy <= point.high for point in points)


def relative_widths(points: list[Point]) -> list[float]:
    """Width of each interval / that of Wilson's for as many audit items, at the true accuracy."""
    widths = []
    for point in points:
        low, high = wilson(round(point.true_accuracy * point.audit_labels), point.audit_labels)
        widths.append((point.high - point.low) / (high - low))
    return widths


def holds(points: list[Point]) -> bool:
    enough = contained(points) >= LEAST_CONTAINED * len(points)
    return enough and float(np.median(relative_widths(points))) <= MOST_WIDTH


def report_interval(points: list[Point]) -> None:
    errors = np.array([p.estimate - p.true_accuracy for p in points if p.estimate is not None])
    truths = np.array([point.true_accuracy for point in points])
    error = errors.std(ddof=1) / np.sqrt(len(errors))
    print(f"  interval contains the truth   {contained(points)} of {len(points)}")
    print(f"  median width / Wilson width   {np.median(relative_widths(points)):.3f}")
    print(
        f"  mean bias of the estimate     {100 * errors.mean():+.1f} points (se {100 * error:.1f})"
    )
    print(f"  mean true accuracy            {100 * truths.mean():.1f} %")
    print(f"  audit items                   {min(p.audit_labels for p in points)}"
          f" to {max(p.audit_labels for p in points)}")  # fmt: skip


def area(points: list[Point]) -> float:
    """Mean true accuracy between the first and the last round."""
    labels = np.array([point.labels for point in points])
    accuracy = np.array([point.true_accuracy for point in points])
    return float(np.trapezoid(accuracy, labels) / (labels[-1] - labels[0]))


def report_gain(ours: list[list[Point]], random: list[list[Point]]) -> None:
    one = 100 * np.array([area(points) for points in ours])
    other = 100 * np.array([area(points) for points in random])
    print(f"  area under the curve          {one.mean():.1f} against {other.mean():.1f}")
    print(f"  paired difference             {spread(one - other)}, "
          f"better in {np.sum(one > other)} of {len(one)}")  # fmt: skip
    for labels in range(50, ours[0][-1].labels + 1, 50):
        gain = [
            100 * (at(mine, labels) - at(theirs, labels))
            for mine, theirs in zip(ours, random, strict=True)
        ]
        print(f"  at {labels} labels{'':19}"[:32] + spread(np.array(gain)))


def at(points: list[Point], labels: int) -> float:
    return next(point.true_accuracy for point in points if point.labels >= labels)


def spread(differences: DoubleArray) -> str:
    error = differences.std(ddof=1) / np.sqrt(len(differences))
    return f"{differences.mean():+.1f} points (se {error:.1f})"


if __name__ == "__main__":
    sys.exit(main())
