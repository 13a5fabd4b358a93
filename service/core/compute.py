"""The numeric work of a round as ports: what may run elsewhere, on a GPU for one.

A contract test holds every implementation to the same picks. The one that needs nothing but numpy
is `service.core.numpy_compute`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray

if TYPE_CHECKING:
    from service.core.heads.head import Head
    from service.core.heads.logistic import LogisticHead
    from service.core.vectors.matrix import Vectors

See: TypeAlias = Callable[[IntArray, FloatArray], None]
"""Is given ordinals (n,) and their probabilities (n, n_classes)."""


class Scorer(Protocol):
    """Says of every row of a pool how unsure a head is."""

    def margins(self, head: Head, vectors: Vectors, wanted: BoolArray | None = None) -> FloatArray:
        """(N,) about the probability of the most likely class less that of the second.

        Any head, any precision: what is chosen by them is looked at again (`Margins`). 1 where a
        Matrix has no row, and perhaps where none is `wanted` (N,). Reads `vectors` block by block:
        no (N, C) is ever there.
        """

    def look_over(self, head: Head, vectors: Vectors, see: See) -> None:
        """Shows what any head says of every row that there is, block by block, perhaps several
        blocks at once."""


class HeadFitter(Protocol):
    """Fits logistic regression, of which heads are made."""

    def __call__(
        self,
        X: FloatArray | DoubleArray,
        y: IntArray,
        n_classes: int,
        warm: LogisticHead | None = None,
        C: float = 10.0,
        weights: FloatArray | None = None,
    ) -> LogisticHead:
        """As `fit_logistic`, which is the reference.

        Implementations agree to the last digits where X is in double precision, and to the fifth
        in single: a few millionths off is enough for other picks among a million items.
        """


@dataclass(frozen=True)
class Compute:
    """One implementation of both."""

    name: str
    """What a round's row says, e.g. `numpy` or `torch bfloat16 cpu`."""
    scorer: Scorer
    fit: HeadFitter
    threads: int = 1
    """How many a round may use, its own among them."""
    on_gpu: bool = False
