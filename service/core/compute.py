"""The numeric work of a round as ports: what may run elsewhere, on a GPU for one.

Implementations are held to the same picks by a contract test. The one that needs nothing but
numpy is `service.core.numpy_compute`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from service.core.arrays import FloatArray, IntArray
    from service.core.heads.head import Head
    from service.core.heads.logistic import LogisticHead
    from service.core.matrix import Vectors


class Scorer(Protocol):
    """Says how unsure a head is."""

    def margins(self, head: Head, vectors: Vectors) -> FloatArray:
        """(N,) probability of the most likely class less that of the second.

        With one class the probability itself; 1 where a Matrix has no row. Reads `vectors` block
        by block: no (N, C) is ever there.
        """

    def probabilities(self, head: Head, X: FloatArray) -> FloatArray:
        """(n, n_classes) for a few rows X (n, D)."""


class HeadFitter(Protocol):
    """Trains the ranking or released head."""

    def __call__(
        self, X: FloatArray, y: IntArray, n_classes: int, warm: LogisticHead | None = None
    ) -> LogisticHead:
        """As `fit_logistic`, which is the reference."""


@dataclass(frozen=True)
class Compute:
    """One implementation of both."""

    name: str
    scorer: Scorer
    fit: HeadFitter
