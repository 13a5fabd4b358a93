"""A project as its members see it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from service.answers import Feature, answer_kind
from service.core.acquisition.audit_schedule import Audits
from service.core.evaluation.metric import Metric
from service.core.suggestions import suggests
from service.kit.page import Page, Paging
from service.loop.figures.count_labels import count_labels
from service.loop.people.permissions import Principal, at_least, may_adjudicate
from service.loop.vectors.vectors_made import vectors_made
from service.models import Invitation, LabelClass, Member, Project, User
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Counted, ProjectState, Role, UserState

MOST_DATA_COLUMNS = 200
COUNTED = (Counted.ITEMS, Counted.LABELS)


@dataclass(frozen=True, kw_only=True)
class ProjectSummary:
    id: int
    name: str
    state: ProjectState
    created_at: datetime
    item_count: int
    embedded_count: int
    label_count: int
    target: float | None


class ShownView(NamedTuple):
    encoder: str
    embedded: int
    weight: float | None


@dataclass(frozen=True, kw_only=True)
class ShownProject(ProjectSummary):
    """Its settings, its counters, its classes, and what the one who asks is in it."""

    answer_kind: str
    lacks: Collection[Feature]
    """What projects with such answers don't have."""
    guidelines: str
    encoder: str
    views: Sequence[ShownView]
    strategy: str
    batch_size: int
    round_every: int
    audits: Audits
    overlap: int
    relabel: bool
    suggestions: bool | None
    suggests: bool
    """Whether items show any, as it says or by the number of classes."""
    columns: Sequence[str]
    data_columns: Sequence[str]
    """Those that the rows of its files have, the first of them; of engineers alone."""
    lease_seconds: int
    seed: int | None
    """Of engineers alone."""
    currency: str
    price_per_hour: float | None
    price_per_label: float | None
    metric: Metric
    stop_level: float
    value_per_point: float | None
    paused_reason: str | None
    round_number: int
    classes: Sequence[LabelClass]
    classes_version: int
    my_role: Role
    may_adjudicate: bool


class ShownMember(NamedTuple):
    user_id: int
    name: str
    role: Role
    state: UserState
    adjudicates: bool
    is_owner: bool


class ShownInvitation(NamedTuple):
    id: int
    role: Role
    uses_left: int
    expires_at: datetime
    made_by: str
    created_at: datetime


def show_project(uow: UnitOfWork, project_id: int, role: Role, user_id: int) -> ShownProject:
    """Its settings, counters and classes, to someone with this role in it."""
    project = uow.projects.get(project_id)
    classes, views = uow.classes.of(project_id), _views(uow, project_id)
    return ShownProject(
        id=project_id,
        name=project.name,
        state=project.state,
        created_at=project.created_at,
        item_count=uow.counters.value(project_id, Counted.ITEMS),
        embedded_count=project.embedded_count,
        label_count=count_labels(uow, project, role),
        target=project.target,
        answer_kind=project.answer_kind,
        lacks=answer_kind(project.answer_kind).lacks,
        guidelines=project.guidelines,
        encoder=views[0].encoder,
        views=views,
        strategy=project.strategy,
        batch_size=project.batch_size,
        round_every=project.round_every,
        audits=project.audits,
        overlap=project.overlap,
        relabel=project.relabel,
        suggestions=project.suggestions,
        suggests=suggests(project.suggestions, len(classes)),
        columns=project.columns,
        data_columns=_data_columns(uow, project_id) if at_least(role, Role.ENGINEER) else (),
        lease_seconds=project.lease_seconds,
        seed=project.seed if at_least(role, Role.ENGINEER) else None,
        currency=project.currency,
        price_per_hour=project.price_per_hour,
        price_per_label=project.price_per_label,
        metric=project.metric,
        stop_level=project.stop_level,
        value_per_point=project.value_per_point,
        paused_reason=project.paused_reason,
        round_number=project.round_number,
        classes=classes,
        classes_version=project.classes_version,
        my_role=role,
        may_adjudicate=may_adjudicate(uow, user_id, project_id, role),
    )


def _views(uow: UnitOfWork, project_id: int) -> list[ShownView]:
    last = uow.rounds.last(project_id)
    weights = {each["position"]: each["weight"] for each in (last.views if last else ())}
    return [
        ShownView(view.encoder, vectors_made(uow, view), weights.get(view.position))
        for view in uow.views.of(project_id)
    ]


def _data_columns(uow: UnitOfWork, project_id: int) -> list[str]:
    names = chain.from_iterable(uow.exports.column_names(project_id).values())
    return [*dict.fromkeys(names)][:MOST_DATA_COLUMNS]


def list_projects(
    uow: UnitOfWork, principal: Principal, paging: Paging, *, archived: bool
) -> Page[ProjectSummary]:
    """The projects the caller is in (an admin: all): those that are `archived`, or the others."""
    member = None if principal.role is Role.ADMIN else principal.id
    found = uow.projects.visible_to(
        member, archived=archived, after=paging.after, limit=paging.looked_at
    )
    page = paging.page(found, lambda project: project.id)
    counts = uow.counters.of_projects([project.id for project in page.results], COUNTED)
    roles = {} if member is None else dict(uow.access.roles_of(member))
    for project in page.results:
        if roles.get(project.id) is Role.ANNOTATOR:
            counts[project.id][Counted.LABELS] = count_labels(uow, project, Role.ANNOTATOR)
    return page.shown(lambda project: _summary(project, counts[project.id]))


def _summary(project: Project, counts: Mapping[Counted, int]) -> ProjectSummary:
    return ProjectSummary(
        id=project.id,
        name=project.name,
        state=project.state,
        created_at=project.created_at,
        item_count=counts[Counted.ITEMS],
        embedded_count=project.embedded_count,
        label_count=counts[Counted.LABELS],
        target=project.target,
    )


def list_members(uow: UnitOfWork, project_id: int, paging: Paging) -> Page[ShownMember]:
    owner = uow.projects.get(project_id).created_by
    found = paging.cut(uow.access.members(project_id), lambda one: one[0].id)
    return found.shown(lambda one: _member(*one, owner))


def show_member(uow: UnitOfWork, project_id: int, user_id: int) -> ShownMember:
    [found] = [one for one in uow.access.members(project_id) if one[1].id == user_id]
    return _member(*found, uow.projects.get(project_id).created_by)


def _member(member: Member, user: User, owner: int | None) -> ShownMember:
    return ShownMember(
        *(member.user_id, user.name, member.role, user.state, member.adjudicates),
        is_owner=member.user_id == owner,
    )


def list_invitations(uow: UnitOfWork, project_id: int, paging: Paging) -> Page[ShownInvitation]:
    """Those that people can still join by; never the secret, of which only a hash is known."""
    found = uow.access.open_invitations(project_id, uow.now)
    return paging.cut(found, lambda one: one[0].id).shown(lambda one: _invitation(*one))


def _invitation(made: Invitation, by: User) -> ShownInvitation:
    return ShownInvitation(
        made.id, made.role, made.uses - made.used, made.expires_at, by.name, made.created_at
    )
