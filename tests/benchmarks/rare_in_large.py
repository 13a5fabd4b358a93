"""What does it cost that a ranking of a large pool chooses among the nodes of its graph alone?

    python -m tests.benchmarks.rare_in_large --seeds 5

30,000 synthetic rows, 6,000 of them nodes (as 20,000 are of 100,000), ten classes, one of which one
row in a thousand has. Each campaign begins with ten random labels and one of that class; batches of
ten by `auto`, ranked by `mixture@2`, from the nodes or from every row. Of the 30 rare rows so many
are labelled after 50, 100 and 200 labels; F1 of the class on the rows without a label, at the end.
Seconds are the CPU's, of the whole campaign.
"""

import argparse
import time
from dataclasses import replace
from unittest.mock import patch

import numpy as np

from service.core import neighbours
from service.core.acquisition import graph_subset
from service.core.arrays import FloatArray, IntArray
from service.core.heads.head import Head, find_head
from service.core.heads.learner import Learner
from service.core.labels import Labels
from service.core.neighbours import Neighbours, find_neighbours
from service.core.one_class import OneClass
from service.core.rounds import rank
from workers.limits import limit_threads

ROWS, NODES, RARE, CLASSES, DIMENSIONS, SPREAD = 30_000, 6_000, 30, 10, 384, 3.0
LOOKS = (50, 100, 200)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=5)
    seeds = parser.parse_args().seeds
    limit_threads(1)
    neighbours.MOST_NODES = NODES
    print("seed  from   rare nodes  rare at 50, 100, 200 labels     F1  CPU s")
    for seed in range(seeds):
        X, y = pool(seed)
        graph = find_neighbours(X, seed=seed)
        graph = replace(graph, attached=[(0, graph.attach(X, 0, ROWS))])
        rare = np.sum(y[graph.nodes] == 0)
        for name, most in (("nodes", NODES), ("every", ROWS)):
            started = time.process_time()
            with patch.object(graph_subset, "MOST_NODES", most):
                chosen, head = campaign(X, y, graph, seed)
            spent = time.process_time() - started
            met = ", ".join(f"{np.sum(y[chosen[:look]] == 0):3}" for look in LOOKS)
            score = f1(X, y, chosen, head)
            print(f"{seed:4}  {name}  {rare:10}  {met:>27}  {score:5.3f}  {spent:5.1f}", flush=True)


def pool(seed: int) -> tuple[FloatArray, IntArray]:
    rng = np.random.default_rng(seed)
    y = rng.integers(1, CLASSES, size=ROWS)
    y[rng.choice(ROWS, RARE, replace=False)] = 0
    X = rng.standard_normal((CLASSES, DIMENSIONS), dtype=np.float32)[y]
    X += SPREAD * rng.standard_normal((ROWS, DIMENSIONS), dtype=np.float32)
    X /= np.linalg.norm(X, axis=1, keepdims=True)
    return X, y


def campaign(
    X: FloatArray, y: IntArray, graph: Neighbours, seed: int
) -> tuple[IntArray, Head | None]:
    """The rows that were labelled, in order, and the last head."""
    learner, nobody = Learner(find_head("mixture@2"), graph), np.zeros(ROWS, dtype=np.bool_)
    rng = np.random.default_rng(seed)
    head: Head | None = None
    chosen = rng.choice(ROWS, 10, replace=False)
    chosen = np.append(chosen, rng.permutation(np.flatnonzero(y == 0))[0])
    for number in range(1, LOOKS[-1] // 10):
        found = rank(
            X,
            ~nobody,
            Labels(chosen, OneClass(y[chosen]), np.zeros(len(chosen), dtype=np.bool_)),
            handed_out=nobody,
            off_limits=nobody,
            n_classes=CLASSES,
            strategy="auto",
            batch_size=10,
            length=10,
            seed=seed,
            round_number=number,
            warm=head,
            learner=learner,
        )
        head, chosen = found.head, np.append(chosen, found.ordinals)
    return chosen, head


def f1(X: FloatArray, y: IntArray, chosen: IntArray, head: Head | None) -> float:
    """Of the rare class, on the rows that were not labelled."""
    assert head is not None
    rest = np.setdiff1d(np.arange(ROWS), chosen)
    said = np.concatenate(
        [head.probabilities(X[part], part).argmax(axis=1) for part in np.array_split(rest, 10)]
    )
    said_rare, is_rare = said == 0, y[rest] == 0
    return float(2 * np.sum(said_rare & is_rare) / max(int(said_rare.sum() + is_rare.sum()), 1))


if __name__ == "__main__":
    main()
