"""Which encoder fits labelled texts: what each brings to those that are there, and its cost."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from service.core.arrays import FloatArray, IntArray
from service.core.heads.out_of_fold import C_OF_FEW, folds, out_of_fold
from service.core.threads import one_blas_thread
from service.ports import Encoder, Fitting

SURE = 1.96
"""Standard errors on either side of 95 %."""


@dataclass(frozen=True)
class Encoded:
    name: str
    vectors: FloatArray
    """(m, D)"""
    seconds: float
    """CPU-seconds of a thousand texts."""


@dataclass(frozen=True)
class Gain:
    """What one brings to the views that are there, by labels that heads hadn't seen."""

    encoded: Encoded
    alone: float
    """Accuracy by it alone."""
    beside: float
    """Accuracy by the views and it."""
    gain: float
    error: float
    """Half of the interval of 95 %, of differences row by row."""

    @property
    def is_sure(self) -> bool:
        return self.gain > self.error


def encoded(name: str, encoder: Encoder, texts: Sequence[str]) -> Encoded:
    if isinstance(encoder, Fitting):
        encoder = encoder.fitted(encoder.fit(texts, seed=0))
    encoder.encode(texts[:1])  # what is made at the first text is not what a text costs
    begun = time.process_time()
    vectors = encoder.encode(texts)
    return Encoded(name, vectors, 1_000 * (time.process_time() - begun) / len(texts))


def compared(
    views: Sequence[Encoded], tried: Sequence[Encoded], y: IntArray, n_classes: int
) -> tuple[float, list[Gain]]:
    """Accuracy by the views, and what each of the others brings, the most first."""
    own = [each.vectors for each in views]
    before = _right(own, y, n_classes)
    gains = []
    for each in tried:
        after = _right([*own, each.vectors], y, n_classes)
        differences = after.astype(np.float64) - before
        gains.append(
            Gain(
                each,
                float(_right([each.vectors], y, n_classes).mean()),
                float(after.mean()),
                float(differences.mean()),
                float(SURE * differences.std(ddof=1) / np.sqrt(len(y))),
            )
        )
    return float(before.mean()), sorted(gains, key=lambda each: -each.gain)


def advice(gains: Sequence[Gain], views: Mapping[str, float]) -> str:
    """`views`: CPU-seconds of a thousand texts by name."""
    sure = [each for each in gains if each.is_sure]
    if not sure:
        return "None of them certainly brings something. Try again with more labels."
    best, spent = sure[0], sum(views.values())
    gain, cost = 100 * best.gain, best.encoded.seconds + spent
    return (
        f"Add {best.encoded.name}: {gain:+.1f} ± {100 * best.error:.1f} points. "
        f"A thousand texts then take {cost:.1f} CPU-seconds, not {spent:.1f}."
    )


def _right(vectors: Sequence[FloatArray], y: IntArray, n_classes: int) -> IntArray:
    """(m,) 1 where a head that hasn't seen a label names its class."""
    with one_blas_thread():
        [P] = out_of_fold(np.hstack(vectors), y, n_classes, folds(y), (C_OF_FEW,))
    right: IntArray = (P.argmax(axis=1) == y).astype(np.int64)
    return right
