"""The map as people see it: without what is soon asked, and without what would spoil an audit."""

from collections.abc import Sequence

import numpy as np

from service.app import App
from service.core.arrays import IntArray
from service.db.unit_of_work import UnitOfWork
from service.find.find_items import shows_predictions
from service.find.kinds import DRAW_MAP
from service.find.maps import last_map, stored_map
from service.find.queries.item_filters import ItemFilter
from service.find.queries.map_rows import MapRows
from service.find.shapes.maps import MapPoints, MapStatus
from service.jobs.queries.jobs import Jobs
from service.jobs.show_jobs import Lines
from service.jobs.tables import Job
from service.kit.errors import NotFound
from service.kit.reasons import Reason, ReasonCode, job_failed, reason
from service.kit.vocabulary import JobState
from service.pool.queries.blindness import Blindness
from service.pool.queries.classes import Classes
from service.pool.queries.imports import Imports
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.rounds.predictions import NOTHING, load_predictions
from service.rounds.queries.rounds import Rounds
from service.vectors.load_vectors import searched_view
from service.vectors.queries import Shards

NONE = -1


def show_map(app: App, uow: UnitOfWork, project_id: int) -> MapStatus:
    drawn = last_map(app, project_id)
    vectors = uow[Shards].item_count(searched_view(uow, project_id))
    last = uow[Jobs].last_of(project_id, DRAW_MAP.name)
    is_open = last is not None and last.state in (JobState.QUEUED, JobState.RUNNING)
    return MapStatus(
        map=drawn,
        came_since=0 if drawn is None else max(0, vectors - drawn.pool),
        job=Lines(uow).shown(last) if last is not None and is_open else None,
        reason=None if is_open else _reason(last, vectors),
    )


def _reason(last: Job | None, vectors: int) -> Reason | None:
    if last is not None and last.state is JobState.FAILED:
        return job_failed(last.error or "")
    return None if vectors else reason(ReasonCode.NO_VECTORS)


def show_points(app: App, uow: UnitOfWork, project_id: int) -> MapPoints:
    """`NotFound` where none was drawn yet."""
    project, drawn = uow[Projects].get(project_id), last_map(app, project_id)
    if drawn is None:
        raise NotFound("No map has been drawn yet. Ask for one with POST.")
    stored = stored_map(app, project_id, drawn.number)
    by = _everything(uow, project)
    ordinals, ids = uow[MapRows].ids(project_id, by)
    _, here, there = np.intersect1d(ordinals, stored.ordinals, return_indices=True)
    ordinals, ids, places = ordinals[here], ids[here], stored.places[there]
    label, rounds, predicted, confidence = np.full((4, len(ordinals)), NONE)
    _label(uow, project_id, ordinals, label, rounds)
    measured = load_predictions(app, uow[Rounds].last_measured(project_id))
    if measured is not None:
        shown = np.isin(ordinals, shows_predictions(uow, project, by))
        shown &= ordinals < len(measured.class_index)
        rows = ordinals[shown]
        index = measured.class_index[rows]
        has_one = index != NOTHING
        at = np.flatnonzero(shown)[has_one]
        predicted[at] = measured.class_ids[index[has_one]]
        confidence[at] = np.round(100 * measured.probability[rows[has_one]].astype(np.float64))
    classes, label, predicted = _by_place(uow, project_id, label, predicted)
    return MapPoints(
        number=drawn.number,
        ids=ids.tolist(),
        x=places[:, 0].tolist(),
        y=places[:, 1].tolist(),
        classes=classes,
        label=_or_null(label),
        predicted=_or_null(predicted),
        confidence=_or_null(confidence),
        round=_or_null(rounds),
    )


def _everything(uow: UnitOfWork, project: Project) -> ItemFilter:
    """All that may be found."""
    by = ItemFilter(imports=[each.id for each in uow[Imports].ready_pools(project.id)])
    return by.passing_over(uow[Blindness].withheld(project))


def _label(
    uow: UnitOfWork, project_id: int, ordinals: IntArray, label: IntArray, rounds: IntArray
) -> None:
    """Fills in what is labelled: ids of classes, and rounds."""
    rows = np.array(uow[MapRows].labels(project_id), dtype=np.int64).reshape(-1, 3)
    _, here, there = np.intersect1d(ordinals, rows[:, 0], return_indices=True)
    label[here], rounds[here] = rows[there, 1], rows[there, 2]


def _by_place(
    uow: UnitOfWork, project_id: int, *columns: IntArray
) -> tuple[list[str], IntArray, IntArray]:
    """The classes' names, in the project's order, then those that are retired; and the columns as
    places in them: a merged class as what it means."""
    every = uow[Classes].all_names(project_id)
    names = list(dict.fromkeys([*uow[Classes].names(project_id).values(), *every.values()]))
    of_name = {name: place for place, name in enumerate(names)}
    of_id = {class_id: of_name[name] for class_id, name in every.items()}
    first, second = (_looked_up(column, of_id) for column in columns)
    return names, first, second


def _looked_up(column: IntArray, of_id: dict[int, int]) -> IntArray:
    ids, inverse = np.unique(column, return_inverse=True)
    places = np.array([of_id.get(each, NONE) for each in ids.tolist()], dtype=np.int64)
    looked_up: IntArray = places[inverse]
    return looked_up


def _or_null(column: IntArray) -> Sequence[int | None]:
    return [None if each == NONE else each for each in column.tolist()]
