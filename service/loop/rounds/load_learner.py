"""What a project's heads are, and what they go by besides labels."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from service.core.arrays import FloatArray
from service.core.class_names import ClassNames
from service.core.heads.head import Arrays, find_head
from service.core.heads.learner import PLAIN, Learner
from service.core.matrix import Vectors
from service.core.neighbours import neighbours_from_arrays
from service.core.views import Layout, layout_of, view_of
from service.loop.app import App

HEAD = "mixture@2"


def heads_read_views(head: str | None = None) -> bool:
    """Whether heads read more than the first view: `head`, where a kind of answer has its own."""
    return find_head(head or HEAD).reads_views


def load_learner(
    app: App,
    graphs: Sequence[str | None],
    class_ids: Sequence[int],
    vectors: Vectors,
    head: str | None = None,
) -> Learner:
    """The mixture of heads on the stored graphs of these vectors, one a view; the plain head where
    the first has none.

    A kind of answer may have a `head` of its own. Of classes that are newer than a graph nobody
    knows what they are called.
    """
    layout = layout_of(vectors)
    if head is not None or graphs[0] is None:
        return Learner(find_head(head or PLAIN), layout=layout)
    found = [{} if graph is None else app.blobs.arrays(graph) for graph in graphs]
    first, *further = [
        neighbours_from_arrays(arrays, view_of(vectors, layout, v)) if arrays else None
        for v, arrays in enumerate(found)
    ]
    names = _names(found, class_ids, layout)
    return Learner(find_head(HEAD), first, names, layout, tuple(further))


def _names(found: Sequence[Arrays], class_ids: Sequence[int], layout: Layout) -> ClassNames | None:
    """What is said of classes, in all views; zeros where one doesn't know it yet. None with graphs
    from before names were kept."""
    if not any("class_ids" in arrays for arrays in found):
        return None
    index_of = {class_id: i for i, class_id in enumerate(class_ids)}
    described = [_descriptions(arrays, index_of) for arrays in found]
    keys = sorted({key for known in described for key in known})
    vectors = np.zeros((len(keys), layout.width), dtype=np.float32)
    for v, known in enumerate(described):
        for row, key in zip(layout.of(vectors, v), keys, strict=True):
            row[:] = known.get(key, 0)
    return ClassNames(np.array([i for i, _ in keys], dtype=np.int64), vectors)


def _descriptions(arrays: Arrays, index_of: Mapping[int, int]) -> dict[tuple[int, int], FloatArray]:
    """The vectors of what is said of classes, each by the class's index and its place there."""
    described: dict[tuple[int, int], FloatArray] = {}
    places: Counter[int] = Counter()
    for class_id, vector in zip(
        arrays.get("class_ids", ()), arrays.get("class_vectors", ()), strict=True
    ):
        i = index_of.get(int(class_id))
        if i is not None:
            described[i, places[i]] = vector
            places[i] += 1
    return described
