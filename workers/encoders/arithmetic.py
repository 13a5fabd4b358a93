"""In which numbers an encoder computes on a CPU: the fastest that are close enough to fp32.

Vectors of both stand side by side in a matrix: they are of one numeric class.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum

import numpy as np

from service.ports import FloatArray
from workers.device import has_bfloat16
from workers.encoders.numeric_class import LEAST_COSINE, PROBES

Encode = Callable[[Sequence[str]], FloatArray]
TRIALS = 2
"""Of which the shorter counts: something else may have had the core."""


class Arithmetic(StrEnum):
    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"
    """Products in bfloat16, sums and what lies between the layers in fp32."""


def computing_in(arithmetic: Arithmetic) -> AbstractContextManager[object]:
    """What to encode under."""
    if arithmetic is Arithmetic.FLOAT32:
        return nullcontext()
    import torch

    return torch.autocast("cpu", torch.bfloat16)


def fastest(encode: Mapping[Arithmetic, Encode]) -> Arithmetic:
    """The quickest on the probe texts of those that are as close to fp32 as `exact` says.

    Takes about a second. fp32 must be among them, and stays where another is no faster.
    """
    expected = encode[Arithmetic.FLOAT32](PROBES)
    seconds: dict[Arithmetic, float] = {}
    for arithmetic, encoding in encode.items():
        # The first call also makes what later ones find.
        cosines = np.einsum("nd,nd->n", encoding(PROBES).astype(np.float64), expected)
        if cosines.min() >= LEAST_COSINE["exact"]:
            seconds[arithmetic] = min(_seconds(encoding) for _ in range(TRIALS))
    return min(seconds, key=lambda each: (seconds[each], each is not Arithmetic.FLOAT32))


def _seconds(encode: Encode) -> float:
    started = time.perf_counter()
    encode(PROBES)
    return time.perf_counter() - started


def candidates(device: str) -> list[Arithmetic]:
    """What is worth a trial: CPUs that don't multiply in bfloat16 only imitate it."""
    short = device == "cpu" and has_bfloat16()
    return [Arithmetic.FLOAT32, Arithmetic.BFLOAT16] if short else [Arithmetic.FLOAT32]
