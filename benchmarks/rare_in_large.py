"""What does it cost that a ranking of a large pool chooses among the nodes of its graph alone?

    python -m benchmarks.rare_in_large --seeds 0-4
    python -m benchmarks.rare_in_large --seeds 0-4 --rows 100000

Synthetic rows, one in five of them a node (as 20,000 are of 100,000), ten classes, one of which one
row in a thousand has. Each campaign begins with ten random labels and one of that class; batches of
ten, ranked by `mixture`, by `auto` without surveys, which chooses among nodes, and by `auto`, which
chooses among all rows. So many of the rare rows are labelled after 50, 100 and 200 labels; F1 of
the class and accuracy on the rows without a label, at the end. Seconds are the CPU's, of the whole
campaign.
"""

import argparse
import time
from dataclasses import replace
from inspect import signature

import numpy as np

from service.core.acquisition import graph_subset
from service.core.acquisition.registry import find, register
from service.core.arrays import FloatArray, IntArray
from service.core.heads.head import Head, find_head
from service.core.heads.learner import Learner
from service.core.rounds import rank
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.vectors import neighbours
from service.core.vectors.neighbours import Neighbours, find_neighbours
from workers.limits import limit_threads

NODES, RARE, CLASSES, DIMENSIONS, SPREAD = 0.2, 0.001, 10, 384, 3.0
LOOKS = (50, 100, 200)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=30_000)
    parser.add_argument("--seeds", default="0-4", help="first-last")
    options = parser.parse_args()
    first, last = map(int, options.seeds.split("-"))
    limit_threads(1)
    auto = find("auto")
    settings = {name: getattr(auto, name) for name in signature(register).parameters}
    register(**settings | {"name": "auto.of_nodes", "surveys": False})(auto.choose)
    for module in (neighbours, graph_subset):
        vars(module)["MOST_NODES"] = round(NODES * options.rows)
    print("seed  by             rare nodes  rare at 50, 100, 200 labels     F1  accuracy  CPU s")
    for seed in range(first, last + 1):
        X, y = pool(options.rows, seed)
        graph = find_neighbours(X, seed=seed)
        graph = replace(graph, attached=[(0, graph.attach(X, 0, len(X)))])
        rare = np.sum(y[graph.nodes] == 0)
        for strategy in ("auto.of_nodes", "auto"):
            started = time.process_time()
            chosen, head = campaign(X, y, graph, seed, strategy)
            spent = time.process_time() - started
            met = ", ".join(f"{np.sum(y[chosen[:look]] == 0):3}" for look in LOOKS)
            f1, right = scored(X, y, chosen, head)
            figures = f"{met:>27}  {f1:5.3f}  {right:8.4f}  {spent:5.1f}"
            print(f"{seed:4}  {strategy:13}  {rare:10}  {figures}", flush=True)


def pool(rows: int, seed: int) -> tuple[FloatArray, IntArray]:
    rng = np.random.default_rng(seed)
    y = rng.integers(1, CLASSES, size=rows)
    y[rng.choice(rows, round(RARE * rows), replace=False)] = 0
    X = rng.standard_normal((CLASSES, DIMENSIONS), dtype=np.float32)[y]
    X += SPREAD * rng.standard_normal((rows, DIMENSIONS), dtype=np.float32)
    X /= np.linalg.norm(X, axis=1, keepdims=True)
    return X, y


def campaign(
    X: FloatArray, y: IntArray, graph: Neighbours, seed: int, strategy: str
) -> tuple[IntArray, Head | None]:
    """The rows that were labelled, in order, and the last head."""
    learner, nobody = Learner(find_head("mixture"), graph), np.zeros(len(X), dtype=np.bool_)
    rng = np.random.default_rng(seed)
    head: Head | None = None
    chosen = rng.choice(len(X), 10, replace=False)
    chosen = np.append(chosen, rng.permutation(np.flatnonzero(y == 0))[0])
    for number in range(1, LOOKS[-1] // 10):
        found = rank(
            X,
            ~nobody,
            Labels(chosen, OneClass(y[chosen]), np.zeros(len(chosen), dtype=np.bool_)),
            handed_out=nobody,
            off_limits=nobody,
            n_classes=CLASSES,
            strategy=strategy,
            batch_size=10,
            length=10,
            seed=seed,
            round_number=number,
            warm=[head].pop,
            learner=learner,
        )
        head, chosen = found.head, np.append(chosen, found.ordinals)
    return chosen, head


def scored(X: FloatArray, y: IntArray, chosen: IntArray, head: Head | None) -> tuple[float, float]:
    """F1 of the rare class, and accuracy, on the rows that were not labelled."""
    assert head is not None
    rest = np.setdiff1d(np.arange(len(X)), chosen)
    said = np.concatenate(
        [head.probabilities(X[part], part).argmax(axis=1) for part in np.array_split(rest, 10)]
    )
    said_rare, is_rare = said == 0, y[rest] == 0
    both = int(said_rare.sum() + is_rare.sum())
    return 2 * int(np.sum(said_rare & is_rare)) / max(both, 1), float(np.mean(said == y[rest]))


if __name__ == "__main__":
    main()
