"""Counts what the model says of the texts that it is used on."""

import logging
from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from concurrent.futures import Future
from datetime import date
from typing import Any

import numpy as np

from service.app import App
from service.core.usage import BINS
from service.db.unit_of_work import UnitOfWork
from service.in_use.queries import DaysOfUse
from service.in_use.tables import Tally
from service.jobs.questions import Content
from service.kit.kept import Kept
from service.pool.tables.items import content_hash
from service.rounds.predictions import NOTHING, Predictions, load_predictions
from service.rounds.tables.rounds import Round

log = logging.getLogger(__name__)
MOST_REMEMBERED = 100_000
"""Texts of today, 10 MB: of what is asked after them each counts as a new one."""

_pools: Kept[Hashable, "Tally | None"] = Kept()


class TextsOfToday:
    """What this process was asked about: a text that comes again counts once a day."""

    def __init__(self) -> None:
        self._day = 0
        self._known: set[tuple[Hashable, bytes]] = set()

    def new(self, day: int, of: Hashable, texts: Sequence[str]) -> dict[bytes, int]:
        """Hashes of those that come `of` a project for the first time, with their places."""
        if day != self._day:
            self._day, self._known = day, set()
        places: dict[bytes, int] = {}
        for place, text in enumerate(texts):
            digest = content_hash(text)
            if (of, digest) not in self._known:
                places.setdefault(digest, place)
        if len(self._known) < MOST_REMEMBERED:
            self._known.update((of, digest) for digest in places)
        return places


_texts_of_today = TextsOfToday()


def tally_texts(
    app: App,
    latest: Round,
    today: date,
    texts: Sequence[str],
    reply: Content,
    in_pool: Collection[bytes],
) -> None:
    """Adds what a worker's `reply` says of texts but for those of the pool, by their hashes.

    They count for the `latest` measured round, although the one before it may have answered.
    Nobody waits until it is stored, and what goes wrong is logged: who asks wants predictions.
    """
    project_id, number, day = latest.project_id, latest.number, today.toordinal()
    key = (app.blobs, latest.id, latest.measured_at)
    pool = _pools.get(key, lambda: _of_pool(load_predictions(app, latest)))
    if pool is None:
        return  # it gave way to a newer one just now
    new = _texts_of_today.new(day, (app.blobs, project_id), texts)
    places = [place for digest, place in new.items() if digest not in in_pool]
    if not places:
        return
    used = _of_texts(reply, places, is_of_sets=pool.confidence is None)
    app.submit(lambda uow: _add(uow, project_id, number, day, pool, used)).add_done_callback(_end)


def _end(stored: "Future[None]") -> None:
    if stored.exception() is not None:
        log.warning("what a model was used on could not be counted: %s", stored.exception())


def _add(uow: UnitOfWork, project_id: int, number: int, day: int, pool: Tally, used: Tally) -> None:
    nothing = Tally(0, [], None if used.confidence is None else [0] * BINS)
    row = uow[DaysOfUse].held(project_id, number, day)
    if row is None:
        uow[DaysOfUse].begin(project_id, number, day, pool, nothing)
        row = uow[DaysOfUse].held(project_id, number, day)
    assert row is not None, "it was stored just now"
    row.used = added(row.used, used)


def added(one: Tally, other: Tally) -> Tally:
    """The two together."""
    classes = Counter(dict(one.classes))
    classes.update(dict(other.classes))
    confidence = None
    if one.confidence is not None and other.confidence is not None:
        confidence = [a + b for a, b in zip(one.confidence, other.confidence, strict=True)]
    return Tally(one.texts + other.texts, sorted(classes.items()), confidence)


def _of_texts(reply: Content, places: Sequence[int], *, is_of_sets: bool) -> Tally:
    named = [reply["classes"][place][: reply["named"][place]] for place in places]
    likely = np.array([reply["probabilities"][place][0] for place in places])
    return Tally(
        texts=len(places),
        classes=sorted(Counter(class_id for ids in named for class_id in ids).items()),
        confidence=None if is_of_sets else _binned(likely),
    )


def _of_pool(predictions: Predictions | None) -> Tally | None:
    """None where its predictions gave way to those of a newer round."""
    if predictions is None:
        return None
    has_class = (predictions.class_index != NOTHING) & np.isfinite(predictions.probability)
    named = predictions.named
    classes = predictions.class_index[has_class] if named is None else named.classes
    counts = np.bincount(classes, minlength=len(predictions.class_ids))
    return Tally(
        texts=int(has_class.sum()),
        classes=[*zip(predictions.class_ids.tolist(), counts.tolist(), strict=True)],
        confidence=_binned(predictions.probability[has_class]) if named is None else None,
    )


def _binned(confidence: Any) -> list[int]:
    places = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    counts: list[int] = np.bincount(places, minlength=BINS).tolist()
    return counts
