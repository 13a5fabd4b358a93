"""How a mixture of heads on all views of a text is found."""

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.heads.blend import Blend, agreement, blend, proposed_weights
from service.core.heads.evening import evened, lifted
from service.core.heads.head import HeadKind, register_head
from service.core.heads.joined import best_out_of_fold, fit_joined, scales
from service.core.heads.labelled import LabelledPool, spread_of
from service.core.heads.logistic import LogisticHead
from service.core.heads.mixture import MixtureFit, MixtureHead, Spreads, counted_weights
from service.core.heads.names import fit_with_names
from service.core.heads.out_of_fold import (
    C_OF_FEW,
    FEW,
    FEWEST,
    by_fold,
    folds,
    likelihood,
    nearby,
    rough_tolerance,
)
from service.core.heads.self_training import self_trained, unlabelled_rows
from service.core.heads.sharpened import sharpened
from service.core.label_propagation import Spread
from service.core.threads import all_of, beside
from service.core.vectors.matrix import block_rows

REACHES = (15, 5)
"""Neighbours of the two graphs of one view. On many labels the wide one stops helping first."""
REACH_OF_VIEWS = 5
"""Neighbours of the graphs of several views. A second reach of each gains nothing."""
GROWTH, GROWTH_OF_RELEASED = 1.25, 1.1
"""Labels, in times of those of the last estimate, from which there is a new one."""
FEW_LABELS = 200
"""Labels up to which weights and C remember these: 2 points of accuracy with 45 of trec6, 0.5 with
200. To estimate them again then costs little."""
SELF_TRAINED_FROM = 40
WORTH_A_LOOK = 0.02
"""Self-training that counted less, with 100 labels or more, isn't estimated again: that takes half
of the time, and the prior alone would give it half as much."""
_SIMILARITIES = 1 << 22
"""That many at a time: 16 MB."""


def fit_mixture(
    pool: LabelledPool,
    warm: MixtureHead | None = None,
    *,
    growth: float = GROWTH,
    shrinkage: float = 1.0,
    afresh: bool = False,
) -> MixtureHead:
    """The mixture for the labels of a pool, from `warm` on.

    `afresh`: logistic regression isn't, so that it remembers no label that only `warm` has seen.
    Weights, gate, C and lifts are estimated when there are `growth` times the labels of the last
    time, or fewer than `shrinkage` times those. From 10 labels of two classes on; before, C = 30.
    """
    if warm is not None and (warm.layout, warm.n_classes) != (pool.layout, pool.n_classes):
        warm = None
    first, y = pool.view(0), pool.classes
    reaches = _reaches(pool)
    begun = _begun_spreads(pool, reaches, warm, brief=afresh)

    def spreads() -> Spreads:
        views = (view for view, _ in reaches)
        return tuple(zip(views, all_of(begun), strict=True))

    scale = evened(_counts(pool))
    estimate = warm.estimate if warm is not None else None
    if len(pool) < FEWEST or len(np.unique(y)) < 2:
        estimate = None
    elif estimate is None or not shrinkage <= len(pool) / estimate.n_labels < growth:
        estimate = _estimated(pool, spreads(), estimate, scale)
    C = float(estimate.strengths[0]) if estimate else C_OF_FEW
    main, other = (None, None) if warm is None or afresh else (warm.main, warm.other)
    fit_main = beside(partial(fit_with_names, first.X, y, pool.n_classes, first.names, main, C=C))
    if estimate is not None and counted_weights(estimate, len(reaches))[-1] > 0:
        other = other_part(pool, fit_main, estimate, other)
    else:
        other = None
    if estimate is not None:
        scale = scale * estimate.lift
    return MixtureHead(
        fit_main(), other, spreads(), estimate, pool.layout, pool.graphs, scale.astype(np.float32)
    )


def cut_back(pool: LabelledPool, warm: MixtureHead | None = None) -> MixtureHead:
    """The mixture for labels of a pool that remembers no other labels of `warm`."""
    few = len(pool) <= FEW_LABELS
    return fit_mixture(pool, warm, growth=1.0 if few else math.inf, shrinkage=0.0, afresh=True)


def _reaches(pool: LabelledPool) -> list[tuple[int, int]]:
    """The views whose graphs labels spread along, and how many neighbours these have."""
    if pool.n_views == 1:
        return [(0, k) for k in REACHES]
    return [(v, REACH_OF_VIEWS) for v, graph in enumerate(pool.graphs) if graph is not None]


def _begun_spreads(
    pool: LabelledPool, reaches: list[tuple[int, int]], warm: MixtureHead | None, brief: bool
) -> list[Callable[[], Spread]]:
    before = {(v, spread.k): spread for v, spread in warm.spreads} if warm is not None else {}
    return [
        beside(partial(spread_of, pool.view(v), before.get((v, k)), k, brief)) for v, k in reaches
    ]


def other_part(
    pool: LabelledPool,
    main: Callable[[], LogisticHead],
    estimate: MixtureFit,
    warm: LogisticHead | None,
) -> LogisticHead:
    """Logistic regression on all views joined; of one view, self-training."""
    if pool.n_views > 1:
        return fit_joined(pool, estimate.views, float(estimate.strengths[-1]), warm)
    rows, n_classes = unlabelled_rows(pool), pool.n_classes
    return self_trained(pool.X, pool.classes, n_classes, main(), rows, warm, names=pool.names)


def _estimated(
    pool: LabelledPool, spreads: Spreads, before: MixtureFit | None, even: DoubleArray
) -> MixtureFit:
    y, n_classes, fold = pool.classes, pool.n_classes, folds(pool.classes)
    pull = pull_of_labels(pool.view(0))
    last_C, last_joined_C = before.strengths[[0, -1]].tolist() if before else (None, None)
    C, first = best_out_of_fold(pool.view(0), fold, pull, nearby(last_C))
    heads = [first, *_spread_out_of_fold(pool, spreads, fold)]
    joined_C, views = C, np.ones(1)
    if pool.n_views > 1:
        views = _worths(pool, first, C, fold, pull)
        scale = scales(pool.layout, views)
        joined_C, P = best_out_of_fold(pool, fold, pull, nearby(last_joined_C), scale)
        heads.append(P)
    elif _may_self_train(pool, before):
        heads.append(self_trained_out_of_fold(pool, C))
    parts = np.stack(heads)
    agreed = agreement(parts[1].argmax(axis=1), y, n_classes)
    mixture, plain = sharpened(parts, y, pull), sharpened(parts[:1], y, pull)
    gains = mixture.log_likelihoods - plain.log_likelihoods
    fitted = blend(mixture.weights, gains, pull, agreed)
    mixed = np.tensordot(fitted.weights, parts, axes=1)
    return MixtureFit(
        len(pool),
        padded(fitted, len(spreads) + 2),
        np.array([C, joined_C]),
        views,
        lifted(mixed, parts[0], y, even) / even,
    )


def _worths(
    pool: LabelledPool, first: FloatArray, C: float, fold: IntArray, pull: DoubleArray
) -> DoubleArray:
    """(V,) what each view counts, by logistic regression on it alone with the C of the first."""
    rest = range(1, pool.n_views)
    alone = [first, *(best_out_of_fold(pool.view(v), fold, pull, (C,))[1] for v in rest)]
    return proposed_weights(likelihood(np.stack(alone), pool.classes).T, pull)


def _spread_out_of_fold(pool: LabelledPool, spreads: Spreads, fold: IntArray) -> list[FloatArray]:
    views = [(pool.view(v), spread) for v, spread in spreads]
    return [spread.out_of_fold(fold, view.neighbours, view.places_of) for view, spread in views]


def _may_self_train(pool: LabelledPool, before: MixtureFit | None) -> bool:
    if before is not None and before.n_labels >= FEW:
        return bool(before.blend.proposed[-1] >= WORTH_A_LOOK)
    return len(pool) >= SELF_TRAINED_FROM


def _counts(pool: LabelledPool) -> IntArray:
    """(n_classes,) the labels of each class, or the examples of its description if these are more.

    An example stands for a label until there is one: benchmarks/findings/0027.
    """
    labels = np.bincount(pool.classes, minlength=pool.n_classes)
    if pool.names is None:
        return labels
    counts: IntArray = np.maximum(labels, pool.names.examples(pool.n_classes))
    return counts


def self_trained_out_of_fold(pool: LabelledPool, C: float) -> FloatArray:
    rows, tolerance = unlabelled_rows(pool), rough_tolerance(pool.classes, pool.names)

    def predict(train: IntArray, test: IntArray) -> FloatArray:
        X, y = pool.X[train], pool.classes[train]
        names, n_classes = pool.names, pool.n_classes
        teacher = fit_with_names(X, y, n_classes, names, C=C, tolerance=tolerance)
        student = self_trained(X, y, n_classes, teacher, rows, names=names, tolerance=tolerance)
        return student.probabilities(pool.X[test])

    return by_fold(pool.classes, pool.n_classes, folds(pool.classes, 4), predict)


def pull_of_labels(pool: LabelledPool) -> DoubleArray:
    """(m,) root of how many rows of the pool are nearest to each label, with mean 1.

    Labels that were asked for because a head was unsure there say little about the bulk of the
    pool. In full this would leave too few labels that count: so the root.
    """
    counts = np.zeros(len(pool), dtype=np.int64)
    step = min(max(_SIMILARITIES // len(pool), 1), block_rows(pool.layout.widths[0]))
    for start in range(0, len(pool.neighbours.nodes), step):
        rows = pool.neighbours.rows(slice(start, start + step))
        counts += np.bincount((rows @ pool.X.T).argmax(axis=1), minlength=len(pool))
    if not counts.any():  # no row of the pool is a node: all vectors are zeros
        return np.ones(len(pool))
    pull: DoubleArray = np.sqrt(counts)
    pull /= pull.mean()
    return pull


def padded(mixed: Blend, h: int) -> Blend:
    """With weight 0 for heads that weren't looked at."""
    missing = np.zeros(h - len(mixed.weights))
    return Blend(
        np.concatenate([mixed.weights, missing]),
        np.concatenate([mixed.proposed, missing]),
        mixed.gain,
        mixed.agreement,
        mixed.gate,
    )


register_head(
    HeadKind(
        name="mixture",
        version=1,
        title="Gated mixture",
        fit=fit_mixture,
        from_arrays=MixtureHead.from_arrays,
        reads_views=True,
        released_by=partial(fit_mixture, growth=GROWTH_OF_RELEASED),
        refitted_by=partial(fit_mixture, growth=math.inf),
        cut_back_by=cut_back,
    )
)
