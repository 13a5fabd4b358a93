"""A worker's part of a search by meaning: which items lie nearest, exactly."""

from dataclasses import asdict, dataclass

import numpy as np

from service.core.arrays import BoolArray, FloatArray
from service.core.matrix import Matrix
from service.core.nearest import furthest, products
from service.loop.app import App
from service.loop.questions.kind import Content
from service.loop.vectors.encode_texts import encode_texts
from service.loop.vectors.warm_vectors import warm_vectors
from service.models import Project, View
from service.ports import Tools
from service.reasons import Reason, ReasonCode, reason
from service.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Nearest:
    """Asked: the items of a project nearest to a text or to one of its items."""

    project_id: int
    limit: int
    text: str = ""
    ordinal: int = -1
    after: int | None = None
    """The ordinal of the last item of the page before."""

    def content(self) -> Content:
        return asdict(self)


@dataclass(frozen=True)
class Pool:
    """What there is to look among."""

    project: Project
    view: View
    vectors: Matrix
    allowed: BoolArray


def nearest_to_text(app: App, tools: Tools, content: Content) -> Content | Reason:
    asked = Nearest(**content)
    pool = _pool(app, asked)
    if isinstance(pool, Reason):
        return pool
    encoded = encode_texts(tools, pool.view, [asked.text])
    return encoded if isinstance(encoded, Reason) else _nearest(app, asked, pool, encoded[0])


def nearest_to_item(app: App, _tools: Tools, content: Content) -> Content | Reason:
    """Near an item that has no vector yet there is nothing."""
    asked = Nearest(**content)
    pool = _pool(app, asked)
    if isinstance(pool, Reason):
        return pool
    direction = pool.vectors[np.array([asked.ordinal])][0]
    if not direction.any():
        return reason(ReasonCode.NO_VECTORS)
    pool.allowed[asked.ordinal] = False
    return _nearest(app, asked, pool, direction)


def _nearest(app: App, asked: Nearest, pool: Pool, direction: FloatArray) -> Content:
    scores = products(pool.vectors, direction, app.settings.worker_threads)
    found = furthest(scores, pool.allowed, asked.limit, asked.after)
    return {"ordinals": found.tolist(), "total": int(pool.allowed.sum())}


def _pool(app: App, asked: Nearest) -> Pool | Reason:
    with app.read() as uow:
        project = uow.projects.get(asked.project_id)
        view = uow.views.ranked(project.id)
        shards = uow.shards.current(view)
        if not shards:
            return reason(ReasonCode.NO_VECTORS)
        vectors, present = warm_vectors(app, shards, project.next_ordinal)
        return Pool(project, view, vectors, _allowed(uow, present))


def _allowed(_uow: UnitOfWork, present: BoolArray) -> BoolArray:
    return present.copy()
