"""A worker's part of a prediction: how likely each class is, and which labels speak for it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from service.app import App
from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from service.core.threads import each_in_threads
from service.core.vectors.nearest import furthest
from service.core.vectors.views import side_by_side
from service.find.queries.hunts import Hunts
from service.jobs.questions.kind import Content
from service.kit.reasons import Reason
from service.model.predicting.shapes import TextsToPredict
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Projects, Views
from service.ports import Tools
from service.rounds.queries.rounds import Rounds
from service.rounds.released import Released, released_head
from service.rounds.views_read import ReadView
from service.vectors.encode_texts import encode_texts
from service.vectors.load_vectors import warm_vectors
from service.vectors.queries import Shards

DIGITS = 6
EXPLAINED = 3
"""So many classes by labelled items like the text, where that is asked for."""


def predict_classes(app: App, tools: Tools, content: Content) -> Content | Reason:
    """For each text ids of classes and how likely each is: those that it is said to have, then
    others, each the likeliest first."""
    project_id: int = content["project_id"]
    wanted = TextsToPredict.model_validate(content["wanted"])
    with app.read() as uow:
        measured = uow[Rounds].last_measured(project_id, metrics=False)
        merged = uow[Classes].merged(project_id)
    released = released_head(app, measured)
    if isinstance(released, Reason):
        return released
    encoded = _encoded(app, tools, released.views, wanted.texts)
    if isinstance(encoded, Reason):
        return encoded
    X, *_ = encoded
    likely = _meant(released, released.probabilities(side_by_side(encoded)), merged)
    order = np.argsort(-(likely.P + 2 * likely.named), axis=1, kind="stable")
    counts = likely.named.sum(axis=1)
    shown = [
        row[: wanted.likeliest and max(wanted.likeliest, count)]
        for row, count in zip(order, counts.tolist(), strict=True)
    ]
    reply: dict[str, Any] = {
        "round": released.number,
        "classes": [likely.class_ids[row].tolist() for row in shown],
        "probabilities": [
            p[row].round(DIGITS).tolist() for p, row in zip(likely.P, shown, strict=True)
        ],
        "named": counts.tolist(),
    }
    if wanted.nearest:
        likeliest = likely.class_ids[order[:, :EXPLAINED]]
        reply["nearest"] = _nearest(app, released, X, likeliest, wanted.nearest)
    return reply


def _encoded(
    app: App, tools: Tools, views: Sequence[ReadView], texts: Sequence[str]
) -> list[FloatArray] | Reason:
    """By each view, all at once: a transformer computes while Python counts words.

    A further view whose encoder is another here by now has zeros, as of an item that it lacks.
    """
    by_text: dict[int, FloatArray | Reason] = {}

    def encode(place: int) -> None:
        by_text[place] = encode_texts(app, tools, views[place], texts)

    each_in_threads(encode, range(len(views)), len(views))
    first = by_text.pop(0)
    if isinstance(first, Reason):
        return first
    encoded = [first]
    for place, vectors in sorted(by_text.items()):
        if isinstance(vectors, Reason):
            vectors = np.zeros((len(texts), views[place].shards[0].dimensions), dtype=np.float32)
        encoded.append(vectors)
    return encoded


class _Meant(NamedTuple):
    """By what classes mean by now."""

    P: DoubleArray
    """(n, k)"""
    named: BoolArray
    """(n, k) whether a text is said to have the class."""
    class_ids: IntArray
    """(k,)"""


def _meant(released: Released, P: DoubleArray, merged: Mapping[int, int]) -> _Meant:
    """A merged class counts as what it means: of one class a text its probability is added to that,
    of several a text has the one if it has either, as if they came and went without each other."""
    meant = [merged.get(class_id, class_id) for class_id in released.class_ids]
    ids = list(dict.fromkeys(meant))
    of = np.array([ids.index(class_id) for class_id in meant])
    if not released.is_of_sets:
        added = np.zeros((len(P), len(ids)))
        np.add.at(added.T, of, P.T)
        likeliest = added.argmax(axis=1)[:, None] == np.arange(len(ids))
        return _Meant(added, likeliest, np.array(ids, dtype=np.int64))
    neither, named = np.ones((len(P), len(ids))), np.zeros((len(P), len(ids)), dtype=np.bool_)
    np.multiply.at(neither.T, of, 1 - P.T)
    np.logical_or.at(named.T, of, released.named(P).T)
    return _Meant(1 - neither, named, np.array(ids, dtype=np.int64))


def _nearest(
    app: App, released: Released, X: FloatArray, likeliest: IntArray, count: int
) -> list[list[list[tuple[int, float]]]]:
    """For each row of X, by the first view, and each of its likeliest classes (n, k): the nearest
    items that are labelled so, by ordinal, and their cosines. None where those are others now."""
    with app.read() as uow:
        project = uow[Projects].get(released.project_id)
        read = released.views[0]
        view = uow[Views].of(project.id)[read.position]
        if view.fingerprint != read.fingerprint:
            return [[[] for _ in row] for row in likeliest]
        vectors, _ = warm_vectors(app, uow[Shards].current(view), project.next_ordinal)
        labelled = {
            class_id: np.sort(uow[Hunts].labelled_as(uow[Classes].family(project.id, class_id)))
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
