"""Which encoder fits labelled texts: as a project's trial finds it, without a service."""

import time
from collections.abc import Sequence

import numpy as np

from service.core.replay.further_view import Trial
from service.core.targets.protocol import Targets
from service.ports import Encoder, Fitting
from service.trials.tables import TriedEncoder
from service.vectors.texts import Timed, encode_timed


def encoded(encoder: Encoder, texts: Sequence[str]) -> Timed:
    """In CPU-seconds; one that learns from texts learns from these."""
    if isinstance(encoder, Fitting):
        encoder = encoder.fitted(encoder.fit(texts, seed=0))
    return encode_timed(encoder, texts, time.process_time)


def compared(
    views: Sequence[Timed], others: dict[str, Timed], targets: Targets, n_classes: int
) -> tuple[float, list[TriedEncoder]]:
    """The share that is right by the views, and what each of the others brings, the most first."""
    is_audit = np.zeros(len(targets), dtype=np.bool_)  # a file doesn't say it
    vectors = [each.vectors for each in views]
    trial = Trial(vectors, targets, is_audit, n_classes, len(others))
    gains = [
        TriedEncoder.of(name, trial.with_view(each.vectors), each.seconds)
        for name, each in others.items()
    ]
    return float(trial.before.mean()), sorted(gains, key=lambda each: -each.gain.value)
