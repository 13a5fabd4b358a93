"""Views that the released model doesn't read yet: its figures may rise when it does."""

from service.db.unit_of_work import UnitOfWork
from service.figures.shapes.curve import UnreadView
from service.kit.vocabulary import Counted
from service.pool.queries.counters import Counters
from service.pool.queries.projects import Views
from service.ports import learns_labels
from service.rounds.queries.rounds import Rounds
from service.rounds.views_read import recorded
from service.vectors.queries import Shards


def unread_views(uow: UnitOfWork, project_id: int) -> list[UnreadView]:
    """Those of the project that its last measured round has not read, but for encoders that learn
    from labels, whose first lesson comes when it comes, and views that rest; none without a round.
    """
    measured = uow[Rounds].last_measured(project_id, metrics=False)
    items = uow[Counters].value(project_id, Counted.ITEMS)
    if measured is None or items == 0:
        return []
    read = {view.position for view in recorded(measured)}
    return [
        UnreadView(view.encoder, min(uow[Shards].item_count(view) / items, 1.0))
        for view in uow[Views].awake(project_id)
        if view.position not in read and not learns_labels(view.encoder)
    ]
