"""What a project's heads are, and what they go by besides labels."""

from collections.abc import Sequence

import numpy as np

from service.core.class_names import ClassNames
from service.core.heads.head import Arrays, find_head
from service.core.heads.learner import Learner
from service.core.matrix import Vectors
from service.core.neighbours import neighbours_from_arrays
from service.loop.app import App

HEAD = "mixture@2"


def load_learner(
    app: App,
    graph: str | None,
    class_ids: Sequence[int],
    vectors: Vectors,
    head: str | None = None,
) -> Learner:
    """The mixture of heads on a stored graph of these vectors; without one, the plain head.

    A kind of answer may have a `head` of its own. Of classes that are newer than the graph nobody
    knows what they are called.
    """
    if head is not None:
        return Learner(find_head(head))
    if graph is None:
        return Learner.plain()
    found = app.blobs.arrays(graph)
    neighbours = neighbours_from_arrays(found, vectors)
    return Learner(find_head(HEAD), neighbours, _names(found, class_ids))


def _names(found: Arrays, class_ids: Sequence[int]) -> ClassNames | None:
    """None with a graph from before names were kept."""
    if "class_ids" not in found:
        return None
    row_of = {int(class_id): row for row, class_id in enumerate(found["class_ids"])}
    classes = [i for i, class_id in enumerate(class_ids) if class_id in row_of]
    rows = [row_of[class_ids[i]] for i in classes]
    return ClassNames(np.array(classes, dtype=np.int64), found["class_vectors"][rows])
