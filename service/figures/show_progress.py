"""The heartbeat of a labelling tab: a few numbers, as cheap with many labels as with few."""

from service.db.unit_of_work import UnitOfWork
from service.figures.counts import count_labels
from service.figures.shapes.stats import Progress
from service.figures.show_stop import is_enough
from service.jobs.kinds.certify import CERTIFY
from service.jobs.kinds.rank import RANK
from service.jobs.queries.jobs import Jobs
from service.kit.vocabulary import Counted, ProjectState, Role
from service.labelling.count_answer import day_of
from service.people.permissions import at_least
from service.pool.queries.counters import Counters
from service.pool.queries.projects import Projects
from service.review.queries import Notes


def show_progress(uow: UnitOfWork, project_id: int, user_id: int, role: Role) -> Progress:
    # The steps of a certificate come with answers to checks, and would tell which these are.
    kinds = (RANK.name, CERTIFY.name) if at_least(role, Role.ENGINEER) else (RANK.name,)
    project = uow[Projects].get(project_id)
    assert project.state is not ProjectState.DELETED  # `get` finds none
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
