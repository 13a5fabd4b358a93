"""What a measured round predicts of the whole pool: one blob for filters, review and search."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.answers.answer import Answer
from service.app import App
from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.evaluation.pool_predictions import PoolPredictions
from service.core.evaluation.sets.predictions import SetPredictions
from service.core.targets.labels import Labels
from service.rounds.tables.rounds import Round

ARTEFACT = "predictions"
"""Its key among the round's artefacts."""
NOTHING = 65_535
"""The class of an item of which nothing is said: it had no vector, or is none of the pool."""


@dataclass(frozen=True, eq=False)
class Named:
    """Which classes items are said to have, one after the other."""

    starts: NDArray[np.int64]
    """(N + 1,) those of an item begin at its own and end at the next one's."""
    classes: NDArray[np.uint16]
    """(k,) as places in `class_ids`, ascending for each item."""
    probabilities: NDArray[np.float16]
    """(k,) how likely the item has each of them."""

    def places(self, ordinal: int) -> NDArray[np.uint16]:
        """The classes of an item."""
        return self.classes[self.starts[ordinal] : self.starts[ordinal + 1]]

    def probabilities_of(self, ordinal: int) -> NDArray[np.float16]:
        """In the order of its `places`."""
        return self.probabilities[self.starts[ordinal] : self.starts[ordinal + 1]]

    @property
    def rows(self) -> IntArray:
        """(k,) the ordinal of each."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


@dataclass(frozen=True, eq=False)
class Likely:
    """The likeliest classes of items, three where there are as many, likeliest first."""

    classes: NDArray[np.uint16]
    """(N, 3) as places in `class_ids`."""
    probabilities: NDArray[np.float16]
    """(N, 3) how likely the item has each of them; NaN where nothing is said."""


MOST_LIKELY = 3


@dataclass(frozen=True, eq=False)
class Predictions:
    """By ordinal; shorter than the pool where items have come since. Read-only."""

    class_ids: NDArray[np.int64]
    """(C,)"""
    class_index: NDArray[np.uint16]
    """(N,) the likeliest class, as its place in `class_ids`; 65,535 where nothing is said."""
    probability: NDArray[np.float16]
    """(N,) how often such a prediction is right, in all of it; NaN for none."""
    entropy: NDArray[np.float16]
    """(N,) of the probabilities of all classes, in nats; NaN for none."""
    given_probability: NDArray[np.float16]
    """(N,) of what the item is labelled with, by a head that hasn't seen the label; NaN without."""
    audits: NDArray[np.int64]
    """(a,) ordinals of the labels that measured."""
    named: Named | None = None
    """Where an item may have several classes: those that it is said to have."""
    likely: Likely | None = None
    """There too: those that it may have."""

    def answer(self, ordinal: int) -> Answer | None:
        """What is predicted of an item, with ids of classes; None where nothing is."""
        if ordinal >= len(self.class_index) or self.class_index[ordinal] == NOTHING:
            return None
        if self.named is None:
            return [int(self.class_ids[self.class_index[ordinal]])]
        answer: Answer = self.class_ids[self.named.places(ordinal)].tolist()
        return answer

    def likeliest(self, ordinal: int) -> list[tuple[int, float]]:
        """Ids of the likeliest classes of an item that may have several, and how likely each is."""
        if self.likely is None or self.answer(ordinal) is None:
            return []
        ids = self.class_ids[self.likely.classes[ordinal]].tolist()
        return list(zip(ids, self.likely.probabilities[ordinal].tolist(), strict=True))

    def has_any(self, class_ids: Collection[int]) -> BoolArray:
        """(N,) whether an item is said to have one of these classes."""
        places = np.flatnonzero(np.isin(self.class_ids, [*class_ids]))
        if self.named is None:
            return np.isin(self.class_index, places)
        mask = np.zeros(len(self.class_index), dtype=np.bool_)
        mask[self.named.rows[np.isin(self.named.classes, places)]] = True
        return mask


def predictions_of(project_id: int) -> str:
    """The folder of their blobs."""
    return f"projects/{project_id}/predictions"


def keep_predictions(
    app: App, of: Round, labels: Labels, predictions: PoolPredictions | SetPredictions | None
) -> str | None:
    """Stores what a round predicts that learnt from `labels`; its blob."""
    if predictions is None:
        return None
    key = f"{predictions_of(of.project_id)}/{of.number}.npz"
    app.blobs.put_arrays(
        key,
        class_ids=np.array(of.class_ids, dtype=np.int64),
        class_index=np.where(predictions.classes < 0, NOTHING, predictions.classes).astype(
            np.uint16
        ),
        probability=predictions.probability.astype(np.float16),
        entropy=predictions.entropy.astype(np.float16),
        given_probability=predictions.given.astype(np.float16),
        audits=labels.ordinals[labels.audit],
        **({} if isinstance(predictions, PoolPredictions) else _named(predictions)),
    )
    return key


def _named(set_predictions: SetPredictions) -> dict[str, NDArray[Any]]:
    rows, classes = np.nonzero(set_predictions.named)
    return {
        "starts": np.searchsorted(rows, np.arange(len(set_predictions.named) + 1)),
        "named": classes.astype(np.uint16),
        "named_probability": set_predictions.probabilities[rows, classes].astype(np.float16),
        **_likely(set_predictions.probabilities),
    }


def _likely(P: FloatArray) -> dict[str, NDArray[Any]]:
    first = np.argsort(-P, axis=1, kind="stable")[:, :MOST_LIKELY]
    likely = np.take_along_axis(P, first, axis=1)
    return {"likely": first.astype(np.uint16), "likely_probability": likely.astype(np.float16)}


def load_predictions(app: App, stored_round: Round | None) -> Predictions | None:
    """What a round predicts, from memory where it was asked for lately.

    None of a round that isn't measured, that learnt nothing, or whose predictions gave way to those
    of newer rounds: ask for the last measured one (`uow.rounds.last_measured`).
    """
    key = None if stored_round is None else stored_round.artefacts.get(ARTEFACT)
    arrays = None if key is None else app.blobs.lately(key)
    if arrays is None:
        return None
    of_sets = "named" in arrays
    return Predictions(
        arrays["class_ids"],
        arrays["class_index"],
        arrays["probability"],
        arrays["entropy"],
        arrays["given_probability"],
        arrays["audits"],
        Named(arrays["starts"], arrays["named"], arrays["named_probability"]) if of_sets else None,
        Likely(arrays["likely"], arrays["likely_probability"]) if of_sets else None,
    )
