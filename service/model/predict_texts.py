"""What the released model says of texts that somebody sends."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from service.answers import Feature
from service.app import App
from service.core.acquisition.audit import audit_keys
from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from service.core.threads import each_in_threads
from service.core.vectors.matrix import furthest
from service.core.vectors.views import side_by_side
from service.db.unit_of_work import UnitOfWork
from service.jobs.questions import Content, not_answered
from service.kit.errors import Invalid
from service.kit.reasons import Reason, ReasonCode, reason
from service.kit.rooms import Additions
from service.kit.vocabulary import ItemRole
from service.labelling.shapes import cut
from service.model.questions import PREDICT
from service.model.shapes import (
    MOST_EXPLAINED,
    LikelyClass,
    NearestItem,
    TextPredictions,
    TextsToPredict,
)
from service.model.vectors_sent import check_vectors, unit_rows
from service.pool.queries.blindness import Blindness
from service.pool.queries.class_evidence import ClassEvidence
from service.pool.queries.classes import Classes
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects, Views
from service.pool.queries.stored_items import StoredItem, StoredItems
from service.pool.tables.items import content_hash
from service.pool.tables.projects import is_own
from service.ports import Tools
from service.rounds.first_figures import no_model_yet
from service.rounds.queries.rounds import Rounds
from service.rounds.released import Released, released_head
from service.rounds.tables.rounds import Round
from service.rounds.views_read import ReadView, recorded
from service.vectors.fitted_encoder import encode_texts
from service.vectors.load_vectors import warm_vectors
from service.vectors.queries import Shards

AfterPredicting = Callable[[App, Round, date, Sequence[str], Content, Collection[bytes]], None]
"""Of the latest measured round, a day, texts, a worker's reply, and hashes of those of the texts
that the pool has. Nobody waits for what it does."""
TALLIES: Additions[AfterPredicting] = Additions("room")
"""What counts the texts that a model is asked about."""
LONGEST_EXCERPT = 300
"""Characters of a labelled item that speaks for a class."""


def predict_texts(
    app: App, project_id: int, user_id: int, wanted: TextsToPredict
) -> TextPredictions:
    """With the reason `NotAnswered` where no worker lives, or Conflict where there is no model."""
    if wanted.nearest and len(wanted.texts) > MOST_EXPLAINED:
        raise Invalid(
            f"Nearest items are given for {MOST_EXPLAINED} texts at most: send fewer, or 0 here.",
            field="nearest",
        )
    with app.read() as uow:
        uow[Projects].require(project_id, Feature.PREDICTIONS)
        encoder = released_encoder(uow, project_id)
        check_vectors(uow, project_id, len(wanted.texts), wanted.vectors)
        items = _in_pool(uow, project_id, wanted.texts)
        today = uow.now.date()
    content = {"project_id": project_id, "wanted": wanted.model_dump()}
    reply = app.asking.ask(PREDICT.question(content, encoder))
    if items:
        with app.write() as uow:
            uow[Blindness].note(user_id, [item.id for item in items])
    nearest: Sequence[Sequence[Sequence[tuple[int, float]]]] = reply.get("nearest", [])
    with app.read() as uow:
        latest = uow[Rounds].last_measured(project_id, metrics=False)
        names = uow[Classes].all_names(project_id)
        speakers = _speakers(uow, project_id, nearest)
    if latest is not None and not wanted.trial:
        in_pool = {item.content_hash for item in items}
        for tally in TALLIES:
            tally(app, latest, today, wanted.texts, reply, in_pool)
    of_texts = zip(reply["classes"], reply["probabilities"], reply["named"], strict=True)
    rows = [
        [
            LikelyClass(names[c], p, place < named, [])
            for place, (c, p) in enumerate(zip(classes, likely, strict=True))
        ]
        for classes, likely, named in of_texts
    ]
    for row, near in zip(rows, nearest, strict=False):
        for place, of_class in enumerate(near[: len(row)]):
            spoken = [replace(speakers[o], similarity=s) for o, s in of_class if o in speakers]
            row[place] = replace(row[place], nearest=spoken)
    return TextPredictions(reply["round"], len(items), rows)


def released_encoder(uow: UnitOfWork, project_id: int) -> str:
    """Of the first view that the released model reads: any worker has the lighter ones too.

    Conflict without a model; `NotAnswered` where a job is about to bring the first one.
    """
    measured = uow[Rounds].last_measured(project_id, metrics=False)
    if measured is None:
        raise not_answered(no_model_yet(uow, project_id))
    return uow[Views].of(project_id)[recorded(measured)[0].position].encoder


def _in_pool(uow: UnitOfWork, project_id: int, texts: Sequence[str]) -> list[StoredItem]:
    """The items with these texts."""
    key_of = audit_keys(int(uow[Projects].get(project_id).audit_secret))
    hashes = {content_hash(text) for text in texts}
    keys = sorted(map(key_of, hashes))
    stored = uow[StoredItems].with_keys(project_id, ItemRole.POOL, keys)
    return [item for item in stored if item.content_hash in hashes]


def _speakers(
    uow: UnitOfWork, project_id: int, nearest: Iterable[Iterable[Iterable[tuple[int, float]]]]
) -> Mapping[int, NearestItem]:
    """By ordinal, those that can be seen."""
    ordinals = {ordinal for row in nearest for near in row for ordinal, _ in near}
    ids = uow[Items].ids_of_ordinals(project_id, sorted(ordinals))
    items, external = uow[Items].some(ids.values()), uow[Items].external_ids([*ids.values()])
    return {
        item.ordinal: NearestItem(
            item.id, external.get(item.id), cut(item.text, LONGEST_EXCERPT), 0.0
        )
        for item in items.values()
    }


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
        if measured is None:
            return no_model_yet(uow, project_id)
        merged = uow[Classes].merged(project_id)
    released = released_head(app, measured)
    if isinstance(released, Reason):
        return released
    own = {name: unit_rows(vectors) for name, vectors in wanted.vectors.items()}
    encoded = encoded_by_views(app, tools, released.views, wanted.texts, own)
    if isinstance(encoded, Reason):
        return encoded
    X, *_ = encoded
    likely = as_meant(released, released.probabilities(side_by_side(encoded)), merged)
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


def encoded_by_views(
    app: App,
    tools: Tools,
    views: Sequence[ReadView],
    texts: Sequence[str],
    own: Mapping[str, FloatArray],
) -> list[FloatArray] | Reason:
    """By each view, all at once: a transformer computes while Python counts words.

    `own`: the vectors of views that have no encoder. A further view whose encoder is another here
    by now has zeros, as of an item that it lacks.
    """
    by_text: dict[int, FloatArray | Reason] = {}

    def encode(place: int) -> None:
        view = views[place]
        if not is_own(view.encoder):
            by_text[place] = encode_texts(app, tools, view, texts)
        else:
            by_text[place] = own.get(view.encoder, reason(ReasonCode.NO_VECTORS))

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


class Meant(NamedTuple):
    """By what classes mean by now."""

    P: DoubleArray
    """(n, k)"""
    named: BoolArray
    """(n, k) whether a text is said to have the class."""
    class_ids: IntArray
    """(k,)"""
    columns: IntArray
    """(C,) the column of each class of the released head."""


def as_meant(released: Released, P: DoubleArray, merged: Mapping[int, int]) -> Meant:
    """A merged class counts as what it means: of one class a text its probability is added to that,
    of several a text has the one if it has either, as if they came and went without each other."""
    meant = [merged.get(class_id, class_id) for class_id in released.class_ids]
    ids = list(dict.fromkeys(meant))
    of = np.array([ids.index(class_id) for class_id in meant])
    if not released.is_of_sets:
        added = np.zeros((len(P), len(ids)))
        np.add.at(added.T, of, P.T)
        likeliest = added.argmax(axis=1)[:, None] == np.arange(len(ids))
        return Meant(added, likeliest, np.array(ids, dtype=np.int64), of)
    neither, named = np.ones((len(P), len(ids))), np.zeros((len(P), len(ids)), dtype=np.bool_)
    np.multiply.at(neither.T, of, 1 - P.T)
    np.logical_or.at(named.T, of, released.named(P).T)
    return Meant(1 - neither, named, np.array(ids, dtype=np.int64), of)


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
            class_id: np.sort(_labelled_as(uow, project.id, class_id))
            for class_id in np.unique(likeliest).tolist()
        }
    vectors_of = {class_id: vectors[ordinals] for class_id, ordinals in labelled.items()}
    return [
        [_best(labelled[c], vectors_of[c] @ x, count) for c in row]
        for x, row in zip(X, likeliest.tolist(), strict=True)
    ]


def _labelled_as(uow: UnitOfWork, project_id: int, class_id: int) -> list[int]:
    """Ordinals, also of what the classes are labelled that were merged into it."""
    return uow[ClassEvidence].labelled_as(uow[Classes].family(project_id, class_id))


def _best(ordinals: IntArray, cosines: FloatArray, count: int) -> list[tuple[int, float]]:
    best = furthest(cosines, np.ones(len(cosines), dtype=np.bool_), count)
    return [(int(ordinals[row]), round(float(cosines[row]), DIGITS)) for row in best]
