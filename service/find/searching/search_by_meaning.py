"""Items looked for, and those first that lie nearest to what somebody means."""

from collections.abc import Mapping
from typing import Any

from service.app import App
from service.find.find_items import check_query
from service.find.searching.find_nearest import Nearest
from service.find.shapes import ItemFilters, ItemPaging, ItemSummary
from service.find.show_items import LONGEST_TEXT, list_items, show_items
from service.jobs.questions.kind import QuestionKind
from service.jobs.questions.kinds.nearest_to_item import NEAREST_TO_ITEM
from service.jobs.questions.kinds.nearest_to_text import NEAREST_TO_TEXT
from service.kit.errors import Invalid
from service.kit.page import BEFORE_ALL, Page
from service.kit.vocabulary import Order
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.vectors.load_vectors import searched_view


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
    app: App, project_id: int, item_id: int, query: ItemFilters, paging: ItemPaging
) -> Page[ItemSummary]:
    """Likewise those nearest to another item."""
    with app.read() as uow:
        ordinal = uow[Items].get(project_id, item_id).ordinal
    return _ask(app, project_id, NEAREST_TO_ITEM, query, paging, ordinal=ordinal)


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
        check_query(uow, project_id, query)
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
