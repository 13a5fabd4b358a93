"""How long do fitting and measuring take with few and many labels, and what spreads them cheaply?

    python -m benchmarks.measuring --items 20000 --classes 2,77 --labels 600,1000,2000
    python -m benchmarks.measuring --items 10000 --classes 150 --labels 1000 --widths 384,128,512

Fits the mixture to the labels of a synthetic pool from nothing, as after an import with labels,
then measures it, measures it again with a twentieth more labels, and finds the curve of random
sampling, on one core. The baseline of the same run
spreads each label by itself, however many there are, and again for each head of the cross-fit.
"""

import argparse
import itertools
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from unittest.mock import patch

import numpy as np
from threadpoolctl import threadpool_limits

from service.core import label_propagation as spread
from service.core.arrays import FloatArray, IntArray
from service.core.evaluation.measure import measure
from service.core.evaluation.savings.random_curve import random_curve
from service.core.heads.head import Head, find_head
from service.core.heads.learner import Learner
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.vectors.matrix import Vectors
from service.core.vectors.neighbours import find_neighbours
from service.core.vectors.views import Stacked, layout_of

HEAD = "mixture@1"
AUDIT_SHARE = 0.25
SPREAD = 1.5
"""Of rows of a class, beside how far classes are apart."""
MORE = 0.05
"""Of the labels, that came since the measurement before."""
PARTS = ("first fit", "measuring", "the next time", "random sampling")


class Forgetful(Learner):
    """Begins each head from a copy that has nothing but what is stored of it."""

    def refit(
        self, vectors: Vectors, labels: Labels, n_classes: int, warm: Head | None = None
    ) -> Head:
        return super().refit(vectors, labels, n_classes, warm and self.restored(warm.to_arrays()))

    def cut_back(
        self, vectors: Vectors, labels: Labels, n_classes: int, warm: Head | None = None
    ) -> Head:
        return super().cut_back(
            vectors, labels, n_classes, warm and self.restored(warm.to_arrays())
        )

    def release(
        self, vectors: Vectors, labels: Labels, n_classes: int, warm: Head | None = None
    ) -> Head:
        return super().release(vectors, labels, n_classes, warm and self.restored(warm.to_arrays()))


def main() -> None:
    options = arguments()
    for n_classes, count in itertools.product(options.classes, options.labels):
        views, truth = seen(options.items, options.widths, n_classes)
        vectors = views[0] if len(views) == 1 else Stacked(views)
        labels, kind, layout = drawn(truth, count), find_head(HEAD), layout_of(vectors)
        first, *further = map(find_neighbours, views)
        with threadpool_limits(1):
            learner = Learner(kind, first, None, layout, tuple(further))
            ours = timed(learner, vectors, labels, n_classes)
            with without_thrift():
                first, *further = map(find_neighbours, views)
                learner = Forgetful(kind, first, None, layout, tuple(further))
                plain = timed(learner, vectors, labels, n_classes)
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
    parser.add_argument("--widths", type=numbers, default=[384], help="of the views")
    return parser.parse_args()


def seen(items: int, widths: Sequence[int], n_classes: int) -> tuple[list[FloatArray], IntArray]:
    """Views (V,) of unit rows (n, D) around a direction for each class, and the classes (n,)."""
    rng, views = np.random.default_rng(0), []
    truth = rng.integers(0, n_classes, items)
    for width in widths:
        centres = rng.normal(size=(n_classes, width)).astype(np.float32)
        rows = centres[truth] + SPREAD * rng.normal(size=(items, width)).astype(np.float32)
        views.append(rows / np.linalg.norm(rows, axis=1, keepdims=True))
    return views, truth


@contextmanager
def without_thrift() -> Iterator[None]:
    with patch.object(spread, "MOST_APART", sys.maxsize):
        yield


def drawn(truth: IntArray, count: int) -> Labels:
    """So many labels at random, with a random part of them audit items."""
    rng = np.random.default_rng(1)
    ordinals = np.sort(rng.permutation(len(truth))[:count])
    return Labels(ordinals, OneClass(truth[ordinals]), rng.random(count) < AUDIT_SHARE)


def timed(learner: Learner, vectors: Vectors, labels: Labels, n_classes: int) -> list[float]:
    """CPU seconds of `PARTS`; the first fit sees no audit item, the second measures its outcome."""
    seconds = [time.process_time()]

    def measured(some: Labels, warm: Head, before: Head | None) -> Head | None:
        found = measure(
            vectors,
            some,
            n_classes=n_classes,
            seed=1,
            learner=learner,
            warm=warm,
            released=lambda: before,
        )
        return found.head

    first = labels.where(np.random.default_rng(2).permutation(len(labels)) >= MORE * len(labels))
    warm = learner.fit(vectors, first.where(~first.audit), n_classes)
    seconds.append(time.process_time())
    head = measured(first, warm, None)
    seconds.append(time.process_time())
    measured(labels, learner.fit(vectors, labels.where(~labels.audit), n_classes, warm), head)
    seconds.append(time.process_time())
    random_curve(
        vectors,
        labels,
        pool=np.arange(len(vectors)),
        n_classes=n_classes,
        seed=1,
        round_number=1,
        learner=learner,
    )
    seconds.append(time.process_time())
    return [after - before for before, after in itertools.pairwise(seconds)]


if __name__ == "__main__":
    main()
