"""In which numbers an encoder computes on a CPU: the fastest that are close enough to fp32.

Vectors of all stand side by side in a matrix: they are of one numeric class.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from service.ports import FloatArray
from workers.encoders.arithmetics.bfloat16 import BFLOAT16
from workers.encoders.arithmetics.float32 import FLOAT32
from workers.encoders.batches import encode_with
from workers.encoders.numeric_class import LEAST_COSINE, PROBES
from workers.encoders.text_model import TextModel

ARITHMETICS = (FLOAT32, BFLOAT16)
Encode = Callable[[Sequence[str]], FloatArray]
TIMED = PROBES[:-1]
"""The last takes longer than the others together."""
TRIALS = 3
"""Of which the shortest counts."""
WORTH = 0.95
"""Of the time that fp32 takes: what gains less than that is left alone."""

log = logging.getLogger(__name__)


def in_fastest(model: TextModel) -> tuple[str, TextModel]:
    """The name of the arithmetic, and the model in it. On a GPU that is fp32, as it is given."""
    worth = [each for each in ARITHMETICS if each.worth_a_trial()]
    if model.device.type != "cpu" or len(worth) == 1:
        return FLOAT32.name, model
    turned = {each.name: each.turned(model) for each in worth}
    name = fastest({name: partial(encode_with, each) for name, each in turned.items()})
    return name, turned[name]


def fastest(encode: Mapping[str, Encode]) -> str:
    """The quickest on the probe texts of those that are as close to fp32 as `exact` says.

    fp32 is the first of them, and stays where another is hardly faster. Takes about a second. Each
    computes in the thread that calls it: its own processor time says more than a clock while others
    have the cores.
    """
    plain, *others = encode
    expected = encode[plain](PROBES)
    seconds = {plain: WORTH * _seconds(encode[plain])}
    for name in others:
        try:
            # The first call also makes what later ones find.
            vectors = encode[name](PROBES)
        except RuntimeError:  # torch, of an operation that there isn't in these numbers
            log.exception("the encoder doesn't compute in %s", name)
            continue
        cosines = np.einsum("nd,nd->n", vectors.astype(np.float64), expected)
        if cosines.min() >= LEAST_COSINE["exact"]:
            seconds[name] = _seconds(encode[name])
    return min(seconds, key=lambda name: seconds[name])


def _seconds(encode: Encode) -> float:
    def once() -> float:
        started = time.thread_time()
        encode(TIMED)
        return time.thread_time() - started

    return min(once() for _ in range(TRIALS))
