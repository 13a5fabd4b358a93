"""A mixture of heads on all views of a text; no class that logistic regression knows is forgotten.

Its parts are logistic regression on the first view, which it falls back to, label spreading, and
one more: of one view self-training, of several logistic regression on all of them joined.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import DoubleArray, FloatArray, FloatT, IntArray
from service.core.heads.blend import Blend
from service.core.heads.head import Arrays
from service.core.heads.joined import of_first_view
from service.core.heads.logistic import LogisticHead
from service.core.heads.portable_form import PortableForm, PortableSpread, mixture_form
from service.core.heads.rough import AlongGraph, RoughHead
from service.core.label_propagation import Spread
from service.core.threads import all_of, beside
from service.core.vectors.neighbours import Neighbours
from service.core.vectors.views import Layout

NEGLIGIBLE = 0.005
"""Of the weights of parts: less isn't computed."""
CRUMB = 0.05
"""Of the weights of views: less than that is noise, and would cost strategies a view's columns."""
Graphs: TypeAlias = Sequence[Neighbours | None]
Spreads: TypeAlias = tuple[tuple[int, Spread], ...]
"""With the view along whose graph each goes."""


@dataclass(frozen=True, eq=False)
class MixtureFit:
    """What the mixture was last found to be, and on how many labels."""

    n_labels: int
    blend: Blend
    """Of logistic regression on the first view, the spreads, and the other head."""
    strengths: DoubleArray
    """(2,) C of logistic regression on the first view, and on all joined."""
    views: DoubleArray
    """(V,) what each counts in the joined rows; they sum to 1."""
    lift: DoubleArray
    """(n_classes,) 1 or more: beyond evening, so that no class is forgotten."""

    def to_arrays(self) -> Arrays:
        mixed = self.blend
        numbers = [self.n_labels, mixed.gain, mixed.agreement, mixed.gate]
        return {
            "numbers": np.array(numbers, dtype=np.float64),
            "weights": mixed.weights,
            "proposed": mixed.proposed,
            "strengths": self.strengths,
            "views": self.views,
            "lift": self.lift,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "MixtureFit":
        n_labels, gain, agreed, gate = map(float, arrays["numbers"])
        mixed = Blend(arrays["weights"], arrays["proposed"], gain, agreed, gate)
        return cls(int(n_labels), mixed, arrays["strengths"], arrays["views"], arrays["lift"])


@dataclass(frozen=True, eq=False)
class MixtureHead:
    """A convex mixture of logistic regression and label spreading, classes scaled."""

    main: LogisticHead
    """On the first view."""
    other: LogisticHead | None
    """On all views joined; of one view, self-training. None while it counts nothing."""
    spreads: Spreads
    estimate: MixtureFit | None
    """None with too few labels: logistic regression alone."""
    layout: Layout
    graphs: tuple[Neighbours | None, ...]
    """(V,)"""
    scale: FloatArray
    """(n_classes,) what the parts' mean is multiplied by before it is made to sum to 1 again."""

    @property
    def n_classes(self) -> int:
        return self.main.n_classes

    @property
    def class_indices(self) -> IntArray:
        return self.main.class_indices

    @property
    def weights(self) -> FloatArray:
        """What counts of each part: main, the spreads, other; they sum to 1, crumbs left out."""
        return counted_weights(self.estimate, len(self.spreads))

    @property
    def view_weights(self) -> DoubleArray:
        """(V,) what each view counts in all parts together; they sum to 1, crumbs left out."""
        weights, shares = self.weights.astype(np.float64), np.zeros(len(self.layout.widths))
        shares[0] = weights[0]
        if len(shares) == 1:
            return np.ones(1)
        if self.estimate is not None:
            shares += weights[-1] * self.estimate.views
        for weight, (view, _) in zip(weights[1:-1], self.spreads, strict=True):
            shares[view] += weight
        shares[shares < CRUMB] = 0.0
        shares /= shares.sum()
        return shares

    @property
    def linear_part(self) -> LogisticHead:
        """What of it needs no graph, in one matrix: on all views where these count."""
        is_joined = len(self.layout.widths) > 1 and self.other is not None
        return self.other if is_joined and self.other else of_first_view(self.main, self.layout)

    def of_pool(self) -> tuple[FloatArray, IntArray]:
        """(n, width) rows of the pool, and their ordinals: the nodes of the first view's graph.

        Zeros where another view has no node, or no graph. ValueError when the first has none.
        """
        first = self.graphs[0]
        if first is None:
            raise ValueError("the first view has no graph")
        rows = np.zeros((len(first.nodes), self.layout.width), dtype=np.float32)
        for view, graph in enumerate(self.graphs):
            if graph is not None:
                _, here, there = np.intersect1d(first.nodes, graph.nodes, return_indices=True)
                rows[here, self.layout.columns(view)] = graph.pool[graph.nodes[there]]
        return rows, first.nodes

    def probabilities(
        self, X: NDArray[FloatT], ordinals: IntArray | None = None, /
    ) -> NDArray[FloatT]:
        """(n, n_classes) of rows X (n, width): the weighted mean of the parts, scaled by class."""
        weights = self.weights.astype(X.dtype)
        mixed: NDArray[FloatT] = np.zeros((self.n_classes, len(X)), dtype=X.dtype).T
        if weights[0] > 0:
            mixed = weights[0] * self.main.probabilities(self.layout.of(X, 0))
        if self.other is not None:
            mixed += weights[-1] * self.other.probabilities(X)
        for view, graph in enumerate(self.graphs):
            mine = self._spreads_of(view, weights)
            if mine and graph is not None:
                places = graph.places(self.layout.of(X, view), ordinals)
                for weight, spread in mine:
                    mixed += weight * spread.at(places)
        mixed *= self.scale.astype(X.dtype)
        mixed /= mixed.sum(axis=1, keepdims=True)
        return mixed

    def portable_form(self) -> PortableForm:
        first, *shares, last = self.weights.tolist()
        parts = [(of_first_view(self.main, self.layout), first), (self.other, last)]
        linear = [(part, share) for part, share in parts if part is not None and share > 0]
        used = [
            (spread, PortableSpread(view, spread.k, share, spread.mass))
            for (view, spread), share in zip(self.spreads, shares, strict=True)
            if share > 0 and self.graphs[view] is not None
        ]
        views = {each.view for _, each in used}
        nodes = {v: g.gathered() for v, g in enumerate(self.graphs) if v in views and g is not None}
        return mixture_form(
            self.layout,
            [part for part, _ in linear],
            np.array([share for _, share in linear], dtype=np.float32),
            self.scale,
            [each for _, each in used],
            nodes,
            used[0][0].classes if used else None,
        )

    def rough(self) -> RoughHead:
        """Logistic regression on the first view counts for that on all of them, too."""
        weights = self.weights
        used = [(graph, self._spreads_of(v, weights)) for v, graph in enumerate(self.graphs)]
        begun = [
            beside(partial(AlongGraph.of, graph, mine)) for graph, mine in used if mine and graph
        ]
        weight = float(weights[0] + weights[-1])
        return RoughHead(self.main, weight, all_of(begun), self.scale)

    def _spreads_of(self, view: int, weights: NDArray[FloatT]) -> list[tuple[FloatT, Spread]]:
        """Those along the graph of a view that count something, with what they count."""
        spreads = zip(weights[1:-1], self.spreads, strict=True)
        return [(weight, spread) for weight, (of, spread) in spreads if of == view and weight > 0]

    def to_arrays(self) -> Arrays:
        parts: dict[str, Arrays] = {"main": self.main.to_arrays()}
        parts["rows"] = {"widths": np.array(self.layout.widths), "scale": self.scale}
        for number, (view, spread) in enumerate(self.spreads):
            parts[f"spread{number}"] = spread.to_arrays() | {"view": np.asarray(view)}
        if self.other is not None:
            parts["other"] = self.other.to_arrays()
        if self.estimate is not None:
            parts["estimate"] = self.estimate.to_arrays()
        return {f"{part}.{name}": a for part, arrays in parts.items() for name, a in arrays.items()}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], graphs: Graphs) -> "MixtureHead":
        parts: dict[str, Arrays] = {}
        for key in arrays:
            part, _, name = key.partition(".")
            parts.setdefault(part, {})[name] = arrays[key]
        spreads = [parts[name] for name in sorted(parts) if name.startswith("spread")]
        return cls(
            LogisticHead.from_arrays(parts["main"]),
            LogisticHead.from_arrays(parts["other"]) if "other" in parts else None,
            tuple((int(mixed["view"]), Spread.from_arrays(mixed)) for mixed in spreads),
            MixtureFit.from_arrays(parts["estimate"]) if "estimate" in parts else None,
            Layout(tuple(map(int, parts["rows"]["widths"]))),
            tuple(graphs),
            parts["rows"]["scale"].astype(np.float32),
        )


def counted_weights(estimate: MixtureFit | None, spreads: int) -> FloatArray:
    """(spreads + 2,) see `MixtureHead.weights`."""
    weights = (estimate.blend if estimate else Blend.plain(2 + spreads)).weights
    kept = np.where(weights < NEGLIGIBLE, 0.0, weights)
    scaled: FloatArray = (kept / kept.sum()).astype(np.float32)
    return scaled
