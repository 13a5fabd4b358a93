"""scikit-activeml's query strategies."""

from collections.abc import Callable
from functools import partial
from inspect import signature
from typing import Any

import numpy as np
from skactiveml import pool as library
from skactiveml.base import SkactivemlClassifier

from benchmarks.replay.peers.shown import Shown, peer

CITATION = "Kottke et al. (2021), scikit-activeml: a library and toolbox for active learning."

Build = Callable[..., Any]


class RankingHead(SkactivemlClassifier):
    """The head of a round as the library's classifiers are."""

    def __init__(self, shown: Shown) -> None:
        super().__init__(classes=range(shown.pool.n_classes))
        self.shown = shown
        self.rows = shown.pool.rows(shown.open)

    def fit(self, *_: Any) -> "RankingHead":
        return self

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Of a row as it is in the pool the head may know more than of one with parts dropped."""
        ordinals = self.shown.open if np.array_equal(X, self.rows) else None
        return self.shown.probabilities(X, ordinals)

    def predict(self, X: np.ndarray) -> np.ndarray:
        likeliest: np.ndarray = self.predict_proba(X).argmax(axis=1)
        return likeliest


def ask(build: Build, shown: Shown, k: int, seed: int) -> list[int]:
    """Positions of what it chooses."""
    known = (
        {"n_classes": shown.pool.n_classes} if "n_classes" in signature(build).parameters else {}
    )
    asked = build(random_state=seed, **known)
    head = {"clf", "estimator"} & signature(asked.query).parameters.keys()
    seen = {name: RankingHead(shown) for name in head} | {f"fit_{name}": False for name in head}
    # Which class a label says is read by nobody who is given a fitted head.
    labels = np.where(shown.is_taken, 0.0, np.nan)
    return list(asked.query(shown.pool.rows(shown.ordinals), labels, batch_size=k, **seen))


BUILDS: dict[str, Build] = {
    "random": library.RandomSampling,
    "margin": partial(library.UncertaintySampling, method="margin_sampling"),
    "entropy": partial(library.UncertaintySampling, method="entropy"),
    "badge": library.Badge,
    "clue": library.Clue,
    "core_set": library.CoreSet,
    "drop_query": library.DropQuery,
    "falcun": library.Falcun,
    # By default gamma is 1 / D, at which no unit vector is far from any other.
    "max_herding": partial(library.MaxHerding, metric_dict={"gamma": 0.5}),
    "prob_cover": library.ProbCover,
    "typi_clust": library.TypiClust,
}
STRATEGIES = [
    peer(f"skactiveml.{name}", CITATION, partial(ask, build)) for name, build in BUILDS.items()
]
