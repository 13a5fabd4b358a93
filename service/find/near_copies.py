"""Unlabelled items that are alike, in groups: what the API asks, and the worker's part."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from service.app import App
from service.core.vectors.near_copies import groups_of_copies
from service.core.vectors.neighbours import neighbours_from_arrays
from service.db.unit_of_work import UnitOfWork
from service.find.questions import NEAR_COPIES
from service.find.search_by_meaning import open_pool
from service.find.shapes.items import GroupsQuery, ItemFilters, NearCopies, NearCopyGroups
from service.find.show_items import LONGEST_TEXT
from service.jobs.questions import Content
from service.kit.reasons import Reason, ReasonCode, reason
from service.labelling.shapes import cut
from service.pool.queries.items import Items, ItemsInRange
from service.pool.queries.projects import Projects
from service.ports import Tools
from service.vectors.link_neighbours import attached

UNLABELLED = ItemFilters.model_validate({"state": "unlabelled"})
"""What is soon asked is passed over, as in every list of these."""
OTHER_TEXTS = 200
"""Of the pool: words that are frequent there tell groups apart least."""
MOST_WORDS = 4
MOST_OF_THEM = 0.6
"""Of a group's texts, so many have a word that names it."""


@dataclass(frozen=True)
class Groups:
    """Asked: the largest groups of a project."""

    project_id: int
    limit: int
    likeness: float


def group_near_copies(app: App, _tools: Tools, content: Content) -> Content | Reason:
    """Of each group the ordinals of some items, the middle first, and its size."""
    request = Groups(**content)
    with app.read() as uow:
        pool = open_pool(app, uow, request.project_id, UNLABELLED)
    if isinstance(pool, Reason):
        return pool
    graph = pool.view.neighbours
    if graph is None:
        return reason(ReasonCode.NO_VECTORS)
    placed = attached(app.blobs, graph)
    neighbours = neighbours_from_arrays(app.blobs.arrays(graph), pool.vectors, placed)
    groups = groups_of_copies(neighbours, pool.allowed, request.likeness, request.limit)
    return {"groups": [{"ordinals": g.sample.tolist(), "size": g.size} for g in groups]}


def near_copies(app: App, project_id: int, query: GroupsQuery) -> NearCopyGroups:
    """The largest groups, named by their words. `NotAnswered` when no worker finds them."""
    with app.read() as uow:
        uow[Projects].get(project_id)
    request = Groups(project_id, query.limit, query.likeness)
    question = NEAR_COPIES.question(asdict(request))
    groups = [(group["ordinals"], group["size"]) for group in app.asking.ask(question)["groups"]]
    with app.read() as uow:
        return _shown(uow, project_id, groups)


def _shown(
    uow: UnitOfWork, project_id: int, groups: Sequence[tuple[list[int], int]]
) -> NearCopyGroups:
    texts: dict[int, str] = {}
    for ordinals, _ in groups:
        texts.update(uow[ItemsInRange].texts(project_id, ordinals))
    rows = uow[Projects].get(project_id).next_ordinal
    every = [rows * place // OTHER_TEXTS for place in range(OTHER_TEXTS)]
    others = uow[ItemsInRange].texts(project_id, sorted({*every}))
    ids = uow[Items].ids_of_ordinals(project_id, [ordinals[0] for ordinals, _ in groups])
    named = naming_words(
        [[texts[o] for o in ordinals if o in texts] for ordinals, _ in groups],
        [*others.values()],
    )
    shown = [
        NearCopies(ids[middle], cut(texts[middle], LONGEST_TEXT), words, size)
        for ([middle, *_], size), words in zip(groups, named, strict=True)
        if middle in ids
    ]
    return NearCopyGroups(shown)


def naming_words(groups: Sequence[Sequence[str]], others: Sequence[str]) -> list[list[str]]:
    """For each group the words that most of its texts have and other texts seldom, in the order
    of its first text."""
    frequent = Counter(word for text in others for word in _words(text))
    n = len(others)
    named = []
    for texts in groups:
        shares = Counter(word for text in texts for word in _words(text))
        common = [w for w, count in shares.items() if count >= MOST_OF_THEM * len(texts)]
        weight = {w: shares[w] * math.log((n + 2) / (frequent[w] + 1)) for w in common}
        # Of words that tell as much the longer ones.
        by_weight = sorted(common, key=lambda w: (-weight[w], -len(w)))
        chosen = {*by_weight[:MOST_WORDS]}
        named.append([word for word in _words(texts[0]) if word in chosen])
    return named


def _words(text: str) -> Mapping[str, None]:
    """Each once, in its place; what is no word, as a number, isn't one."""
    return dict.fromkeys(re.findall(r"[^\W\d_]{2,}", text.lower()))
