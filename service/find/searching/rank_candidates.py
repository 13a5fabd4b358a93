"""A worker's part of a hunt: which items look most as if they were of a class."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from service.app import App
from service.core.arrays import FloatArray
from service.core.hunting import draw_background, towards
from service.core.targets.class_names import spoken
from service.core.vectors.nearest import furthest, products
from service.db.unit_of_work import UnitOfWork
from service.find.queries.hunts import Hunts
from service.find.searching.hunted_class import hunted_class
from service.find.searching.pool import SearchedPool, open_pool
from service.jobs.questions.kind import Content
from service.kit.reasons import Reason
from service.pool.queries.classes import Classes
from service.pool.queries.items import Items
from service.ports import Tools
from service.vectors.encode_texts import encode_texts


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
    request = Candidates(**content)
    with app.read() as uow:
        pool = open_pool(app, uow, request.project_id)
        if isinstance(pool, Reason):
            return pool
        evidence = _known(uow, request)
        shown = [item.ordinal for item in uow[Items].some(request.passed_over).values()]
        for ordinals in (evidence.missed, shown, uow[Hunts].labelled(request.project_id)):
            pool.forbid(ordinals)
    direction = _direction(app, tools, pool, evidence)
    if isinstance(direction, Reason):
        return direction
    scores = products(pool.vectors, direction, app.settings.worker_threads)
    return {"ordinals": furthest(scores, pool.allowed, request.limit).tolist()}


def _known(uow: UnitOfWork, request: Candidates) -> Known:
    named = hunted_class(uow, request.project_id, request.class_id)
    looks = uow[Hunts].looks(named.id)
    labelled = uow[Hunts].labelled_as(uow[Classes].family(request.project_id, named.id))
    hits = dict.fromkeys([*(look.ordinal for look in looks if look.found), *labelled])
    return Known(
        texts=[spoken(named.name, named.description), *uow[Hunts].examples(named.id)],
        found=[*hits],
        missed=[look.ordinal for look in looks if look.ordinal not in hits],
    )


def _direction(app: App, tools: Tools, pool: SearchedPool, evidence: Known) -> FloatArray | Reason:
    texts = encode_texts(app, tools, pool.view, evidence.texts)
    if isinstance(texts, Reason):
        return texts
    hits, missed = (
        pool.vectors[np.array(each, dtype=np.int64)] for each in (evidence.found, evidence.missed)
    )
    drawn = draw_background(pool.present, pool.project.seed)
    background = pool.vectors[np.setdiff1d(drawn, [*evidence.found, *evidence.missed])]
    # A description is no text as the pool has them: it counts where there is nothing else.
    return towards(texts[1:] if len(texts) > 1 else texts, hits, missed, background)
