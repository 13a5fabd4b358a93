"""The vectors of a project as matrices: which views, read from their shards, kept open."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.app import App
from service.core.arrays import BoolArray, IntArray
from service.core.vectors.matrix import Matrix
from service.db.blobs import Blobs
from service.db.unit_of_work import UnitOfWork
from service.pool.queries.projects import Views
from service.pool.tables.projects import View, is_own
from service.ports import learns_labels
from service.vectors.queries import Shards
from service.vectors.tables import Shard


def load_vectors(
    blobs: Blobs, shards: Sequence[Shard], rows: int
) -> tuple[Matrix, NDArray[np.bool_]]:
    """Vectors (rows, D), row = ordinal, and which rows are pool items with a vector (rows,).

    Shards stay memory-mapped, whatever their number. ValueError when they are of several
    encoders: their vectors mean different things.
    """
    if len({shard.fingerprint for shard in shards}) != 1:
        raise ValueError("a matrix is made of shards of one encoder")
    present = np.zeros(rows, dtype=np.bool_)
    for shard in shards:
        present[slice(*shard.span)] = blobs.array(shard.present_blob)
    parts = [(shard.first, blobs.array(shard.blob)) for shard in shards]
    return Matrix(parts, (rows, shards[0].dimensions)), present


def embedded(ordinals: IntArray, shards: Sequence[Shard]) -> BoolArray:
    """(n,) which of these items lie in a shard, of the pool or not: `present` says nothing of
    evaluation items."""
    mask = np.zeros(len(ordinals), dtype=np.bool_)
    for shard in shards:
        start, end = shard.span
        mask |= (ordinals >= start) & (ordinals < end)
    return mask


NEARLY_ALL = 0.9
"""Of the items that the fullest view has, so many must be in a view that is read. To those that
lack in it, it says nothing."""


def read_views(uow: UnitOfWork, project_id: int) -> list[View]:
    """Those with vectors that don't rest, in order; none while there aren't any.

    The first of them is the main view, or what stands in while that is made: never what learns
    from the texts alone, unless there is nothing else, nothing that learns from labels, and no own
    vectors, which a text that somebody types doesn't have.
    """
    views = uow[Views].awake(project_id)
    counts = {view.id: uow[Shards].item_count(view) for view in views}
    wanted = max(1, NEARLY_ALL * max(counts.values()))
    ready = [view for view in views if counts[view.id] >= wanted]
    if all(learns_labels(view.encoder) or is_own(view.encoder) for view in ready):
        return []

    return sorted(ready, key=_place)


def _place(view: View) -> tuple[bool, bool]:
    return is_own(view.encoder), view.position > 0 and view.fitted is not None


def previewed_views(uow: UnitOfWork, project_id: int, read: Sequence[View]) -> list[View]:
    """Those that have read a part of the pool together, in order, where one of them isn't `read`
    yet; none where something is read that hasn't."""
    drawn: dict[str, list[View]] = {}
    for view in uow[Views].awake(project_id):
        if view.preview is not None:
            drawn.setdefault(view.preview.drawn, []).append(view)
    together = max(drawn.values(), key=len, default=[])
    ours, theirs = {view.id for view in together}, {view.id for view in read}
    return sorted(together, key=_place) if theirs < ours else []


def searched_view(uow: UnitOfWork, project_id: int) -> View:
    """The one that people search by: the first of those that are read, or what will be."""
    return next(iter(read_views(uow, project_id)), uow[Views].ranked(project_id))


OPEN_AT_MOST = 4
"""Projects. What is kept is a mapping: the memory behind it is the system's file cache, which
gives it to whoever needs it more. To open a million rows anew and touch each page of them again
costs as much as the product."""

_open: OrderedDict[tuple[object, ...], tuple[Matrix, BoolArray]] = OrderedDict()
_lock = threading.Lock()


def warm_vectors(app: App, shards: Sequence[Shard], rows: int) -> tuple[Matrix, BoolArray]:
    """As `load_vectors`, which see; nobody may write into what it gives."""
    key = (rows, *((shard.first, shard.blob, shard.present_blob) for shard in shards))
    with _lock:
        if key not in _open:
            _open[key] = load_vectors(app.blobs, shards, rows)
        _open.move_to_end(key)
        while len(_open) > OPEN_AT_MOST:
            _open.popitem(last=False)
        return _open[key]
