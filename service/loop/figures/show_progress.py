"""The heartbeat of a labelling tab: a few numbers, as cheap with many labels as with few."""

from collections.abc import Sequence
from typing import NamedTuple

from service.loop.figures.count_labels import count_labels
from service.loop.figures.show_stop import is_enough
from service.loop.jobs.kinds.certify import CERTIFY
from service.loop.jobs.kinds.rank import RANK
from service.loop.labelling.count_answer import day_of
from service.loop.people.permissions import at_least
from service.store.counters import Counters
from service.store.jobs import Jobs
from service.store.notes import Notes
from service.store.projects import Projects
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Counted, ProjectState, Role


class Progress(NamedTuple):
    state: ProjectState
    """Labelling tabs follow it: whoever labels reads within seconds that it is paused."""
    items: int
    embedded: int
    labels: int
    """See `count_labels`."""
    next_round: int
    """A new one means that the items to come are others now."""
    classes_version: int
    """A new one means that the classes are others now, or look different."""
    today: int
    """Answers of the one who asks, since midnight UTC."""
    enough: bool
    """For the target: whether to go on is the owner's to say."""
    replies: int
    """To notes of the one who asks, that they haven't read."""
    choosing: Sequence[int]
    """Jobs that change what is asked next, the earliest first. An answer that came before this was
    read is part of the ranking once none of these is left."""


def show_progress(uow: UnitOfWork, project_id: int, user_id: int, role: Role) -> Progress:
    # The steps of a certificate come with answers to checks, and would tell which these are.
    kinds = (RANK.name, CERTIFY.name) if at_least(role, Role.ENGINEER) else (RANK.name,)
    project = uow[Projects].get(project_id)
    return Progress(
        state=project.state,
        items=uow[Counters].value(project_id, Counted.ITEMS),
        embedded=project.embedded_count,
        labels=count_labels(uow, project, role),
        next_round=project.round_number,
        classes_version=project.classes_version,
        today=uow[Counters].value(project_id, Counted.ANSWERS, key=user_id, day=day_of(uow.now)),
        enough=is_enough(uow, project),
        replies=uow[Notes].count_unread(project_id, user_id),
        choosing=uow[Jobs].open_ids(project_id, kinds),
    )
