"""The views of a project: those it begins with, those added later, those it takes by itself."""

from collections.abc import Iterable, Sequence

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.jobs.dispatch_jobs import usable_encoders
from service.jobs.kinds.embed import open_embedding, request_spans
from service.jobs.kinds.rank import request_round
from service.kit.errors import Conflict
from service.kit.settings import Settings
from service.kit.vocabulary import Counted
from service.pool.queries.counters import Counters
from service.pool.queries.projects import Projects, SettingChanges, Views
from service.pool.tables.projects import Project, View, is_own
from service.ports import learns_labels, registered_encoders
from service.projects.settings_history import record_setting
from service.vectors.encoders import WITHDRAWN, check_encoder, is_here

AWAITED = "encoders_awaited"
"""In a project's history: those of the service's that nobody had when it began, by commas; null
once somebody chooses its views."""
ADDED = "encoder_added"
STILL_NEW = 200
"""Labels: a project with fewer takes what it awaits. Later that is for its people to decide."""


def further_views(uow: UnitOfWork, main: str, settings: Settings) -> tuple[list[str], list[str]]:
    """Of the encoders in the settings what is here or what a live worker has, and what of the rest
    may still come; not the main one."""
    entries, live = registered_encoders(), usable_encoders(uow)
    here: list[str] = []
    awaited: list[str] = []
    for each in dict.fromkeys(one.strip() for one in settings.views.split(",")):
        name = each.partition(":")[0]
        if name not in entries or each == main:
            continue
        check_encoder(each, field="views")
        (here if name in live or is_here(name) else awaited).append(each)
    return here, awaited


def note_awaited(uow: UnitOfWork, project_id: int, encoders: Iterable[str], by: int | None) -> None:
    """That the project takes these once a worker has them; of none, that it takes no more."""
    value = ",".join(encoders) or None
    if value != uow[SettingChanges].newest_value(project_id, AWAITED):
        record_setting(uow, project_id, AWAITED, value, by)


def awaited_views(uow: UnitOfWork, project_id: int) -> list[str]:
    """Those that it still lacks, in the order of the settings."""
    noted = uow[SettingChanges].newest_value(project_id, AWAITED)
    there = {view.encoder for view in uow[Views].of(project_id)}
    return [each for each in (noted or "").split(",") if each and each not in there]


def change_views(
    uow: UnitOfWork, project: Project, wanted: Sequence[str], *, by: int | None
) -> None:
    """Adds those of the encoders that a locked project hasn't; its items get vectors of them.

    `Conflict` where one that it has is missing: heads were trained on it. One that says nothing
    gets no weight.
    """
    encoders = [view.encoder for view in uow[Views].of(project.id)]
    if missing := [each for each in encoders[1:] if each not in wanted and not is_own(each)]:
        raise Conflict(f"A view can't be removed: {missing[0]} can't be left out.", field="views")
    for encoder in wanted:
        if encoder not in encoders:
            view = uow[Views].add(
                View(project_id=project.id, position=len(encoders), encoder=encoder)
            )
            encoders.append(encoder)
            record_setting(uow, project.id, ADDED, encoder, by)
            request_spans(uow, view, [(0, project.next_ordinal)])
            if learns_labels(encoder):
                request_round(uow, project, "views", at_once=True)  # there may be enough by now


def take_awaited(app: App) -> None:
    """Gives projects what they await and a live worker has by now: called when one comes."""
    with app.read() as uow:
        waiting = [each for each in uow[SettingChanges].open_projects(AWAITED) if _due(uow, each)]
    for project_id in waiting:
        with app.write() as uow:
            project = uow[Projects].lock(project_id)
            there = [view.encoder for view in uow[Views].of(project_id)]
            change_views(uow, project, [*there, *_due(uow, project_id)], by=None)


def replace_withdrawn(app: App) -> None:
    """Views of encoders that there were go on by those that took their place, which embed all
    anew; rounds read the old vectors until then. Called when a worker comes."""
    with app.read() as uow:
        views = uow[Views].of_encoders(WITHDRAWN)
    for each in views:
        with app.write() as uow:
            project, view = uow[Projects].lock(each.project_id), uow[Views].get(each.id)
            view.encoder = WITHDRAWN[each.encoder]
            for job in open_embedding(uow, view):
                job.encoder = view.encoder
            if view.rests_from is None:
                request_spans(uow, view, [(0, project.next_ordinal)])


def _due(uow: UnitOfWork, project_id: int) -> list[str]:
    """Where nobody chose otherwise: neither views nor what learning may cost."""
    usable, project = usable_encoders(uow), uow[Projects].get(project_id)
    may_learn = project.tuning and project.tuning_seconds is None
    if uow[Counters].value(project_id, Counted.LABELS) >= STILL_NEW:
        return []
    return [
        each
        for each in awaited_views(uow, project_id)
        if each.partition(":")[0] in usable and (may_learn or not learns_labels(each))
    ]
