"""What a measured round predicts of the whole pool: one blob for filters, review and search."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.core.evaluation.pool_predictions import PoolPredictions
from service.core.labels import Labels
from service.loop.app import App
from service.loop.rounds.round_heads import clear_older
from service.models import Round

ARTEFACT = "predictions"
"""Its key among the round's artefacts."""
NOTHING = 65_535
"""The class of an item of which nothing is said: it had no vector, or is none of the pool."""


@dataclass(frozen=True, eq=False)
class Predictions:
    """By ordinal; shorter than the pool where items have come since. Read-only."""

    class_ids: NDArray[np.int64]
    """(C,)"""
    class_index: NDArray[np.uint16]
    """(N,) the likeliest class, as its place in `class_ids`; 65,535 for none."""
    probability: NDArray[np.float16]
    """(N,) how often such a prediction is right; NaN for none."""
    entropy: NDArray[np.float16] | None
    """(N,) of the probabilities of all classes, in nats; NaN for none. None of a round from before
    it was kept."""
    given_probability: NDArray[np.float16]
    """(N,) of the class that the item is labelled with, by a head that hasn't seen the label; NaN
    without one."""
    audits: NDArray[np.int64] | None
    """(a,) ordinals of the labels that measured; None of a round from before they were kept."""


def keep_predictions(
    app: App, of: Round, labels: Labels, found: PoolPredictions | None
) -> str | None:
    """Stores what a round predicts that learnt from `labels`, and clears away that of older rounds;
    its blob."""
    if found is None:
        return None
    folder = f"projects/{of.project_id}/predictions"
    clear_older(app, folder, of.number)
    key = f"{folder}/{of.number}.npz"
    app.blobs.put_arrays(
        key,
        class_ids=np.array(of.class_ids, dtype=np.int64),
        class_index=np.where(found.classes < 0, NOTHING, found.classes).astype(np.uint16),
        probability=found.probability.astype(np.float16),
        entropy=found.entropy.astype(np.float16),
        given_probability=found.given.astype(np.float16),
        audits=labels.ordinals[labels.audit],
    )
    return key


def load_predictions(app: App, found: Round | None) -> Predictions | None:
    """What a round predicts, from memory where it was asked for lately.

    None of a round that isn't measured, that learnt nothing, or whose predictions gave way to those
    of newer rounds: ask for the last measured one (`uow.rounds.last_measured`).
    """
    key = None if found is None else found.artefacts.get(ARTEFACT)
    arrays = None if key is None else app.blobs.lately(key)
    if arrays is None:
        return None
    return Predictions(
        arrays["class_ids"],
        arrays["class_index"],
        arrays["probability"],
        arrays.get("entropy"),
        arrays["given_probability"],
        arrays.get("audits"),
    )
