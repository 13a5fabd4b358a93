"""A mixture of heads that falls back to logistic regression when in doubt."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import DoubleArray, FloatArray, FloatT, IntArray
from service.core.heads.blend import Blend, agreement, blend
from service.core.heads.head import Arrays, HeadKind, register_head
from service.core.heads.labelled import LabelledPool
from service.core.heads.logistic import LogisticHead
from service.core.heads.names import fit_with_names
from service.core.heads.out_of_fold import (
    C_OF_FEW,
    FEWEST,
    ROUGH,
    by_fold,
    folds,
    likelihood,
    nearby,
    out_of_fold,
)
from service.core.heads.rough import AlongGraph, RoughHead
from service.core.heads.self_training import self_trained, unlabelled_rows
from service.core.heads.spreading import spread_of
from service.core.label_propagation import Spread
from service.core.neighbours import Neighbours
from service.core.threads import all_of, beside

REACHES = (15, 5)
"""Neighbours of the two graphs. On many labels the wide one stops helping before the narrow one."""
SELF_TRAINED_FROM = 40
EVENED = 0.75
"""0 leaves the shares of classes among the labels as they are, 1 makes classes equally likely."""
GROWTH, GROWTH_OF_RELEASED = 1.25, 1.1
"""Labels, in times of those of the last estimate, from which there is a new one."""
NEGLIGIBLE = 0.005
_SIMILARITIES = 1 << 22
"""That many at a time: 16 MB."""


@dataclass(frozen=True, eq=False)
class Estimate:
    """What the mixture was last found to be, and on how many labels."""

    n_labels: int
    C: float
    blend: Blend

    def to_arrays(self) -> Arrays:
        found = self.blend
        numbers = [self.n_labels, self.C, found.gain, found.agreement, found.gate]
        return {
            "numbers": np.array(numbers, dtype=np.float64),
            "weights": found.weights,
            "proposed": found.proposed,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Estimate":
        n_labels, C, gain, agreed, gate = map(float, arrays["numbers"])
        found = Blend(arrays["weights"], arrays["proposed"], gain, agreed, gate)
        return cls(int(n_labels), C, found)


@dataclass(frozen=True, eq=False)
class MixtureHead:
    """A convex mixture of logistic regression, label spreading on two graphs, self-training."""

    logistic: LogisticHead
    spreads: tuple[Spread, ...]
    self_trained: LogisticHead | None
    estimate: Estimate | None
    """None with too few labels: logistic regression alone."""
    neighbours: Neighbours
    scale: FloatArray
    """(n_classes,) what the parts' mean is multiplied by before it is made to sum to 1 again."""

    @property
    def n_classes(self) -> int:
        return self.logistic.n_classes

    @property
    def class_indices(self) -> IntArray:
        return self.logistic.class_indices

    def probabilities(
        self, X: NDArray[FloatT], ordinals: IntArray | None = None, /
    ) -> NDArray[FloatT]:
        """(n, n_classes) the weighted mean of what the parts say, scaled by class."""
        weights = shares(self.estimate).astype(X.dtype)
        mixed: NDArray[FloatT] = weights[0] * self.logistic.probabilities(X)
        if weights[1:-1].any():
            places = self.neighbours.places(X, ordinals)
            for weight, spread in zip(weights[1:-1], self.spreads, strict=True):
                mixed += weight * spread.at(places)
        if self.self_trained is not None:
            mixed += weights[-1] * self.self_trained.probabilities(X)
        mixed *= self.scale.astype(X.dtype)
        mixed /= mixed.sum(axis=1, keepdims=True)
        return mixed

    def rough(self) -> RoughHead:
        """Self-training counts as logistic regression on the labels alone."""
        weights = shares(self.estimate)
        used = [(w, s) for w, s in zip(weights[1:-1], self.spreads, strict=True) if w > 0]
        graphs = (AlongGraph.of(self.neighbours, used),) if used else ()
        return RoughHead(self.logistic, float(weights[0] + weights[-1]), graphs, self.scale)

    def to_arrays(self) -> Arrays:
        parts: dict[str, Arrays] = {"logistic": self.logistic.to_arrays()}
        parts["classes"] = {"scale": self.scale}
        parts |= {f"spread{spread.k}": spread.to_arrays() for spread in self.spreads}
        if self.self_trained is not None:
            parts["self_trained"] = self.self_trained.to_arrays()
        if self.estimate is not None:
            parts["estimate"] = self.estimate.to_arrays()
        return {f"{part}.{name}": a for part, arrays in parts.items() for name, a in arrays.items()}

    @classmethod
    def from_arrays(
        cls, arrays: Mapping[str, NDArray[Any]], neighbours: Neighbours
    ) -> "MixtureHead":
        parts: dict[str, Arrays] = {}
        for key in arrays:
            part, _, name = key.partition(".")
            parts.setdefault(part, {})[name] = arrays[key]
        return cls(
            LogisticHead.from_arrays(parts["logistic"]),
            tuple(Spread.from_arrays(parts[f"spread{k}"]) for k in REACHES),
            LogisticHead.from_arrays(parts["self_trained"]) if "self_trained" in parts else None,
            Estimate.from_arrays(parts["estimate"]) if "estimate" in parts else None,
            neighbours,
            parts["classes"]["scale"].astype(np.float32),
        )


def shares(estimate: Estimate | None) -> FloatArray:
    """(4,) what counts of each head: logistic, the two spreads, self-training; crumbs left out."""
    weights = (estimate.blend if estimate else Blend.plain(len(REACHES) + 2)).weights
    kept = np.where(weights < NEGLIGIBLE, 0.0, weights)
    scaled: FloatArray = (kept / kept.sum()).astype(np.float32)
    return scaled


def fit_mixture(
    pool: LabelledPool,
    warm: MixtureHead | None = None,
    *,
    growth: float = GROWTH,
    shrinkage: float = 1.0,
) -> MixtureHead:
    """The mixture for the labels of a pool, from `warm` on.

    Weights, gate and C are estimated when there are `growth` times the labels of the last time, or
    fewer than `shrinkage` times those. From 10 labels of two classes on; before, C = 30.
    """
    before = warm.spreads if warm is not None else (None,) * len(REACHES)
    starts = zip(before, REACHES, strict=True)
    spreads = [beside(partial(spread_of, pool, start, k)) for start, k in starts]
    estimate = warm.estimate if warm is not None else None
    if len(pool) < FEWEST or len(np.unique(pool.classes)) < 2:
        estimate = None
    elif estimate is None or not shrinkage <= len(pool) / estimate.n_labels < growth:
        estimate = _estimated(pool, all_of(spreads), estimate.C if estimate else None)
    logistic = fit_with_names(
        pool.X,
        pool.classes,
        pool.n_classes,
        pool.names,
        warm.logistic if warm else None,
        C=estimate.C if estimate else C_OF_FEW,
    )
    trained = None
    if shares(estimate)[-1] > 0:
        trained = self_trained(
            pool.X,
            pool.classes,
            pool.n_classes,
            logistic,
            unlabelled_rows(pool),
            warm.self_trained if warm else None,
            names=pool.names,
        )
    scale = np.ones(pool.n_classes, dtype=np.float32)
    return MixtureHead(logistic, all_of(spreads), trained, estimate, pool.neighbours, scale)


def _estimated(pool: LabelledPool, spreads: tuple[Spread, ...], C: float | None) -> Estimate:
    y, pull = pool.classes, pull_of_labels(pool)
    fold = folds(y)
    strengths = nearby(C)
    logistic = out_of_fold(pool.X, y, pool.n_classes, fold, strengths, pool.names)
    best = int((np.log(likelihood(logistic, y)) @ pull).argmax())
    spread = [s.out_of_fold(fold, pool.neighbours, pool.places_of) for s in spreads]
    heads = [logistic[best], *spread]
    if len(pool) >= SELF_TRAINED_FROM:
        heads.append(self_trained_out_of_fold(pool, strengths[best]))
    likelihoods = np.stack([likelihood(P, y) for P in heads], axis=1)
    found = blend(likelihoods, pull, agreement(spread[0].argmax(axis=1), y, pool.n_classes))
    return Estimate(len(pool), strengths[best], padded(found, len(spreads) + 2))


def self_trained_out_of_fold(pool: LabelledPool, C: float) -> FloatArray:
    rows = unlabelled_rows(pool)

    def predict(train: IntArray, test: IntArray) -> FloatArray:
        X, y = pool.X[train], pool.classes[train]
        names, n_classes = pool.names, pool.n_classes
        teacher = fit_with_names(X, y, n_classes, names, C=C, tolerance=ROUGH)
        student = self_trained(X, y, n_classes, teacher, rows, names=names, tolerance=ROUGH)
        return student.probabilities(pool.X[test])

    return by_fold(pool.classes, pool.n_classes, folds(pool.classes, 4), predict)


def pull_of_labels(pool: LabelledPool) -> DoubleArray:
    """(m,) root of how many rows of the pool are nearest to each label, with mean 1.

    Labels that were asked for because a head was unsure there say little about the bulk of the
    pool. In full this would leave too few labels that count: so the root.
    """
    counts = np.zeros(len(pool), dtype=np.int64)
    step = max(_SIMILARITIES // len(pool), 1)
    for start in range(0, len(pool.neighbours.vectors), step):
        rows = pool.neighbours.vectors[start : start + step]
        counts += np.bincount((rows @ pool.X.T).argmax(axis=1), minlength=len(pool))
    if not counts.any():  # no row of the pool is a node: all vectors are zeros
        return np.ones(len(pool))
    pull: DoubleArray = np.sqrt(counts)
    pull /= pull.mean()
    return pull


def padded(found: Blend, h: int) -> Blend:
    """With weight 0 for heads that weren't looked at."""
    missing = np.zeros(h - len(found.weights))
    return Blend(
        np.concatenate([found.weights, missing]),
        np.concatenate([found.proposed, missing]),
        found.gain,
        found.agreement,
        found.gate,
    )


def fit_mixture_2(
    pool: LabelledPool,
    warm: MixtureHead | None = None,
    *,
    growth: float = GROWTH,
    shrinkage: float = 1.0,
) -> MixtureHead:
    """`fit_mixture` with class names as labels, and classes evened out.

    p(c) is divided by the share of c among the labels, to the power of 0.75: what was asked is no
    fair sample of the pool, and fits of few labels make much of it. Examples count among them: what
    somebody wrote is as little of one (docs/findings/0021). After Menon et al. (2021),
    Long-tail learning via logit adjustment, arXiv:2007.07314.
    """
    counts = np.bincount(pool.classes, minlength=pool.n_classes) + 1.0
    if pool.names is not None:
        counts += pool.names.examples(pool.n_classes)
    scale = (counts.mean() / counts) ** EVENED
    found = fit_mixture(pool, warm, growth=growth, shrinkage=shrinkage)
    return replace(found, scale=scale.astype(np.float32))


def fit_mixture_1(
    pool: LabelledPool,
    warm: MixtureHead | None = None,
    *,
    growth: float = GROWTH,
    shrinkage: float = 1.0,
) -> MixtureHead:
    """`fit_mixture` on labels alone."""
    return fit_mixture(pool.without_names(), warm, growth=growth, shrinkage=shrinkage)


for version, fit in ((1, fit_mixture_1), (2, fit_mixture_2)):
    register_head(
        HeadKind(
            name="mixture",
            version=version,
            title="Gated mixture",
            fit=fit,
            from_arrays=MixtureHead.from_arrays,
            released_by=partial(fit, growth=GROWTH_OF_RELEASED),
            refitted_by=partial(fit, growth=math.inf),
            cut_back_by=partial(fit, growth=math.inf, shrinkage=0.0),
        )
    )
