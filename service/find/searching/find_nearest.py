"""A worker's part of a search by meaning: which items lie nearest, exactly."""

from dataclasses import dataclass, field

import numpy as np
from pydantic import TypeAdapter

from service.app import App
from service.core.arrays import FloatArray
from service.core.vectors.nearest import furthest, products
from service.find.searching.pool import SearchedPool, open_pool
from service.find.shapes import ItemFilters
from service.jobs.questions.kind import Content
from service.kit.reasons import Reason, ReasonCode, reason
from service.ports import Tools
from service.vectors.encode_texts import encode_texts


@dataclass(frozen=True)
class Nearest:
    """Asked: the items of a project nearest to a text or to one of its items."""

    project_id: int
    limit: int
    query: ItemFilters = field(default_factory=ItemFilters)
    """What they must be besides."""
    text: str = ""
    ordinal: int = -1
    after: int | None = None
    """The ordinal of the last item of the page before."""
    skip: int = 0
    """So many of those that follow are passed over."""

    def content(self) -> Content:
        content: Content = NEAREST.dump_python(self, mode="json", by_alias=True)
        return content


NEAREST = TypeAdapter(Nearest)


def nearest_to_text(app: App, tools: Tools, content: Content) -> Content | Reason:
    request = NEAREST.validate_python(content)
    with app.read() as uow:
        pool = open_pool(app, uow, request.project_id, request.query)
    if isinstance(pool, Reason):
        return pool
    encoded = encode_texts(app, tools, pool.view, [request.text])
    return encoded if isinstance(encoded, Reason) else _nearest(app, request, pool, encoded[0])


def nearest_to_item(app: App, _tools: Tools, content: Content) -> Content | Reason:
    """Near an item that has no vector yet there is nothing."""
    request = NEAREST.validate_python(content)
    with app.read() as uow:
        pool = open_pool(app, uow, request.project_id, request.query)
    if isinstance(pool, Reason):
        return pool
    direction = pool.vectors[np.array([request.ordinal])][0]
    if not direction.any():
        return reason(ReasonCode.NO_VECTORS)
    pool.forbid([request.ordinal])
    return _nearest(app, request, pool, direction)


def _nearest(app: App, request: Nearest, pool: SearchedPool, direction: FloatArray) -> Content:
    scores = products(pool.vectors, direction, app.settings.worker_threads)
    nearest = furthest(scores, pool.allowed, request.limit, request.after, request.skip)
    return {"ordinals": nearest.tolist(), "total": int(pool.allowed.sum())}
