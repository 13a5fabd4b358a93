"""Label spreading: a row is what the labels that get to it along the neighbour graph say."""

from service.core.heads.labelled import LabelledPool
from service.core.label_propagation import Spread


def spread_of(pool: LabelledPool, start: Spread | None, k: int) -> Spread:
    """The labels of a pool spread, from `start` on when it is of the same classes and nodes."""
    shape = (len(pool.neighbours.nodes), pool.n_classes)
    if start is None or start.mass.shape != shape or start.k != k:
        start = Spread.nothing(pool.neighbours, k, pool.n_classes)
    return start.labelled(pool.neighbours, pool.places_of, pool.ordinals, pool.classes)
