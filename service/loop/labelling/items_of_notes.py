"""Items of which somebody may write."""

from service.loop.people.identify import Labelling
from service.loop.people.permissions import may_pick
from service.store.items import Items, no_item
from service.store.places import Slots
from service.store.unit_of_work import UnitOfWork


def look_up(uow: UnitOfWork, project_id: int, me: Labelling, item_id: int) -> None:
    """`NotFound` for an item that isn't there, or that an annotator was never offered."""
    uow[Items].get(project_id, item_id)
    if not may_pick(me.role) and uow[Slots].latest(item_id, me.id) is None:
        raise no_item(project_id, item_id)
