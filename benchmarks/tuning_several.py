"""What views, and an encoder that learns from the labels, bring where a text has several classes.

    python -m benchmarks.tuning_several joined.jsonl --kept FOLDER --labels 100 --seeds 0-2

The file is that of `benchmarks.joined`: these are its development rows. Labels are drawn at
random from 1,700 rows, and the others are scored: macro-F1, micro-F1 and the share that is
exactly right, of `one_against_rest` on the first view, on all that know no labels, and with
`tuned` beside them.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.replay.dataset import Dataset, opened
from service.core.arrays import FloatArray, IntArray
from service.core.evaluation.measured_figure import Sampled
from service.core.evaluation.metric import Metric
from service.core.evaluation.sets.figures import set_figures
from service.core.heads.head import find_head
from service.core.heads.learner import Learner
from service.core.targets.class_sets import ClassSets
from service.core.targets.labels import Labels
from service.core.vectors.views import Stacked, layout_of, side_by_side
from workers.encoders.registry import Encoders
from workers.encoders.tuned import TunedEncoder

POOL = 1_700
FIGURES = (Metric.MACRO_F1, Metric.MICRO_F1, Metric.EXACT_MATCH)


def all_views(data: Dataset) -> list[FloatArray]:
    """(N, D) each, of all rows of the file."""
    layout = layout_of(data.pool)
    rest = [layout.of(data.held_out.vectors, view) for view in range(len(data.views))]
    return [np.concatenate(pair) for pair in zip(data.views, rest, strict=True)]


def tuned(data: Dataset, drawn: IntArray, seed: int) -> tuple[FloatArray, IntArray]:
    """The vectors (N, k + 1) of an encoder that has learnt these rows, and of which classes."""
    encoder = Encoders().load("tuned")
    assert isinstance(encoder, TunedEncoder)
    members = data.file.truth[drawn].members(data.n_classes)
    speaks_of = np.flatnonzero(members.any(axis=0))
    own, begun = [data.file.texts[row] for row in drawn], time.process_time()
    learnt = encoder.tune(own, members[:, speaks_of], True, seed, lambda _done, _total: None)
    learning, begun = time.process_time() - begun, time.process_time()
    rows = encoder.fitted(learnt).encode(data.file.texts)
    reading = time.process_time() - begun
    print(f"  CPU-seconds: {learning:.0f} learning, {reading:.0f} reading", flush=True)
    return rows, speaks_of


def scored(
    data: Dataset, drawn: IntArray, views: Sequence[FloatArray], speaks: dict[int, IntArray]
) -> list[float]:
    """In FIGURES' order."""
    pool = [view[:POOL] for view in views]
    vectors = pool[0] if len(pool) == 1 else Stacked(pool)
    learner = Learner(find_head("one_against_rest"), layout=layout_of(vectors), speaks=speaks)
    labels = Labels(drawn, data.file.truth[drawn], np.zeros(len(drawn), dtype=np.bool_))
    head = learner.fit(vectors, labels, data.n_classes)
    truth = data.file.truth[np.arange(POOL, len(data.file.truth))]
    predicted = truth.predictions(head.probabilities(side_by_side([v[POOL:] for v in views])))
    assert isinstance(truth, ClassSets)
    assert isinstance(predicted, ClassSets)
    figures = set_figures(truth, predicted, Sampled.alike(len(truth)))
    return [float(figures[metric].value or 0.0) for metric in FIGURES]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--kept", type=Path, required=True, help="Where vectors are kept.")
    parser.add_argument("--labels", type=int, default=100)
    parser.add_argument("--seeds", default="0", help="FIRST-LAST")
    args = parser.parse_args()
    frozen = ["sentence_transformer", "lexical"]
    data = opened(args.file, part="whole", kept_in=args.kept, views=frozen)
    views = all_views(data)
    first, _, last = args.seeds.partition("-")
    for seed in range(int(first), int(last or first) + 1):
        drawn = np.random.default_rng(seed).permutation(POOL)[: args.labels]
        print(f"{args.labels} labels, seed {seed}", flush=True)
        with threadpool_limits(1):
            rows, speaks_of = tuned(data, drawn, seed)
            for name, read, speaks in (
                ("first view", views[:1], {}),
                ("frozen views", views, {}),
                ("with tuned", [*views, rows], {len(views): speaks_of}),
            ):
                figures = scored(data, drawn, read, speaks)
                print(f"  {name:12} " + "  ".join(f"{each:.1%}" for each in figures), flush=True)


if __name__ == "__main__":
    main()
