"""Whether labels that taught an encoder flatter it where other encoders are tried beside it.

    python -m benchmarks.trial_base FILE.csv --labels 150 --seeds 0-2

The share that is right of the labels, out of fold, as a trial has it, beside that of other texts by
a head on all of them; and what `e5` gains by either. Without `tuned` and with it.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from service.core.arrays import FloatArray, IntArray
from service.core.heads.logistic import fit_logistic, reduce_dimensions
from service.core.heads.out_of_fold import C_OF_FEW
from service.core.replay.further_view import Trial
from service.core.targets.one_class import OneClass, class_of_each
from service.core.vectors.views import side_by_side
from service.importing.formats import Limits
from service.kit.settings import Settings
from workers.encoders.registry import Encoders
from workers.encoders.tuned import TunedEncoder
from workers.replay.labelled_file import Columns, LabelledFile, read
from workers.trials.which_encoder import encoded

FROZEN, TRIED = ("sentence_transformer", "lexical", "small"), "e5"


def vectors(texts: Sequence[str], members: NDArray[np.int8], seed: int) -> dict[str, FloatArray]:
    """Of all texts by each encoder; `tuned` has learnt the labels of the first of them."""
    registry = Encoders()
    found = {name: encoded(registry.load(name), texts).vectors for name in (*FROZEN, TRIED)}
    encoder = registry.load("tuned")
    assert isinstance(encoder, TunedEncoder)
    there = members[:, members.any(axis=0)]
    learnt = encoder.tune(texts[: len(there)], there, False, seed, lambda _done, _total: None)
    return found | {"tuned": encoder.fitted(learnt).encode(texts)}


def right(views: Sequence[FloatArray], y: IntArray, labels: int, k: int) -> tuple[float, float]:
    """The shares of the labels, out of fold, and of the other texts."""
    own = [view[:labels] for view in views]
    none = np.zeros(labels, dtype=np.bool_)
    before = Trial(own, OneClass(y[:labels]), none, k, 1).before.mean()
    X = reduce_dimensions(side_by_side(views))
    head = fit_logistic(X[:labels], y[:labels], k, C=C_OF_FEW)
    named = head.probabilities(X[labels:]).argmax(axis=1)
    return float(before), float((named == y[labels:]).mean())


def one_seed(file: LabelledFile, labels: int, others: int, seed: int) -> None:
    begun, k = time.process_time(), len(file.classes)
    rows = np.random.default_rng(seed).permutation(file.n_pool)[: labels + others]
    targets = file.truth[rows]
    taught = np.asarray(file.truth[rows[:labels]].members(k))
    found = vectors([file.texts[row] for row in rows], taught, seed)
    y = class_of_each(targets)
    for base in (FROZEN, (*FROZEN, "tuned")):
        before = right([found[name] for name in base], y, labels, k)
        after = right([found[name] for name in (*base, TRIED)], y, labels, k)
        gains = " ".join(f"{100 * (b - a):+5.1f}" for a, b in zip(before, after, strict=True))
        shares = " ".join(f"{share:6.1%}" for share in before)
        print(f"{seed:4}  {base[-1]:6} {shares}   {TRIED} {gains}", flush=True)
    print(f"      {time.process_time() - begun:.0f} CPU-seconds", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--labels", type=int, default=150)
    parser.add_argument("--others", type=int, default=600)
    parser.add_argument("--seeds", default="0", help="FIRST-LAST")
    args = parser.parse_args()
    file = read(args.file, Columns(), Limits(Settings().max_text_chars))
    first, _, last = args.seeds.partition("-")
    print("seed  with    labels others   gain of labels, others")
    with threadpool_limits(1):
        for seed in range(int(first), int(last or first) + 1):
            one_seed(file, args.labels, args.others, seed)


if __name__ == "__main__":
    main()
