"""small-text's query strategies.

Its BADGE isn't among them: it takes no seed, and its gradients lack the 1 of the likeliest
class.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import small_text as library

from benchmarks.replay.peers.shown import Shown, peer
from service.core.arrays import FloatArray, IntArray

CITATION = "Schröder et al. (2023), Small-Text: active learning for text classification in Python."


class RankingHead:
    """The head of a round as the library's classifiers are; a text is an ordinal."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown

    def predict_proba(self, ordinals: IntArray) -> FloatArray:
        return self.shown.probabilities(self.shown.pool.rows(ordinals), ordinals)

    def embed(self, ordinals: IntArray, return_proba: bool = False, **_: Any) -> Any:
        rows = self.shown.pool.rows(ordinals)
        return (rows, self.predict_proba(ordinals)) if return_proba else rows


def ask(build: Callable[[], Any], shown: Shown, k: int, _seed: int) -> list[int]:
    """Positions of what it chooses; the first ones until something is labelled, as it asks for."""
    taken = np.flatnonzero(shown.is_taken)
    if len(taken) == 0:
        return list(range(k))
    found = build().query(
        RankingHead(shown),
        shown.ordinals,
        np.flatnonzero(~shown.is_taken),
        taken,
        np.zeros(len(taken), dtype=np.int64),
        n=k,
    )
    return list(found)


BUILDS: dict[str, Callable[[], Any]] = {
    "random": library.RandomSampling,
    "breaking_ties": library.BreakingTies,
    "least_confidence": library.LeastConfidence,
    "prediction_entropy": library.PredictionEntropy,
    "contrastive": partial(library.ContrastiveActiveLearning, pbar=None),
    "embedding_kmeans": library.EmbeddingKMeans,
    "greedy_coreset": library.GreedyCoreset,
    "lightweight_coreset": library.LightweightCoreset,
}
STRATEGIES = [
    peer(f"smalltext.{name}", CITATION, partial(ask, build)) for name, build in BUILDS.items()
]
