"""The blobs that a measurement leaves."""

from service.core.labels import Labels
from service.core.rounds import Measurement
from service.loop.app import App
from service.loop.rounds.predictions import ARTEFACT, keep_predictions
from service.loop.rounds.released import RELEASED
from service.loop.rounds.round_heads import store_head
from service.loop.rounds.suspects import SUSPECTS, keep_suspects
from service.models import Round


def keep_measured(app: App, of: Round, labels: Labels, measurement: Measurement) -> dict[str, str]:
    """Stores the released head, what is predicted of the pool, and which of `labels` look wrong."""
    project, number, predicted = of.project_id, of.number, measurement.predictions
    blobs = {
        RELEASED: store_head(app, project, number, "released", measurement.head),
        ARTEFACT: keep_predictions(app, of, labels, predicted),
        SUSPECTS: keep_suspects(app, of, predicted),
    }
    return {name: key for name, key in blobs.items() if key is not None}
