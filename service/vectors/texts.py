"""Texts of a project's items, and their vectors with what these take."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from service.app import App
from service.db.repository import slices
from service.pool.queries.items import ItemsInRange
from service.ports import Encoder, FloatArray

AT_ONCE = 64
"""Texts that are encoded between two looks at whether anybody still waits for them."""


def texts_of(app: App, project_id: int, ordinals: Sequence[int]) -> dict[int, str]:
    """By ordinal; one that was deleted meanwhile has none."""
    texts: dict[int, str] = {}
    for part in slices(ordinals):
        with app.read() as uow:
            texts |= uow[ItemsInRange].texts(project_id, part)
    return texts


class Timed(NamedTuple):
    vectors: FloatArray
    """(n, D)"""
    seconds: float
    """By the clock, of one text."""


def encode_timed(
    encoder: Encoder,
    texts: Sequence[str],
    clock: Callable[[], float],
    tell: Callable[[int], None] = lambda _texts: None,
) -> Timed:
    """Vectors of at least one text. `tell` hears of how many more there are some, and may raise to
    end it."""
    encoder.encode(texts[:1])  # what is loaded at the first text is not what a text takes
    vectors = np.empty((len(texts), encoder.dimensions), dtype=np.float32)
    seconds = 0.0
    by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    for part in slices(by_length, AT_ONCE):
        begun = clock()
        vectors[part] = encoder.encode([texts[place] for place in part])
        seconds += clock() - begun
        tell(len(part))
    return Timed(vectors, seconds / len(texts))
