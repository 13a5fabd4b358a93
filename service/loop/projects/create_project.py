"""Opens a project, and changes one."""

import secrets
from collections.abc import Sequence
from typing import TypedDict

from service.answers import AnswerKind, Feature, answer_kind, needs
from service.core.acquisition.audit_schedule import Audits
from service.core.acquisition.registry import find
from service.core.evaluation.metric import Metric
from service.core.evaluation.target_reached import BOUNDARIES
from service.errors import Archived, Invalid, UnknownStrategy
from service.loop.jobs.end_job import cancel_job
from service.loop.jobs.kinds.rank import request_round
from service.loop.jobs.kinds.sweep import KEPT, request_sweep
from service.loop.labelling.settle_label import settle_waiting
from service.loop.people.permissions import Principal
from service.loop.projects.change_views import change_views
from service.loop.projects.new_classes import NewClass, new_classes
from service.loop.projects.record_settings import followed_settings, record_settings
from service.loop.rounds.first_ranking import first_ranking
from service.loop.vectors.encoders import check_encoder
from service.models import Member, Project, View
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import ProjectState, Role

ON_LABELLING_SCREENS = {"name", "guidelines", "columns"}
"""What whoever labels should see changed within seconds, like classes."""
CAN_BE_NOTHING = (
    "suggestions",
    "price_per_hour",
    "price_per_label",
    "target",
    "value_per_point",
    "paused_reason",
)
OF_VIEWS = {"encoder", "views"}
"""What is a row of its own."""
STOP_LEVELS = tuple(BOUNDARIES)


class ProjectFields(TypedDict, total=False):
    """What can be said of a project; what is left out gets its default, or stays."""

    name: str | None
    answer_kind: str
    encoder: str
    views: list[str] | None
    seed: int
    guidelines: str | None
    strategy: str | None
    batch_size: int | None
    round_every: int | None
    audits: Audits | None
    overlap: int | None
    relabel: bool | None
    suggestions: bool | None
    columns: list[str] | None
    lease_seconds: int | None
    currency: str | None
    price_per_hour: float | None
    price_per_label: float | None
    metric: Metric | None
    target: float | None
    stop_level: float | None
    value_per_point: float | None
    state: ProjectState | None
    paused_reason: str | None


def create_project(
    uow: UnitOfWork,
    principal: Principal,
    fields: ProjectFields,
    classes: Sequence[NewClass],
) -> Project:
    """The project with its classes; the caller is its engineer."""
    if fields["encoder"] in (fields.get("views") or ()):
        raise Invalid(f"{fields['encoder']} is the main view already.", field="views")
    seed = fields.get("seed")
    project = Project(
        name=fields["name"] or "",
        seed=secrets.randbelow(2**31) if seed is None else seed,
        created_by=principal.id,
        created_at=uow.now,
    )
    for name, value in fields.items():
        if value is not None and name not in OF_VIEWS:
            setattr(project, name, value)
    kind = answer_kind(project.answer_kind)
    _check(fields, kind)
    project.metric = fields.get("metric") or kind.metrics[0]
    uow.projects.add(project)
    for position, encoder in enumerate([fields["encoder"], *(fields.get("views") or ())]):
        uow.views.add(View(project_id=project.id, position=position, encoder=encoder))
    uow.classes.add_all(new_classes(project.id, classes))
    uow.access.add(
        Member(project_id=project.id, user_id=principal.id, role=Role.ENGINEER, created_at=uow.now)
    )
    settings = {"encoder": fields["encoder"], **followed_settings(project)}
    record_settings(uow, project.id, {}, settings, principal.id)
    return project


def change_project(uow: UnitOfWork, project_id: int, fields: ProjectFields, *, by: int) -> Project:
    """The project with these fields changed; a changed strategy counts from the next round."""
    project = uow.projects.lock(project_id)
    if project.state is ProjectState.ARCHIVED and {*fields} != {"state"}:
        raise Archived
    _check(fields, answer_kind(project.answer_kind))
    before = followed_settings(project)
    for name, value in fields.items():
        if value is None and name not in CAN_BE_NOTHING:
            raise Invalid(f"A project can't be without {name}.", field=name)
        if name not in OF_VIEWS:
            setattr(project, name, value)
    if (views := fields.get("views")) is not None:
        change_views(uow, project, views)
    if project.state is ProjectState.ACTIVE:
        project.paused_reason = None
    record_settings(uow, project_id, before, followed_settings(project), by)
    if ON_LABELLING_SCREENS & fields.keys():
        project.classes_version += 1
    if "overlap" in fields:
        settle_waiting(uow, project)
    if project.audits != before["audits"]:
        _rank_anew(uow, project)
    if project.suggestions != before["suggestions"]:
        uow.rankings.drop_suggestions(project_id)
        request_round(uow, project, "suggestions", at_once=True)
    return project


def _rank_anew(uow: UnitOfWork, project: Project) -> None:
    """Audit items stand in the ranking: another schedule wants another one."""
    first_ranking(uow, project)
    request_round(uow, project, "audits", at_once=True)


def delete_project(uow: UnitOfWork, project_id: int) -> None:
    """Nobody sees it any more, and its open jobs end; its rows stay until they are swept."""
    project = uow.projects.lock(project_id)
    project.state = ProjectState.DELETED
    while jobs := uow.jobs.open_of(project_id):  # an import that ends asks for its withdrawal
        for job in jobs:
            cancel_job(uow, job)
    request_sweep(uow, project_id, uow.now + KEPT)


def _check(fields: ProjectFields, kind: AnswerKind) -> None:
    if fields.get("relabel"):
        needs(Feature.SECOND_ANSWERS, kind.lacks, field="relabel")
    if (metric := fields.get("metric")) and metric not in kind.metrics:
        raise Invalid(
            f"Projects with answers of this kind go by: {', '.join(kind.metrics)}.", field="metric"
        )
    if fields.get("views"):
        needs(Feature.VIEWS, kind.lacks, field="views")
    if strategy := fields.get("strategy"):
        try:
            find(strategy)
        except UnknownStrategy as error:
            raise UnknownStrategy(error.detail, field="strategy") from error
    if encoder := fields.get("encoder"):
        check_encoder(encoder)
    for encoder in fields.get("views") or ():
        check_encoder(encoder, field="views")
