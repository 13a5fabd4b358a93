"""The vectors that people's questions go by, kept open between them."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

from service.core.arrays import BoolArray
from service.core.matrix import Matrix
from service.loop.app import App
from service.loop.vectors.load_vectors import load_vectors
from service.models import Shard

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
