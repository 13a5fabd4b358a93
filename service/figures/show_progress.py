"""Where a project stands: the heartbeat of a labelling tab, a line in a list of many, and labels
counted as far as somebody may know."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from service.db.unit_of_work import UnitOfWork
from service.figures.by_metric import UNKNOWN, by_metric
from service.figures.shapes.stats import Progress, Standing
from service.figures.show_stop import is_enough, show_stop
from service.jobs.kind import choosing_kinds
from service.jobs.queries.jobs import Jobs
from service.kit.vocabulary import Counted, ProjectState, Role
from service.labelling.count_answer import day_of
from service.labelling.queries.notes import Notes
from service.people.permissions import at_least
from service.people.queries.access import Access
from service.pool.queries.asked import AskedItems
from service.pool.queries.blindness import Blindness
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.rounds.queries.figures import FigureRows


def count_classes(uow: UnitOfWork, project_id: int) -> dict[int, int]:
    """By class; without those that have none."""
    merged = uow[Classes].merged(project_id)
    counts = Counter[int]()
    for class_id, labels in uow[Counters].by_key(project_id, Counted.OF_CLASS).items():
        counts[merged.get(class_id, class_id)] += labels
    return counts


def count_labels(uow: UnitOfWork, project: Project, role: Role) -> int:
    """To annotators, what people's answers and files come to, by their numbers alone.

    Were it the labels, it would say of each text that they answer whether somebody had answered it.
    """
    if at_least(role, Role.ENGINEER):
        return uow[Counters].value(project.id, Counted.LABELS)
    answers = sum(uow[Counters].by_key(project.id, Counted.ANSWERS).values())
    labels = uow[Imports].known_answers(project.id) + answers // project.overlap
    return min(labels, uow[Counters].value(project.id, Counted.ITEMS))


T = TypeVar("T")


def thinned(points: Sequence[T], most: int, is_turn: Callable[[T, T], bool]) -> list[T]:
    """At most `most` (2 or more) of the points, in order: the first, the last and those at a turn.

    `is_turn` of a point and the next one. The rest stand at even distances; where there are more
    turns than places, so do they.
    """
    if len(points) <= most:
        return list(points)
    last = len(points) - 1
    turns = [i for i in range(1, last) if is_turn(points[i - 1], points[i])]
    kept = {0, last, *_spread(turns, most - 2)}
    others = [i for i in range(1, last) if i not in kept]
    return [points[i] for i in sorted(kept | {*_spread(others, most - len(kept))})]


def _spread(places: Sequence[int], count: int) -> list[int]:
    """So many of the places, at even distances; all where there are no more."""
    if count >= len(places):
        return list(places)
    return [places[(2 * i + 1) * len(places) // (2 * count)] for i in range(count)]


def show_progress(uow: UnitOfWork, project_id: int, user_id: int, role: Role) -> Progress:
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
        holders=uow[AskedItems].holders(project_id, uow.now),
        enough=is_enough(uow, project),
        replies=uow[Notes].count_unread(project_id, user_id),
        others_must_audit=at_least(role, Role.ENGINEER)
        and uow[Blindness].has_seen_all(project_id, user_id),
        choosing=uow[Jobs].open_ids(project_id, choosing_kinds(role)),
    )


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
