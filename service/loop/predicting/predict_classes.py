"""A worker's part of a prediction: how likely each class is, and which labels speak for it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.nearest import furthest
from service.core.suggestions import MOST
from service.core.threads import each_in_threads
from service.core.views import side_by_side
from service.loop.app import App
from service.loop.questions.kind import Content
from service.loop.rounds.released import Released, released_head
from service.loop.rounds.views_read import ReadView
from service.loop.vectors.encode_texts import encode_texts
from service.loop.vectors.warm_vectors import warm_vectors
from service.ports import Tools
from service.reasons import Reason

DIGITS = 6


@dataclass(frozen=True)
class Texts:
    """Asked: the classes of some texts."""

    project_id: int
    texts: Sequence[str]
    likeliest: int | None = None
    """So many of each; None: all."""
    nearest: int = 0
    """So many labelled items for each of the three likeliest."""

    def content(self) -> Content:
        return asdict(self)


def predict_classes(app: App, tools: Tools, content: Content) -> Content | Reason:
    """For each text ids of classes, the likeliest first, and how likely each is."""
    asked = Texts(**content)
    with app.read() as uow:
        found = uow.rounds.last_measured(asked.project_id, metrics=False)
        merged = uow.classes.merged(asked.project_id)
    released = released_head(app, found)
    if isinstance(released, Reason):
        return released
    encoded = _encoded(app, tools, released.views, asked.texts)
    if isinstance(encoded, Reason):
        return encoded
    X, *_ = encoded
    P, class_ids = _meant(released.probabilities(side_by_side(encoded)), released.class_ids, merged)
    order = np.argsort(-P, axis=1, kind="stable")[:, : asked.likeliest]
    reply: dict[str, Any] = {
        "round": released.number,
        "classes": class_ids[order].tolist(),
        "probabilities": np.take_along_axis(P, order, axis=1).round(DIGITS).tolist(),
    }
    if asked.nearest:
        reply["nearest"] = _nearest(app, released, X, class_ids[order[:, :MOST]], asked.nearest)
    return reply


def _encoded(
    app: App, tools: Tools, views: Sequence[ReadView], texts: Sequence[str]
) -> list[FloatArray] | Reason:
    """By each view, all at once: a transformer computes while Python counts words."""
    found: dict[int, FloatArray | Reason] = {}

    def encode(place: int) -> None:
        found[place] = encode_texts(app, tools, views[place], texts)

    each_in_threads(encode, range(len(views)), len(views))
    encoded = []
    for place in range(len(views)):
        vectors = found[place]
        if isinstance(vectors, Reason):
            return vectors
        encoded.append(vectors)
    return encoded


def _meant(
    P: DoubleArray, class_ids: Sequence[int], merged: Mapping[int, int]
) -> tuple[DoubleArray, IntArray]:
    """The columns of P (n, C), those of merged classes added to that of what they mean by now."""
    meant = [merged.get(class_id, class_id) for class_id in class_ids]
    ids = list(dict.fromkeys(meant))
    added = np.zeros((len(P), len(ids)))
    for column, class_id in enumerate(meant):
        added[:, ids.index(class_id)] += P[:, column]
    return added, np.array(ids, dtype=np.int64)


def _nearest(
    app: App, released: Released, X: FloatArray, likeliest: IntArray, count: int
) -> list[list[list[tuple[int, float]]]]:
    """For each row of X, by the first view, and each of its likeliest classes (n, k): the nearest
    items that are labelled so, by ordinal, and their cosines. None where those are others now."""
    with app.read() as uow:
        project = uow.projects.get(released.project_id)
        read = released.views[0]
        view = uow.views.of(project.id)[read.position]
        if view.fingerprint != read.fingerprint:
            return [[[] for _ in row] for row in likeliest]
        vectors, _ = warm_vectors(app, uow.shards.current(view), project.next_ordinal)
        labelled = {
            class_id: np.sort(uow.hunts.labelled_as(uow.classes.family(project.id, class_id)))
            for class_id in np.unique(likeliest).tolist()
        }
    vectors_of = {class_id: vectors[ordinals] for class_id, ordinals in labelled.items()}
    return [
        [_best(labelled[c], vectors_of[c] @ x, count) for c in row]
        for x, row in zip(X, likeliest.tolist(), strict=True)
    ]


def _best(ordinals: IntArray, cosines: FloatArray, count: int) -> list[tuple[int, float]]:
    best = furthest(cosines, np.ones(len(cosines), dtype=np.bool_), count)
    return [(int(ordinals[row]), round(float(cosines[row]), DIGITS)) for row in best]
