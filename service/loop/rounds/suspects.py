"""Labels that a measured round's heads contradict, for people to look at."""

from typing import NamedTuple

import numpy as np

from service.core.evaluation.pool_predictions import PoolPredictions
from service.core.evaluation.set_predictions import SetPredictions
from service.core.evaluation.suspected_errors import suspected_errors
from service.core.labels import Labels
from service.core.one_class import class_of_each
from service.loop.app import App
from service.loop.rounds.round_heads import clear_older
from service.models import Round

SUSPECTS = "suspects"
"""Its key among a round's artefacts."""
MOST_SUSPECTS = 500
"""The most confident ones: what is decided of them teaches the next round, which finds others."""


class Suspect(NamedTuple):
    """A label as it was when the round was measured, and what its heads think instead."""

    ordinal: int
    class_id: int
    predicted: int
    """The id of the class that is likelier."""
    own: float
    """The probability of the label's class, out of fold."""
    probability: float
    """That of the predicted one."""


def keep_suspects(
    app: App, found: Round, labels: Labels, predictions: PoolPredictions | SetPredictions | None
) -> str | None:
    """Stores what a round suspects and clears away that of older rounds; its blob."""
    if not isinstance(predictions, PoolPredictions) or len(labels) == 0:
        return None
    given, at = class_of_each(labels.targets), labels.ordinals
    columns = predictions.classes[at], predictions.given[at], predictions.probability[at]
    rows = suspected_errors(given, *columns)[:MOST_SUSPECTS]
    predicted, own, likeliest = (column[rows] for column in columns)
    class_ids = np.array(found.class_ids, dtype=np.int64)
    folder = f"projects/{found.project_id}/suspects"
    clear_older(app, folder, found.number)
    key = f"{folder}/{found.number}.npz"
    app.blobs.put_arrays(
        key,
        ordinal=at[rows],
        class_id=class_ids[given[rows]],
        predicted=class_ids[predicted],
        own=own.astype(np.float32),
        probability=likeliest.astype(np.float32),
    )
    return key


def load_suspects(app: App, found: Round | None) -> list[Suspect]:
    """What a round suspects, the most confident first; nothing of one that isn't measured."""
    key = None if found is None else found.artefacts.get(SUSPECTS)
    arrays = None if key is None else app.blobs.lately(key)
    if arrays is None:
        return []
    columns = (arrays[name].tolist() for name in Suspect._fields)
    return [Suspect(*row) for row in zip(*columns, strict=True)]
