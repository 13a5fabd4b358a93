"""What each encoder costs and brings: bytes, CPU-seconds, joules, labels, accuracy.

    python -m benchmarks.encoders FILE... [--write benchmarks/results/encoders.md]

Every arm encodes the same texts of each file in turns, in one thread; then campaigns by
`margin@1+logistic@1`, from the same seeds for each, show how many labels its vectors take to 90 %
of what a head on fp32 vectors reaches with every label, scored on texts set aside. Files are as
`postil replay` reads them; of each a random sample is taken, the same in each run. What was found
of a file is kept in --out: delete what has changed.
"""

import argparse
import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.encoders.arms import Arm, arms
from benchmarks.encoders.page import page
from benchmarks.replay.protocol import protocol_of
from service.core.acquisition.audit import NONE, audit_key
from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.heads.logistic import LogisticHead, fit_logistic
from service.core.replay.campaign import CampaignSettings, play
from service.core.replay.held_out import HeldOut, score
from service.core.targets.one_class import OneClass, class_of_each
from service.core.threads import one_blas_thread
from service.importing.formats import Limits
from service.kit.settings import Settings
from workers.replay import labelled_file
from workers.replay.labelled_file import Columns

SAMPLE_SEED = 0
CHUNK = 500
"""Texts that an arm encodes before it is the next one's turn."""
SHARE = 0.9


@dataclass(frozen=True)
class Sample:
    """Texts of a file: the first `n_pool` are the pool, the others are scored on."""

    name: str
    texts: list[str]
    truth: IntArray
    n_pool: int
    n_classes: int
    audit_order: IntArray


@dataclass(frozen=True)
class Found:
    """One arm on one file."""

    texts_per_cpu_second: float
    least_cosine: float
    """To the vectors of fp32; NaN where they have other dimensions."""
    full: float
    """Accuracy with every label."""
    labels: int | None
    """To the share of fp32's full accuracy, in the mean of the seeds; None: not within budget."""
    areas: list[float]
    """Mean accuracy over each campaign."""
    megabytes: float
    """As its arm has them."""
    same: float
    """Of the texts that are scored on, with every label: named as by fp32."""


def main() -> None:
    options = arguments()
    options.out.mkdir(exist_ok=True)
    found = {path.name.partition(".")[0]: kept(path, options) for path in options.files}
    text = page(found, options)
    print(text)
    if options.write:
        options.write.write_text(text)


def kept(path: Path, options: argparse.Namespace) -> dict[str, Found]:
    """What was found of a file before, or is now."""
    name = path.name.partition(".")[0]
    file: Path = options.out / f"{name}-{options.rows}-{options.seeds}.json"
    if not file.exists():
        sample = sampled(path, options.rows)
        found = compared(sample, arms(sample.texts[: sample.n_pool]), options.seeds)
        file.write_text(json.dumps({arm: asdict(each) for arm, each in found.items()}))
    return {arm: Found(**each) for arm, each in json.loads(file.read_text()).items()}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rows", type=int, default=2_000, help="of each pool; a quarter is scored")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--out", type=Path, default=Path("postil-encoders"))
    parser.add_argument("--write", type=Path)
    return parser.parse_args()


def sampled(path: Path, rows: int) -> Sample:
    file = labelled_file.read(path, Columns(), Limits(Settings().max_text_chars))
    dice = np.random.default_rng(SAMPLE_SEED)
    pool = dice.permutation(file.n_pool)[:rows]
    scored = file.n_pool + dice.permutation(len(file.texts) - file.n_pool)[: rows // 2]
    kept, hashes = np.concatenate([pool, scored]), file.hashes()
    return Sample(
        path.name.partition(".")[0],
        [file.texts[row] for row in kept],
        class_of_each(file.truth)[kept],
        len(pool),
        len(file.classes),
        np.argsort([audit_key(SAMPLE_SEED, hashes[row]) for row in pool]),
    )


def compared(sample: Sample, tried: Mapping[str, Arm], seeds: int) -> dict[str, Found]:
    vectors, rates = encoded(sample.texts, tried)
    plain = next(iter(tried))
    full = {name: fitted(sample, own) for name, own in vectors.items()}
    goal = SHARE * score(full[plain], held_out(sample, vectors[plain])).accuracy
    said = {name: classes(full[name], sample, vectors[name]) for name in tried}
    found = {}
    for name in tried:
        curves, labels = campaigns(sample, vectors[name], seeds)
        reached = labels[curves.mean(axis=0) >= goal]
        found[name] = Found(
            rates[name],
            cosine(vectors[name], vectors[plain]),
            score(full[name], held_out(sample, vectors[name])).accuracy,
            int(reached[0]) if len(reached) else None,
            curves.mean(axis=1).tolist(),
            tried[name].megabytes,
            float(np.mean(said[name] == said[plain])),
        )
        print(sample.name, name, found[name], f"load {os.getloadavg()[0]:.0f}", flush=True)
    return found


def encoded(
    texts: list[str], tried: Mapping[str, Arm]
) -> tuple[dict[str, FloatArray], dict[str, float]]:
    """By arm, its vectors (n, D) and texts per CPU-second."""
    parts: dict[str, list[FloatArray]] = {name: [] for name in tried}
    seconds = dict.fromkeys(tried, 0.0)
    for arm in tried.values():
        arm.encode(texts[:2])  # now it is warm
    for start in range(0, len(texts), CHUNK):
        for name, arm in tried.items():
            started = time.process_time()
            parts[name].append(arm.encode(texts[start : start + CHUNK]))
            seconds[name] += time.process_time() - started
    vectors = {name: np.concatenate(found) for name, found in parts.items()}
    return vectors, {name: len(texts) / took for name, took in seconds.items()}


def cosine(vectors: FloatArray, expected: FloatArray) -> float:
    if vectors.shape != expected.shape:
        return float("nan")
    return float(np.einsum("nd,nd->n", vectors.astype(np.float64), expected).min())


def fitted(sample: Sample, vectors: FloatArray) -> LogisticHead:
    """With every label of the pool."""
    pool, truth = vectors[: sample.n_pool], sample.truth[: sample.n_pool]
    with one_blas_thread():
        return fit_logistic(pool, truth, sample.n_classes)


def classes(head: LogisticHead, sample: Sample, vectors: FloatArray) -> IntArray:
    named: IntArray = head.probabilities(vectors[sample.n_pool :]).argmax(axis=1)
    return named


def held_out(sample: Sample, vectors: FloatArray) -> HeldOut:
    return HeldOut(vectors[sample.n_pool :], OneClass(sample.truth[sample.n_pool :]))


def campaigns(sample: Sample, vectors: FloatArray, seeds: int) -> tuple[DoubleArray, IntArray]:
    """Accuracy (seeds, points), and the labels of each point."""
    protocol = protocol_of(sample.name)
    curves = []
    for seed in range(seeds):
        points = play(
            vectors[: sample.n_pool],
            OneClass(sample.truth[: sample.n_pool]),
            audit_order=sample.audit_order,
            n_classes=sample.n_classes,
            strategy="margin@1",
            budget=protocol.budget,
            pace=CampaignSettings(protocol.batch, protocol.batch, NONE),
            seed=seed,
            held_out=held_out(sample, vectors),
            point_every=protocol.batch,
            measured=lambda _labels: False,
        )
        curves.append([point.true_accuracy for point in points])
    return np.array(curves), np.array([point.labels for point in points])


if __name__ == "__main__":
    main()
