"""How long does measuring a round take, and what does remembering where labels get to save?

    python -m tests.benchmarks.measuring --items 20000 --classes 2,77 --labels 600

Measures a synthetic pool with the mixture, on one core. The baseline of the same run forgets before
each head of the cross-fit where labels get to in the neighbour graph, and so does it again.
"""

import argparse
import time

import numpy as np
from threadpoolctl import threadpool_limits

from service.core.evaluation.measure import Measurement, measure
from service.core.heads.head import Head, find_head
from service.core.heads.learner import Learner
from service.core.labels import Labels
from service.core.matrix import Vectors
from service.core.neighbours import find_neighbours
from tests.core.pools import blobs

HEAD = "mixture@2"
AUDIT_SHARE = 0.25


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
    for n_classes in map(int, options.classes.split(",")):
        vectors, truth = blobs(options.items, dimensions=384, n_classes=n_classes, spread=1.0)
        neighbours, kind = find_neighbours(vectors), find_head(HEAD)
        labels = drawn(truth, options.labels)
        took, found = {}, {}
        with threadpool_limits(1):
            for learner in (Forgetful(kind, neighbours), Learner(kind, neighbours)):
                name = type(learner).__name__
                took[name], found[name] = timed(learner, vectors, labels, n_classes)
        assert found["Forgetful"].correct.tolist() == found["Learner"].correct.tolist()
        print(
            f"{options.items:,} items, {n_classes} classes, {options.labels} labels, "
            f"{labels.audit.sum()} of them audit items: {took['Learner']:.2f} s, forgetting "
            f"{took['Forgetful']:.2f} s ({took['Forgetful'] / took['Learner']:.1f} x)"
        )


def arguments() -> argparse.Namespace:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--classes", default="2,77")
    parser.add_argument("--labels", type=int, default=600)
    return parser.parse_args()


def drawn(truth: np.ndarray, count: int) -> Labels:
    """So many labels at random, with a random part of them audit items."""
    rng = np.random.default_rng(1)
    ordinals = np.sort(rng.permutation(len(truth))[:count])
    return Labels(ordinals, truth[ordinals], rng.random(count) < AUDIT_SHARE)


def timed(
    learner: Learner, vectors: np.ndarray, labels: Labels, n_classes: int
) -> tuple[float, Measurement]:
    """CPU seconds of measuring after a round, and what came out."""
    warm = learner.fit(vectors, labels.where(~labels.audit), n_classes)
    started = time.process_time()
    found = measure(
        vectors,
        labels,
        n_classes=n_classes,
        seed=1,
        round_number=1,
        learner=learner,
        warm=warm,
    )
    return time.process_time() - started, found


if __name__ == "__main__":
    main()
