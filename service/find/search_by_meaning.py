"""Items looked for, those nearest to a meaning first: what the API asks, and the worker's part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from service.app import App
from service.core.arrays import BoolArray, FloatArray
from service.core.vectors.matrix import Matrix, furthest, products
from service.db.unit_of_work import UnitOfWork
from service.find.find_items import all_found, check_query
from service.find.questions import NEAREST_TO_ITEM, NEAREST_TO_TEXT
from service.find.shapes.items import ItemFilters, ItemPaging, ItemSummary, NearItemsQuery
from service.find.show_items import LONGEST_TEXT, list_items, show_items
from service.jobs.questions import Content, QuestionKind
from service.kit.errors import Invalid
from service.kit.page import BEFORE_ALL, Page
from service.kit.reasons import Reason, ReasonCode, reason
from service.kit.vocabulary import Order
from service.labelling.queries.skips import Exclusions
from service.pool.queries.blindness import Blindness
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project, View
from service.ports import Tools
from service.vectors.fitted_encoder import encode_texts
from service.vectors.load_vectors import searched_view, warm_vectors
from service.vectors.queries import Shards

ANYTHING = ItemFilters()


@dataclass(frozen=True)
class SearchedPool:
    project: Project
    view: View
    vectors: Matrix
    present: BoolArray
    """(N,) the items there are; shared."""
    allowed: BoolArray
    """(N,) which items may be found: the caller's own."""

    def forbid(self, ordinals: Iterable[int]) -> None:
        self.allowed[np.fromiter(ordinals, dtype=np.int64)] = False


def open_pool(
    app: App, uow: UnitOfWork, project_id: int, query: ItemFilters = ANYTHING
) -> SearchedPool | Reason:
    """Of the items that are what is looked for, and aren't withheld, those with a vector."""
    project = uow[Projects].get(project_id)
    view = searched_view(uow, project_id)
    shards = uow[Shards].current(view)
    if not shards:
        return reason(ReasonCode.NO_VECTORS)
    vectors, present = warm_vectors(app, shards, project.next_ordinal)
    if not query.filtered:  # a million ordinals needn't be read for that
        pool = SearchedPool(project, view, vectors, present, present.copy())
        pool.forbid(uow[Blindness].withheld(project))
        pool.forbid(uow[Exclusions].ordinals(project_id))
        return pool
    allowed = np.zeros_like(present)
    allowed[all_found(app, uow, project, query)] = True
    return SearchedPool(project, view, vectors, present, allowed & present)


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
    likeness: float | None = None
    """Only items with a larger cosine to the item, and the item itself."""

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
    if request.likeness is None:
        pool.forbid([request.ordinal])
    return _nearest(app, request, pool, direction)


def _nearest(app: App, request: Nearest, pool: SearchedPool, direction: FloatArray) -> Content:
    scores = products(pool.vectors, direction, app.settings.worker_threads)
    if request.likeness is not None:
        pool.allowed[scores <= request.likeness] = False
    nearest = furthest(scores, pool.allowed, request.limit, request.after, request.skip)
    return {"ordinals": nearest.tolist(), "total": int(pool.allowed.sum())}


def search_items(
    app: App, project_id: int, text: str | None, query: ItemFilters, paging: ItemPaging
) -> Page[ItemSummary]:
    """The items that are what is looked for; with a text those nearest to it come first.

    `NotAnswered` when no worker says which these are.
    """
    if text is None:
        with app.read() as uow:
            return list_items(app, uow, project_id, query, paging)
    return _ask(app, project_id, NEAREST_TO_TEXT, query, paging, text=text)


def similar_items(
    app: App, project_id: int, item_id: int, query: NearItemsQuery, paging: ItemPaging
) -> Page[ItemSummary]:
    """Likewise those nearest to another item, or only what is so much like it."""
    with app.read() as uow:
        ordinal = uow[Items].get(project_id, item_id).ordinal
    to = {"ordinal": ordinal, "likeness": query.likeness}
    return _ask(app, project_id, NEAREST_TO_ITEM, query, paging, **to)


def _ask(
    app: App,
    project_id: int,
    kind: QuestionKind,
    query: ItemFilters,
    paging: ItemPaging,
    **to: Any,
) -> Page[ItemSummary]:
    if paging.order is not Order.ORDINAL:
        raise Invalid("A search by meaning puts the nearest first: leave out `sort`.", field="sort")
    request = Nearest(
        project_id=project_id,
        limit=paging.limit + 1,
        query=query,
        after=None if paging.after == BEFORE_ALL else paging.after,
        skip=paging.skip,
        **to,
    )
    with app.read() as uow:
        if paging.after >= uow[Projects].get(project_id).next_ordinal:
            raise Invalid("This cursor is unknown. Start at the first page.", field="cursor")
        check_query(app, uow, project_id, query)
        encoder = searched_view(uow, project_id).encoder
    return _shown(
        app, project_id, paging, app.asking.ask(kind.question(request.content(), encoder))
    )


def _shown(
    app: App, project_id: int, paging: ItemPaging, nearest: Mapping[str, Any]
) -> Page[ItemSummary]:
    page = nearest["ordinals"][: paging.limit]
    following = str(page[-1]) if len(nearest["ordinals"]) > paging.limit else None
    with app.read() as uow:
        project = uow[Projects].get(project_id)
        shown = show_items(app, uow, project, page, longest=LONGEST_TEXT)
    return Page(shown, following, nearest["total"] if paging.is_counted else None)
