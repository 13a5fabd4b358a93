"""Which of a project's views rounds work on."""

from service.models import View
from service.store.shards import Shards
from service.store.unit_of_work import UnitOfWork
from service.store.views import Views

NEARLY_ALL = 0.9
"""Of the items that the fullest view has, so many must be in a view that is read. To those that
lack in it, it says nothing."""


def read_views(uow: UnitOfWork, project_id: int) -> list[View]:
    """Those with vectors, in order; none while there aren't any.

    The first of them is the main view, or what stands in while that is made: never what learns
    from the texts alone, unless there is nothing else.
    """
    views = uow[Views].of(project_id)
    counts = {view.id: uow[Shards].item_count(view) for view in views}
    wanted = max(1, NEARLY_ALL * max(counts.values()))
    ready = [view for view in views if counts[view.id] >= wanted]
    return sorted(ready, key=lambda view: view.position > 0 and view.fitted is not None)


def searched_view(uow: UnitOfWork, project_id: int) -> View:
    """The one that people search by: the first of those that are read, or what will be."""
    return next(iter(read_views(uow, project_id)), uow[Views].ranked(project_id))
