"""How a mixture of heads on all views of a text is found."""

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.heads.blend import agreement, blend, proposed_weights
from service.core.heads.evening import EVENINGS, Evening, lifted
from service.core.heads.head import HeadKind, register_head
from service.core.heads.joined import best_out_of_fold, fit_joined, scales
from service.core.heads.labelled import LabelledPool
from service.core.heads.logistic import LogisticHead
from service.core.heads.mixture import (
    GROWTH,
    GROWTH_OF_RELEASED,
    REACHES,
    SELF_TRAINED_FROM,
    padded,
    pull_of_labels,
    self_trained_out_of_fold,
)
from service.core.heads.names import fit_with_names
from service.core.heads.out_of_fold import C_OF_FEW, FEW, FEWEST, ROUGH, folds, likelihood, nearby
from service.core.heads.self_training import self_trained, unlabelled_rows
from service.core.heads.spreading import spread_of
from service.core.heads.view_mixture import Estimate, Spreads, ViewMixtureHead, counted
from service.core.label_propagation import Spread
from service.core.threads import all_of, beside

REACH_OF_VIEWS = 5
"""Neighbours of the graphs of several views. A second reach of each gains nothing."""
WORTH_A_LOOK = 0.02
"""Self-training that counted less, with 100 labels or more, isn't estimated again: that takes half
of the time, and the prior alone would give it half as much."""


def fit_view_mixture(
    pool: LabelledPool,
    warm: ViewMixtureHead | None = None,
    *,
    growth: float = GROWTH,
    shrinkage: float = 1.0,
    evening: Evening = EVENINGS[5],
) -> ViewMixtureHead:
    """The mixture for the labels of a pool, from `warm` on.

    Weights, gate, C and lifts are estimated when there are `growth` times the labels of the last
    time, or fewer than `shrinkage` times those. From 10 labels of two classes on; before, C = 30.
    """
    if warm is not None and (warm.layout, warm.n_classes) != (pool.layout, pool.n_classes):
        warm = None
    first, y = pool.view(0), pool.classes
    reaches = _reaches(pool)
    begun = _begun_spreads(pool, reaches, warm)

    def spreads() -> Spreads:
        views = (view for view, _ in reaches)
        return tuple(zip(views, all_of(begun), strict=True))

    scale = evening.evened(_counts(pool, evening.counting))
    estimate = warm.estimate if warm is not None else None
    if len(pool) < FEWEST or len(np.unique(y)) < 2:
        estimate = None
    elif estimate is None or not shrinkage <= len(pool) / estimate.n_labels < growth:
        estimate = _estimated(pool, spreads(), estimate, scale, evening.most_lifted)
    C = float(estimate.strengths[0]) if estimate else C_OF_FEW
    start = warm.main if warm is not None else None
    fit_main = beside(partial(fit_with_names, first.X, y, pool.n_classes, first.names, start, C=C))
    other = None
    if estimate is not None and counted(estimate, len(reaches))[-1] > 0:
        other = _other(pool, fit_main, estimate, warm.other if warm is not None else None)
    if estimate is not None:
        scale = scale * estimate.lift
    return ViewMixtureHead(
        fit_main(), other, spreads(), estimate, pool.layout, pool.graphs, scale.astype(np.float32)
    )


def _reaches(pool: LabelledPool) -> list[tuple[int, int]]:
    """The views whose graphs labels spread along, and how many neighbours these have."""
    if pool.n_views == 1:
        return [(0, k) for k in REACHES]
    return [(v, REACH_OF_VIEWS) for v, graph in enumerate(pool.graphs) if graph is not None]


def _begun_spreads(
    pool: LabelledPool, reaches: list[tuple[int, int]], warm: ViewMixtureHead | None
) -> list[Callable[[], Spread]]:
    before = {(v, spread.k): spread for v, spread in warm.spreads} if warm is not None else {}
    return [beside(partial(spread_of, pool.view(v), before.get((v, k)), k)) for v, k in reaches]


def _other(
    pool: LabelledPool,
    main: Callable[[], LogisticHead],
    estimate: Estimate,
    warm: LogisticHead | None,
) -> LogisticHead:
    """Logistic regression on all views joined; of one view, self-training."""
    if pool.n_views > 1:
        return fit_joined(pool, estimate.views, float(estimate.strengths[-1]), warm)
    rows, n_classes = unlabelled_rows(pool), pool.n_classes
    return self_trained(pool.X, pool.classes, n_classes, main(), rows, warm, names=pool.names)


def _estimated(
    pool: LabelledPool,
    spreads: Spreads,
    before: Estimate | None,
    even: DoubleArray,
    most_lifted: float,
) -> Estimate:
    y, n_classes, fold = pool.classes, pool.n_classes, folds(pool.classes)
    pull = pull_of_labels(pool.view(0))
    last = before.strengths.tolist() if before else [None] * (pool.n_views + 1)
    alone = [
        best_out_of_fold(pool.view(v), fold, pull, nearby(last[v])) for v in range(pool.n_views)
    ]
    views = proposed_weights(np.stack([likelihood(P, y) for _, P in alone], axis=1), pull)
    heads = [alone[0][1], *_spread_out_of_fold(pool, spreads, fold)]
    joined_C = alone[0][0]
    if pool.n_views > 1:
        scale = scales(pool.layout, views)
        joined_C, P = best_out_of_fold(pool, fold, pull, nearby(last[-1]), scale)
        heads.append(P)
    elif _may_self_train(pool, before):
        heads.append(self_trained_out_of_fold(pool, joined_C))
    agreed = agreement(heads[1].argmax(axis=1), y, n_classes)
    found = blend(np.stack([likelihood(P, y) for P in heads], axis=1), pull, agreed)
    _, heads[0] = best_out_of_fold(pool.view(0), fold, pull, alone[0][:1], tolerance=ROUGH)
    mixed = np.tensordot(found.weights, heads, axes=1)
    return Estimate(
        len(pool),
        padded(found, len(spreads) + 2),
        np.array([*(C for C, _ in alone), joined_C]),
        views,
        lifted(mixed, heads[0], y, even, most_lifted) / even,
    )


def _spread_out_of_fold(pool: LabelledPool, spreads: Spreads, fold: IntArray) -> list[FloatArray]:
    views = [(pool.view(v), spread) for v, spread in spreads]
    return [spread.out_of_fold(fold, view.neighbours, view.places_of) for view, spread in views]


def _may_self_train(pool: LabelledPool, before: Estimate | None) -> bool:
    if before is not None and before.n_labels >= FEW:
        return bool(before.blend.proposed[-1] >= WORTH_A_LOOK)
    return len(pool) >= SELF_TRAINED_FROM


def _counts(pool: LabelledPool, counting: np.ufunc) -> IntArray:
    """(n_classes,) the labels of each class and the examples that its description has."""
    labels = np.bincount(pool.classes, minlength=pool.n_classes)
    if pool.names is None:
        return labels
    counts: IntArray = counting(labels, pool.names.examples(pool.n_classes))
    return counts


def _register(version: int) -> None:
    fit = partial(fit_view_mixture, evening=EVENINGS[version])
    register_head(
        HeadKind(
            name="mixture",
            version=version,
            title="Gated mixture of views",
            fit=fit,
            from_arrays=ViewMixtureHead.from_arrays,
            reads_views=True,
            released_by=partial(fit, growth=GROWTH_OF_RELEASED),
            refitted_by=partial(fit, growth=math.inf),
            cut_back_by=partial(fit, growth=math.inf, shrinkage=0.0),
        )
    )


for version in EVENINGS:
    _register(version)
