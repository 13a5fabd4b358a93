"""Where a project stands, in a line: for a list of many."""

from service.db.unit_of_work import UnitOfWork
from service.figures.by_metric import UNKNOWN, by_metric
from service.figures.shapes.stats import Standing
from service.figures.show_stop import show_stop
from service.kit.vocabulary import Counted
from service.labelling.count_answer import day_of
from service.people.queries.access import Access
from service.pool.queries.counters import Counters
from service.pool.tables.projects import Project
from service.review.queries import Notes
from service.rounds.queries.figures import FigureRows


def show_standing(uow: UnitOfWork, project: Project) -> Standing:
    last = uow[FigureRows].last(project.id)
    pool = UNKNOWN if last is None else by_metric(last, project.metric).pool
    stop = show_stop(uow, project, last)
    today = uow[Counters].by_key(project.id, Counted.ANSWERS, day=day_of(uow.now))
    active = [user_id for user_id, answers in today.items() if answers > 0]
    return Standing(
        metric=project.metric,
        estimate=pool.value,
        low=pool.low,
        high=pool.high,
        light=None if stop is None else stop.light,
        open_notes=uow[Notes].count_open(project.id),
        active_today=sorted(uow[Access].names(active).values()),
    )
