"""A worker's part of a hunt: which items look most as if they were of a class."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from service.core.arrays import FloatArray
from service.core.class_names import spoken
from service.core.hunting import draw_background, towards
from service.core.nearest import furthest, products
from service.loop.app import App
from service.loop.questions.kind import Content
from service.loop.searching.hunted_class import hunted_class
from service.loop.searching.pool import SearchedPool, open_pool
from service.loop.vectors.encode_texts import encode_texts
from service.ports import Tools
from service.reasons import Reason
from service.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Candidates:
    """Asked: the next items to look at for a class."""

    project_id: int
    class_id: int
    limit: int
    passed_over: Sequence[int] = ()
    """Ids of items that whoever looks has before them already."""

    def content(self) -> Content:
        return asdict(self)


@dataclass(frozen=True)
class Known:
    """What is known of a class, as texts and as ordinals."""

    texts: list[str]
    """What it is called, then its examples."""
    found: list[int]
    missed: list[int]
    """Looked at, and not of the class."""


def rank_candidates(app: App, tools: Tools, content: Content) -> Content | Reason:
    """Their ordinals, best first. Labelled items are none, nor those that were looked at."""
    asked = Candidates(**content)
    with app.read() as uow:
        pool = open_pool(app, uow, asked.project_id)
        if isinstance(pool, Reason):
            return pool
        known = _known(uow, asked)
        shown = [item.ordinal for item in uow.items.some(asked.passed_over).values()]
        for ordinals in (known.missed, shown, uow.hunts.labelled(asked.project_id)):
            pool.forbid(ordinals)
    direction = _direction(app, tools, pool, known)
    if isinstance(direction, Reason):
        return direction
    scores = products(pool.vectors, direction, app.settings.worker_threads)
    return {"ordinals": furthest(scores, pool.allowed, asked.limit).tolist()}


def _known(uow: UnitOfWork, asked: Candidates) -> Known:
    named = hunted_class(uow, asked.project_id, asked.class_id)
    looks = uow.hunts.looks(named.id)
    labelled = uow.hunts.labelled_as(uow.classes.family(asked.project_id, named.id))
    found = dict.fromkeys([*(look.ordinal for look in looks if look.found), *labelled])
    return Known(
        texts=[spoken(named.name, named.description), *uow.hunts.examples(named.id)],
        found=[*found],
        missed=[look.ordinal for look in looks if look.ordinal not in found],
    )


def _direction(app: App, tools: Tools, pool: SearchedPool, known: Known) -> FloatArray | Reason:
    texts = encode_texts(app, tools, pool.view, known.texts)
    if isinstance(texts, Reason):
        return texts
    found, missed = (
        pool.vectors[np.array(each, dtype=np.int64)] for each in (known.found, known.missed)
    )
    drawn = draw_background(pool.present, pool.project.seed)
    background = pool.vectors[np.setdiff1d(drawn, [*known.found, *known.missed])]
    # A description is no text as the pool has them: it counts where there is nothing else.
    return towards(texts[1:] if len(texts) > 1 else texts, found, missed, background)
