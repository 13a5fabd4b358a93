"""Opens a project, or another like it; changes and deletes it."""

from collections.abc import Collection, Sequence

from service.answers import Feature, answer_kind, needs
from service.core.acquisition.registry import find
from service.db.unit_of_work import UnitOfWork
from service.jobs.end_job import cancel_job
from service.jobs.kinds.rank import request_round
from service.jobs.queries.jobs import Jobs
from service.kit.errors import Archived, Forbidden, Invalid, UnknownStrategy
from service.kit.settings import Settings
from service.kit.vocabulary import ProjectState, Role
from service.labelling.settle_label import settle_waiting
from service.people.permissions import Principal, may_create_projects
from service.people.queries.access import Access
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Projects, Views
from service.pool.tables.classes import LabelClass
from service.pool.tables.people import Member
from service.pool.tables.projects import Project, View, is_own
from service.ports import learns_labels
from service.projects.kinds import KEPT, request_sweep
from service.projects.new_classes import new_classes
from service.projects.project_views import (
    awaited_views,
    change_views,
    further_views,
    note_awaited,
)
from service.projects.settings import CAN_BE_NOTHING, COPIED, values_of
from service.projects.settings_history import followed_settings, record_settings
from service.projects.shapes.projects import NewClass, NewProject, ProjectChange
from service.rounds.queries.rounds import Rankings
from service.rounds.ranking.ranking_rows import first_ranking
from service.vectors.encoders import check_allowed

ON_LABELLING_SCREENS = {"name", "guidelines", "columns"}
"""What whoever labels should see changed within seconds, like classes."""


def create_project(
    uow: UnitOfWork, principal: Principal, new: NewProject, settings: Settings
) -> Project:
    """The project with its classes. What it doesn't say the service's settings say."""
    values = values_of(new)
    project = Project(name=new.name, **({"currency": settings.currency} | values))
    kind = answer_kind(project.answer_kind)
    if "metric" not in values:
        project.metric = kind.metrics[0]
    encoder = new.encoder or settings.encoder
    check_allowed(encoder, settings)
    if learns_labels(encoder):
        raise Invalid(
            f"{encoder} has no vectors before there are labels: choose another, with it in views.",
            field="encoder",
        )
    _check_views(new.views, settings)
    views, awaited = new.views, list[str]()
    if views is None:
        views, awaited = further_views(uow, encoder, settings)
    if encoder in views:
        raise Invalid(f"{encoder} is the main view already.", field="views")
    _check(project, values)
    opened = open_project(uow, principal, project, [encoder, *views], new.classes)
    note_awaited(uow, opened.id, awaited, principal.id)
    return opened


def open_project(
    uow: UnitOfWork,
    principal: Principal,
    project: Project,
    encoders: Sequence[str],
    classes: Sequence[NewClass],
    codes: Sequence[str | None] = (),
) -> Project:
    """Stores a new project with its views and classes; the caller is its engineer."""
    project.created_by, project.created_at = principal.id, uow.now
    uow[Projects].add(project)
    for position, encoder in enumerate(encoders):
        uow[Views].add(View(project_id=project.id, position=position, encoder=encoder))
    uow[Classes].add_all(new_classes(project.id, classes, codes))
    uow[Access].add(
        Member(project_id=project.id, user_id=principal.id, role=Role.ENGINEER, created_at=uow.now)
    )
    settings = {"encoder": encoders[0], **followed_settings(project)}
    record_settings(uow, project.id, {}, settings, principal.id)
    return project


def change_project(
    uow: UnitOfWork, project_id: int, change: ProjectChange, settings: Settings, *, by: int
) -> None:
    """Changes what is sent of the project; a changed strategy counts from the next round."""
    project = uow[Projects].lock(project_id)
    sent = change.model_dump(exclude_unset=True)
    if project.state is ProjectState.ARCHIVED and {*sent} != {"state"}:
        raise Archived
    before = followed_settings(project)
    for name, value in sent.items():
        if value is None and name not in CAN_BE_NOTHING | {"paused_reason"}:
            raise Invalid(f"A project can't be without {name}.", field=name)
        if name != "views":
            setattr(project, name, value)
    _check(project, sent)
    if change.views is not None:
        there = [view.encoder for view in uow[Views].of(project_id) if is_own(view.encoder)]
        _check_views([each for each in change.views if each not in there], settings)
    if change.views is not None:
        note_awaited(uow, project_id, (), by)
        change_views(uow, project, change.views, by=by)
    if project.state is ProjectState.ACTIVE:
        project.paused_reason = None
    record_settings(uow, project_id, before, followed_settings(project), by)
    if ON_LABELLING_SCREENS & sent.keys():
        project.classes_version += 1
    if "overlap" in sent:
        settle_waiting(uow, project)
    if project.audits != before["audits"]:
        _rank_anew(uow, project)
    if project.suggestions != before["suggestions"]:
        uow[Rankings].drop_suggestions(project_id)
        request_round(uow, project, "suggestions", at_once=True)


def _rank_anew(uow: UnitOfWork, project: Project) -> None:
    """Audit items stand in the ranking: another schedule wants another one."""
    first_ranking(uow, project)
    request_round(uow, project, "audits", at_once=True)


def delete_project(uow: UnitOfWork, project_id: int) -> None:
    """Nobody sees it any more, and its open jobs end; its rows stay until they are swept."""
    project = uow[Projects].lock(project_id)
    while jobs := uow[Jobs].open_of(project_id):  # an import that ends asks for its withdrawal
        for job in jobs:
            cancel_job(uow, job)  # which may look into the project
    project.state = ProjectState.DELETED
    request_sweep(uow, project_id, uow.now + KEPT)


def _check_views(views: Sequence[str] | None, settings: Settings) -> None:
    """Those that somebody names."""
    for view in views or ():
        check_allowed(view, settings, field="views")


def _check(project: Project, sent: Collection[str]) -> None:
    """What was sent has to fit its kind of answer, and be there."""
    kind = answer_kind(project.answer_kind)
    if "relabel" in sent and project.relabel:
        needs(Feature.SECOND_ANSWERS, kind.lacks, field="relabel")
    if "metric" in sent and project.metric not in kind.metrics:
        raise Invalid(
            f"Projects with answers of this kind go by: {', '.join(kind.metrics)}.", field="metric"
        )
    if "strategy" in sent:
        try:
            find(project.strategy)
        except UnknownStrategy as error:
            raise UnknownStrategy(error.detail, field="strategy") from error


def duplicate_project(uow: UnitOfWork, principal: Principal, project_id: int, name: str) -> Project:
    """The new one, which the caller runs alone. Its draws are its own."""
    if not may_create_projects(principal):
        raise Forbidden("Opening a project needs the role engineer.")
    other = uow[Projects].get(project_id)
    project = Project(name=name, **{setting: getattr(other, setting) for setting in COPIED})
    encoders = [each.encoder for each in uow[Views].of(project_id) if not is_own(each.encoder)]
    classes = uow[Classes].of(project_id)
    codes = [each.code for each in classes]
    like = [_like(each) for each in classes]
    opened = open_project(uow, principal, project, encoders, like, codes)
    note_awaited(uow, opened.id, awaited_views(uow, project_id), principal.id)
    return opened


def _like(label_class: LabelClass) -> NewClass:
    """As it stands there: it was checked when it came."""
    fields = ("name", "key", "description", "colour")
    return NewClass.model_construct(**{name: getattr(label_class, name) for name in fields})
