"""Whether texts of today look, to the released model, like those of its pool."""

from collections.abc import Sequence, Set
from dataclasses import replace

import numpy as np

from service.answers import Feature
from service.app import App
from service.core.arrays import FloatArray, IntArray
from service.core.drift import (
    LEVEL,
    Drift,
    Interval95,
    PredictedTexts,
    drift,
    lost,
    right_today,
    unlike,
)
from service.core.vectors.matrix import Vectors, blocks
from service.core.vectors.views import side_by_side
from service.in_use.different_texts import different_texts
from service.in_use.past_drift import check_comparison, keep_drift
from service.in_use.questions import DRIFT
from service.in_use.shapes import ClassShare, DriftReport, TextsInUse, UnlikeText
from service.in_use.tables import Checked, Compared
from service.jobs.questions import Content
from service.kit.reasons import Reason
from service.model.predict_texts import (
    Meant,
    as_meant,
    encoded_by_views,
    released_encoder,
)
from service.model.vectors_sent import check_vectors, unit_rows
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Projects
from service.ports import Tools
from service.rounds.first_figures import no_model_yet
from service.rounds.predictions import NOTHING, Predictions, load_predictions
from service.rounds.queries.figures import FigureRows
from service.rounds.queries.rounds import Rounds
from service.rounds.released import Released, released_head
from service.rounds.tables.rounds import Figure
from service.rounds.views_read import load_views
from service.vectors.load_vectors import load_vectors

MOST_COMPARED = 2_000
"""Rows of the pool, drawn at random: more tell little more, and each is compared with all."""
AT_ONCE = 256
"""Texts whose cosines to a block of the pool are held at once: 8 MB."""
MOST_UNLIKE = 10


def find_drift(app: App, project_id: int, user_id: int, body: TextsInUse) -> DriftReport:
    """What it finds is kept.

    With the reason `NotAnswered` where no worker lives, or Conflict where there is no model.
    """
    with app.read() as uow:
        uow[Projects].require(project_id, Feature.PREDICTIONS)
        encoder = released_encoder(uow, project_id)
        check_vectors(uow, project_id, len(body.texts), body.vectors)
        check_comparison(uow, project_id, body.comparison)
        sent = different_texts(uow, project_id, body)
    content = {"project_id": project_id, "texts": sent.texts, "vectors": sent.vectors}
    reply = app.asking.ask(DRIFT.question(content | {"checked": [*sent.checks]}, encoder))
    with app.read() as uow:
        names = uow[Classes].all_names(project_id)
        figure = uow[FigureRows].last(project_id)
    shares = [
        ClassShare(label_class=names[class_id], **share) for class_id, share in reply["classes"]
    ]
    confidence = reply["confidence"]
    report = DriftReport(
        comparison=None,
        round=reply["round"],
        texts=len(sent.texts),
        compared_with=reply["compared_with"],
        changed=reply["changed"],
        classes=sorted(shares, key=lambda each: (each.p_value, -abs(each.now - each.pool))),
        confidence=None if confidence is None else Compared(**confidence),
        similarity=Compared(**reply["similarity"]),
        unlike=[UnlikeText(sent.places[place], near) for place, near in reply["unlike"]],
        checked=_checked([*sent.checks.values()], reply["checked"], figure),
    )
    with app.write() as uow:
        kept = keep_drift(uow, project_id, report, by=user_id, instead_of=body.comparison)
    return replace(report, comparison=kept)


def _checked(
    checks: Sequence[Set[int]], replies: Sequence[Sequence[int]], figure: Figure | None
) -> Checked | None:
    """Ids of the classes that each checked text has, and that the model says it has."""
    if not checks:
        return None
    right = sum(truth == {*reply} for truth, reply in zip(checks, replies, strict=True))
    now = right_today(right, len(checks))
    fall = None
    if figure is not None and figure.estimate is not None:
        fall = lost(Interval95(figure.estimate, figure.low, figure.high), now)
    return Checked(
        checks=len(checks),
        right=right,
        share=now.value,
        low=now.low,
        high=now.high,
        pool=None if figure is None else figure.estimate,
        lost=None if fall is None else fall.value,
        lost_low=None if fall is None else fall.low,
        lost_high=None if fall is None else fall.high,
        worse=fall is not None and fall.low > 0,
    )


def compare_with_pool(app: App, tools: Tools, content: Content) -> Content | Reason:
    """The worker's side of `find_drift`."""
    project_id, texts = int(content["project_id"]), list(content["texts"])
    with app.read() as uow:
        measured = uow[Rounds].last_measured(project_id, metrics=False)
        if measured is None:
            return no_model_yet(uow, project_id)
        merged = uow[Classes].merged(project_id)
        rows = uow[Projects].get(project_id).next_ordinal
    released, predictions = released_head(app, measured), load_predictions(app, measured)
    if isinstance(released, Reason):
        return released
    assert predictions is not None, "a round that released a head predicts its pool"
    own = {name: unit_rows(vectors) for name, vectors in content["vectors"].items()}
    encoded = encoded_by_views(app, tools, released.views, texts, own)
    if isinstance(encoded, Reason):
        return encoded
    main, _ = load_vectors(app.blobs, released.views[0].shards, rows)
    new = as_meant(released, released.probabilities(side_by_side(encoded)), merged)
    now = _predicted(released, new, nearest(main, encoded[0]))
    drawn = _drawn(predictions, released.round_id)
    vectors, _ = load_views(app.blobs, released.views, rows)
    pool = as_meant(released, released.probabilities(vectors[drawn]), merged)
    _as_unlabelled(pool, predictions, drawn)
    before = _predicted(released, pool, nearest(main, main[drawn], drawn))
    return {
        "round": released.number,
        "compared_with": len(drawn),
        "checked": [new.class_ids[new.named[place]].tolist() for place in content["checked"]],
        **_compared(new.class_ids, before, now, drift(before, now)),
    }


def _drawn(predictions: Predictions, seed: int) -> IntArray:
    """(m,) ordinals of the pool, at random; the same ones for the same round."""
    rows = np.flatnonzero(predictions.class_index != NOTHING)
    chosen = np.random.default_rng(seed).permutation(len(rows))[:MOST_COMPARED]
    return np.sort(rows[chosen])


def _as_unlabelled(pool: Meant, predictions: Predictions, drawn: IntArray) -> None:
    """Of labelled rows what heads say that haven't seen the label, in place."""
    for row in np.flatnonzero(~np.isnan(predictions.given_probability[drawn])).tolist():
        ordinal = int(drawn[row])
        pool.P[row], pool.named[row] = 0.0, False
        named = (
            [int(predictions.class_index[ordinal])]
            if predictions.named is None
            else predictions.named.places(ordinal).tolist()
        )
        pool.named[row, pool.columns[named]] = True
        pool.P[row, pool.columns[named]] = predictions.probability[ordinal]


def _predicted(released: Released, likely: Meant, similarity: FloatArray) -> PredictedTexts:
    confidence = None if released.is_of_sets else likely.P.max(axis=1)
    return PredictedTexts(likely.named, confidence, similarity)


def nearest(pool: Vectors, X: FloatArray, own: IntArray | None = None) -> FloatArray:
    """(n,) the cosine of each of the unit rows X (n, D) to the nearest of the pool; but for its
    `own` row, if it has one."""
    similarity = np.full(len(X), -1.0, dtype=np.float32)
    for rows, block in blocks(pool):
        stored = block.astype(np.float32, copy=False)
        for start in range(0, len(X), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            cosines = X[part] @ stored.T
            if own is not None:
                mine = own[part] - rows.start
                here = np.flatnonzero((mine >= 0) & (mine < len(stored)))
                cosines[here, mine[here]] = -1.0
            np.maximum(similarity[part], cosines.max(axis=1), out=similarity[part])
    return similarity


def _compared(
    class_ids: IntArray, pool: PredictedTexts, new: PredictedTexts, chances: Drift
) -> Content:
    shares = zip(pool.named.mean(axis=0), new.named.mean(axis=0), chances.classes, strict=True)
    confidence = None
    if pool.confidence is not None and new.confidence is not None:
        assert chances.confidence is not None
        confidence = _pair(pool.confidence.mean(), new.confidence.mean(), chances.confidence)
    return {
        "classes": list(zip(class_ids.tolist(), (_pair(*each) for each in shares), strict=True)),
        "confidence": confidence,
        "similarity": _pair(pool.similarity.mean(), new.similarity.mean(), chances.similarity),
        "changed": min([*chances.classes, chances.confidence or 1.0, chances.similarity]) < LEVEL,
        "unlike": _unlike(pool, new),
    }


def _pair(pool: float, now: float, p_value: float) -> Content:
    shown = {"pool": round(float(pool), 4), "now": round(float(now), 4)}
    return {**shown, "p_value": float(f"{p_value:.3g}"), "changed": p_value < LEVEL}


def _unlike(pool: PredictedTexts, new: PredictedTexts) -> Sequence[tuple[int, float]]:
    """Places of the new texts that are least like the pool, and how like they are."""
    rare = unlike(pool, new)
    order = np.argsort(new.similarity, kind="stable")[: min(MOST_UNLIKE, int(rare.sum()))]
    return [(int(place), round(float(new.similarity[place]), 4)) for place in order]
