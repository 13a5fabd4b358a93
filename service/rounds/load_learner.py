"""What a project's heads are, and what they go by besides labels."""

from collections.abc import Mapping, Sequence

import numpy as np

from service.app import App
from service.core.arrays import FloatArray, IntArray
from service.core.heads.head import Arrays, find_head
from service.core.heads.learner import PLAIN, Learner
from service.core.targets.class_names import ClassNames, described_classes
from service.core.vectors.matrix import Vectors
from service.core.vectors.neighbours import neighbours_from_arrays
from service.core.vectors.views import Layout, layout_of, view_of
from service.vectors.link_neighbours import NAMES, attached

HEAD = "mixture@1"


def load_learner(
    app: App,
    graphs: Sequence[str | None],
    class_ids: Sequence[int],
    vectors: Vectors,
    head: str | None = None,
    speaks: Mapping[int, IntArray] | None = None,
) -> Learner:
    """The mixture of heads on the stored graphs of these vectors, one a view; the plain head where
    the first has none.

    A kind of answer may have a `head` of its own, to which views may speak (`speaks_of`). Of
    classes that are newer than a graph nobody knows what they are called.
    """
    layout = layout_of(vectors)
    if head is not None or graphs[0] is None:
        return Learner(find_head(head or PLAIN), layout=layout, speaks=speaks or {})
    arrays = [{} if graph is None else app.blobs.arrays(graph) for graph in graphs]
    first, *further = [
        None
        if graph is None
        else neighbours_from_arrays(
            arrays[v], view_of(vectors, layout, v), attached(app.blobs, graph)
        )
        for v, graph in enumerate(graphs)
    ]
    names = _names(arrays, class_ids, layout)
    return Learner(find_head(HEAD), first, names, layout, tuple(further))


def _names(
    graph_arrays: Sequence[Arrays], class_ids: Sequence[int], layout: Layout
) -> ClassNames | None:
    """What is said of classes, in all views; zeros where one doesn't know it yet. None where no
    encoder reads the views: they are vectors of somebody's own model."""
    if not any("class_ids" in arrays for arrays in graph_arrays):
        return None
    index_of = {class_id: i for i, class_id in enumerate(class_ids)}
    by_text: dict[tuple[int, str], FloatArray] = {}
    for v, arrays in enumerate(graph_arrays):
        for class_id, text, vector in zip(*(arrays.get(name, ()) for name in NAMES), strict=True):
            if int(class_id) in index_of:
                key = index_of[int(class_id)], str(text)
                row = by_text.setdefault(key, np.zeros(layout.width, dtype=np.float32))
                row[layout.columns(v)] = vector
    keys = sorted(by_text, key=lambda key: key[0])  # of a class in their order: its name is first
    rows = np.array([by_text[key] for key in keys], dtype=np.float32)
    classes = np.array([i for i, _ in keys], dtype=np.int64)
    return ClassNames(classes, rows.reshape(-1, layout.width), described_classes(keys))
