"""How long do fitting and measuring take with few and many labels, and what spreads them cheaply?

    python -m benchmarks.measuring --items 20000 --classes 2,77 --labels 600,1000,2000

Fits the mixture to the labels of a synthetic pool from nothing, as after an import with labels,
then measures it, and finds the curve of random sampling, on one core. The baseline of the same run
spreads each label by itself, however many there are, and again for each head of the cross-fit.
"""

import argparse
import itertools
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from threadpoolctl import threadpool_limits

from service.core import label_propagation as spread
from service.core.evaluation.measure import measure
from service.core.evaluation.savings.random_curve import random_curve
from service.core.heads.head import Head, find_head
from service.core.heads.learner import Learner
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.vectors.matrix import Vectors
from service.core.vectors.neighbours import find_neighbours
from tests.core.pools import blobs

HEAD = "mixture@1"
AUDIT_SHARE = 0.25
PARTS = ("first fit", "measuring", "random sampling")


class Forgetful(Learner):
    """Begins each head from a copy that has nothing but what is stored of it."""

    def refit(
        self, vectors: Vectors, labels: Labels, n_classes: int, warm: Head | None = None
    ) -> Head:
        return super().refit(vectors, labels, n_classes, warm and self.restored(warm.to_arrays()))

    def release(
        self, vectors: Vectors, labels: Labels, n_classes: int, warm: Head | None = None
    ) -> Head:
        return super().release(vectors, labels, n_classes, warm and self.restored(warm.to_arrays()))


def main() -> None:
    options = arguments()
    for n_classes, count in itertools.product(options.classes, options.labels):
        vectors, truth = blobs(options.items, dimensions=384, n_classes=n_classes, spread=1.0)
        neighbours, kind = find_neighbours(vectors), find_head(HEAD)
        labels = drawn(truth, count)
        with threadpool_limits(1):
            ours = timed(Learner(kind, neighbours), vectors, labels, n_classes)
            with without_thrift():
                plain = timed(Forgetful(kind, neighbours), vectors, labels, n_classes)
        print(f"{options.items:,} items, {n_classes} classes, {count:,} labels, CPU seconds:")
        for name, mine, theirs in zip(PARTS, ours, plain, strict=True):
            print(f"  {name:15} {mine:7.2f}   baseline {theirs:7.2f} ({theirs / mine:.1f} x)")


def arguments() -> argparse.Namespace:
    def numbers(listed: str) -> list[int]:
        return [int(part) for part in listed.split(",")]

    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--classes", type=numbers, default=[2, 77])
    parser.add_argument("--labels", type=numbers, default=[600, 2_000])
    return parser.parse_args()


@contextmanager
def without_thrift() -> Iterator[None]:
    most, spread.MOST_APART = spread.MOST_APART, sys.maxsize
    yield
    spread.MOST_APART = most


def drawn(truth: np.ndarray, count: int) -> Labels:
    """So many labels at random, with a random part of them audit items."""
    rng = np.random.default_rng(1)
    ordinals = np.sort(rng.permutation(len(truth))[:count])
    return Labels(ordinals, OneClass(truth[ordinals]), rng.random(count) < AUDIT_SHARE)


def timed(
    learner: Learner, vectors: np.ndarray, labels: Labels, n_classes: int
) -> tuple[float, float, float]:
    """CPU seconds of `PARTS`; the first fit sees no audit item, the second measures its outcome."""
    started = time.process_time()
    warm = learner.fit(vectors, labels.where(~labels.audit), n_classes)
    fitted = time.process_time()
    measure(
        vectors,
        labels,
        n_classes=n_classes,
        seed=1,
        round_number=1,
        learner=learner,
        warm=warm,
    )
    measured = time.process_time()
    random_curve(
        vectors,
        labels,
        pool=np.arange(len(vectors)),
        n_classes=n_classes,
        seed=1,
        round_number=1,
        learner=learner,
    )
    return fitted - started, measured - fitted, time.process_time() - measured


if __name__ == "__main__":
    main()
