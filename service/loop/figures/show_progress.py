"""The heartbeat of a labelling tab: a few numbers, as cheap with many labels as with few."""

from typing import NamedTuple

from service.store.unit_of_work import UnitOfWork


class Progress(NamedTuple):
    items: int
    embedded: int
    labels: int
    next_round: int
    """A new one means that the items to come are others now."""
    today: int
    """Answers of the one who asks, since midnight UTC."""


def show_progress(uow: UnitOfWork, project_id: int, user_id: int) -> Progress:
    project = uow.projects.get(project_id)
    midnight = uow.now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Progress(
        items=project.item_count,
        embedded=project.embedded_count,
        labels=project.label_count,
        next_round=project.round_number,
        today=uow.annotations.given_since(project_id, user_id, midnight),
    )
