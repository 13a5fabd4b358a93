"""What a project's heads are, and the neighbour graph that they learn from."""

from service.bootstrap import App
from service.core.heads.head import find_head
from service.core.heads.learner import Learner
from service.core.matrix import Vectors
from service.core.neighbours import neighbours_from_arrays

HEAD = "mixture@1"


def load_learner(app: App, graph: str | None, vectors: Vectors) -> Learner:
    """The mixture of heads on a stored graph of these vectors; without one, the plain head."""
    if graph is None:
        return Learner.plain()
    return Learner(find_head(HEAD), neighbours_from_arrays(app.blobs.arrays(graph), vectors))
