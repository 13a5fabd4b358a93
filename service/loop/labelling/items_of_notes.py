"""Items of which somebody may write."""

from service.loop.people.identify import Labelling
from service.loop.people.permissions import may_pick
from service.store.items import no_item
from service.store.unit_of_work import UnitOfWork


def look_up(uow: UnitOfWork, project_id: int, me: Labelling, item_id: int) -> None:
    """`NotFound` for an item that isn't there, or that an annotator was never offered."""
    uow.items.get(project_id, item_id)
    if not may_pick(me.role) and uow.places.latest(item_id, me.id) is None:
        raise no_item(project_id, item_id)
