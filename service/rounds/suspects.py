"""Labels that a measured round's heads contradict, for people to look at."""

from typing import NamedTuple

import numpy as np

from service.app import App
from service.core.evaluation.pool_predictions import PoolPredictions
from service.core.evaluation.sets.predictions import SetPredictions
from service.rounds.tables.rounds import Round

SUSPECTS = "suspects"
"""Its key among a round's artefacts."""
MOST_SUSPECTS = 500
"""The likeliest wrong ones: what is decided of them teaches the next round, which finds others."""


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
    wrong: float
    """The probability that the label is wrong."""


def suspects_of(project_id: int) -> str:
    """The folder of their blobs."""
    return f"projects/{project_id}/suspects"


def keep_suspects(
    app: App, stored_round: Round, predictions: PoolPredictions | SetPredictions | None
) -> str | None:
    """Stores what a round suspects; its blob."""
    if not isinstance(predictions, PoolPredictions):
        return None
    first = predictions.suspects.first(MOST_SUSPECTS)
    class_ids = np.array(stored_round.class_ids, dtype=np.int64)
    key = f"{suspects_of(stored_round.project_id)}/{stored_round.number}.npz"
    app.blobs.put_arrays(
        key,
        ordinal=first.ordinals,
        class_id=class_ids[first.given],
        predicted=class_ids[first.predicted],
        own=first.own,
        probability=first.probability,
        wrong=first.wrong,
    )
    return key


def load_suspects(app: App, stored_round: Round | None) -> list[Suspect]:
    """What a round suspects, the likeliest wrong first; nothing of one that isn't measured."""
    key = None if stored_round is None else stored_round.artefacts.get(SUSPECTS)
    arrays = None if key is None else app.blobs.lately(key)
    if arrays is None:
        return []
    columns = (arrays[name].tolist() for name in Suspect._fields)
    return [Suspect(*row) for row in zip(*columns, strict=True)]
