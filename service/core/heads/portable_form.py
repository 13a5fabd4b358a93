"""The portable form of a head: matrices and a formula, whatever it was, that need nothing of ours.

    p = norm(scale * (sum_j linear_shares[j] softmax(weights[j] x + intercepts[j])
                      + sum_i share_i spread(x, i)))

spread(x, i): in one view of x, the nodes nearest by cosine s count exp((s - 1) / TEMPERATURE);
what their rows of its `mass` say then is scaled to sum to 1. How often the likeliest class is right
is calibrated afterwards: `suggestions.calibrated`.

Where a text may have several classes p = 1 / (1 + exp(-weights[0] x - intercepts[0])), each class
for itself, calibrated by `ClassCalibration`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import FloatArray, IntArray
from service.core.vectors.views import Layout

UNKNOWN = -1e30
"""Intercept of a class that a head doesn't know: its probability is 0."""


class Linear(Protocol):
    """A product with rows and what is added to it, of the classes that are known."""

    @property
    def n_classes(self) -> int: ...

    @property
    def class_indices(self) -> IntArray:
        """(k,)"""

    @property
    def weights(self) -> FloatArray:
        """(k, D)"""

    @property
    def intercepts(self) -> FloatArray:
        """(k,)"""


@dataclass(frozen=True, eq=False)
class PortableSpread:
    """What labels say of texts near to them, after they have spread along the graph of a view."""

    view: int
    reach: int
    """How many nodes it looks at."""
    share: float
    mass: FloatArray
    """(n, C)"""


@dataclass(frozen=True, eq=False)
class PortableForm:
    """What a head says of texts that are not of the pool."""

    layout: Layout
    """Of the views that it reads side by side: D columns in all."""
    weights: FloatArray
    """(J, C, D)"""
    intercepts: FloatArray
    """(J, C)"""
    linear_shares: FloatArray
    """(J,)"""
    scale: FloatArray
    """(C,)"""
    nodes: Mapping[int, FloatArray]
    """(n, D_v) vectors of the pool's texts in each view with a spread."""
    spreads: tuple[PortableSpread, ...]
    seen: FloatArray
    """(C,) what a spread says where nothing arrives: classes with labels, equally likely."""

    @property
    def needs_pool(self) -> bool:
        """Whether vectors of the pool's texts go with it."""
        return len(self.spreads) > 0

    @property
    def views(self) -> list[int]:
        """Those that count."""
        linear = self.weights[self.linear_shares > 0]
        return [
            view
            for view in range(len(self.layout.widths))
            if view in self.nodes or linear[:, :, self.layout.columns(view)].any()
        ]

    def of_views(self, views: Sequence[int]) -> "PortableForm":
        """The same, of these views alone."""
        columns = [self.weights[:, :, self.layout.columns(view)] for view in views]
        place = {view: number for number, view in enumerate(views)}
        return replace(
            self,
            layout=Layout(tuple(self.layout.widths[view] for view in views)),
            weights=np.concatenate(columns, axis=2),
            nodes={place[view]: nodes for view, nodes in self.nodes.items()},
            spreads=tuple(replace(each, view=place[each.view]) for each in self.spreads),
        )

    def tensors(self) -> dict[str, NDArray[Any]]:
        """Its arrays by name."""
        arrays = {
            "weights": self.weights,
            "intercepts": self.intercepts,
            "linear_shares": self.linear_shares,
            "scale": self.scale,
            **({"seen": self.seen} if self.spreads else {}),
            **{f"nodes_{view}": nodes for view, nodes in self.nodes.items()},
            **{f"mass_{number}": each.mass for number, each in enumerate(self.spreads)},
        }
        return {name: np.ascontiguousarray(array) for name, array in arrays.items()}


def linear_form(head: Linear) -> PortableForm:
    """A head that is linear, on one view."""
    ones = np.ones(head.n_classes, dtype=np.float32)
    layout = Layout((head.weights.shape[1],))
    return mixture_form(layout, [head], np.ones(1, dtype=np.float32), ones)


def mixture_form(
    layout: Layout,
    linear: Sequence[Linear],
    shares: FloatArray,
    scale: FloatArray,
    spreads: Sequence[PortableSpread] = (),
    nodes: Mapping[int, FloatArray] | None = None,
    seen: IntArray | None = None,
) -> PortableForm:
    """Linear parts (J,), each with what it counts, and spreads from the classes that were seen."""
    n_classes = len(scale)
    weights = np.zeros((len(linear), n_classes, layout.width), dtype=np.float32)
    intercepts = np.full((len(linear), n_classes), UNKNOWN, dtype=np.float32)
    for j, head in enumerate(linear):
        weights[j, head.class_indices] = head.weights
        intercepts[j, head.class_indices] = head.intercepts
    return PortableForm(
        layout=layout,
        weights=weights,
        intercepts=intercepts,
        linear_shares=shares,
        scale=scale,
        nodes=nodes or {},
        spreads=tuple(spreads),
        seen=_evenly(np.empty(0, dtype=np.int64) if seen is None else seen, n_classes),
    )


def _evenly(classes: IntArray, n_classes: int) -> FloatArray:
    even = np.zeros(n_classes, dtype=np.float32)
    there = np.unique(classes)
    even[there] = 1 / max(len(there), 1)
    return even
