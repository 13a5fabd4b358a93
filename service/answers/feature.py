"""What takes work of its own for each kind of answer, beyond labelling, rounds and figures."""

from collections.abc import Collection
from enum import StrEnum

from service.kit.errors import NotForKind


class Feature(StrEnum):
    AGAINST_RANDOM = "against_random"
    """Labels saved, the curve of random sampling, and the guard that goes by it."""
    FORECAST = "forecast"
    COMPARISON = "comparison"
    SECOND_ANSWERS = "second_answers"
    HUNT = "hunt"
    PREDICTIONS = "predictions"
    """Of the pool, and of texts that somebody sends."""
    SUSPECTED_ERRORS = "suspected_errors"
    MACHINE_LABELS = "machine_labels"
    MODEL_FILE = "model_file"
    VIEWS = "views"
    """Beside the main one."""


_CALLED = {
    Feature.AGAINST_RANDOM: "a comparison with random sampling",
    Feature.FORECAST: "a forecast",
    Feature.COMPARISON: "a comparison of strategies",
    Feature.SECOND_ANSWERS: "second answers",
    Feature.HUNT: "a search for a class",
    Feature.PREDICTIONS: "predictions",
    Feature.SUSPECTED_ERRORS: "suspected errors",
    Feature.MACHINE_LABELS: "labels of the machine",
    Feature.MODEL_FILE: "a model file",
    Feature.VIEWS: "more than one view",
}


def needs(feature: Feature, lacks: Collection[Feature], field: str | None = None) -> None:
    """`NotForKind` where a kind of answer `lacks` it; `field` is what asked for it."""
    if feature in lacks:
        extra = {} if field is None else {"field": field}
        raise NotForKind(
            f"Projects with answers of this kind don't have {_CALLED[feature]}.",
            **extra,
        )
