"""What people look among: the vectors of a project, and which of its items may be found."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from service.app import App
from service.core.arrays import BoolArray
from service.core.vectors.matrix import Matrix
from service.db.unit_of_work import UnitOfWork
from service.find.find_items import all_found
from service.find.shapes import ItemFilters
from service.kit.reasons import Reason, ReasonCode, reason
from service.pool.queries.blindness import Blindness
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project, View
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
        return pool
    allowed = np.zeros_like(present)
    allowed[all_found(app, uow, project, query)] = True
    return SearchedPool(project, view, vectors, present, allowed & present)
