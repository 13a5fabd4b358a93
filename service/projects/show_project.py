"""A project and its classes as members see them, those too that are no longer offered."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from service.answers import answer_kind, lacking
from service.core.suggestions import suggests
from service.db.unit_of_work import UnitOfWork
from service.figures.shapes.stats import Standing
from service.figures.show_progress import count_classes, count_labels, show_standing
from service.kit.page import Page, Paging
from service.kit.vocabulary import ClassState, Counted, Role
from service.people.permissions import Principal, at_least, may_adjudicate
from service.people.queries.access import Access
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.projects import Projects, Views
from service.pool.tables.classes import LabelClass
from service.pool.tables.projects import Project, View, is_own
from service.ports import learns_labels
from service.projects.settings import settings_of
from service.projects.shapes.projects import (
    ClassDetails,
    ListedProject,
    OfferedClass,
    ProjectDetails,
    ProjectView,
)
from service.rounds.queries.rounds import Rounds
from service.vectors.fitted_encoder import fitted_key
from service.vectors.progress import vectors_made

MOST_DATA_COLUMNS = 200
COUNTED = (Counted.ITEMS, Counted.LABELS)


def show_project(uow: UnitOfWork, project_id: int, role: Role, user_id: int) -> ProjectDetails:
    """Its settings, counters and classes, to someone with this role in it."""
    project = uow[Projects].get(project_id)
    classes, views = uow[Classes].of(project_id), _views(uow, project_id)
    return ProjectDetails(
        id=project_id,
        name=project.name,
        state=project.state,
        created_at=project.created_at,
        item_count=uow[Counters].value(project_id, Counted.ITEMS),
        embedded_count=project.embedded_count,
        label_count=count_labels(uow, project, role),
        lacks=sorted(lacking(answer_kind(project.answer_kind), project.metric)),
        encoder=views[0].encoder,
        views=views,
        suggests=suggests(project.suggestions, len(classes)),
        data_columns=_data_columns(uow, project_id) if at_least(role, Role.ENGINEER) else (),
        paused_reason=project.paused_reason,
        round_number=project.round_number,
        classes=[_offered(each) for each in classes],
        classes_version=project.classes_version,
        my_role=role,
        may_adjudicate=may_adjudicate(uow, user_id, project_id, role),
        **settings_of(project, role),
    )


def _views(uow: UnitOfWork, project_id: int) -> list[ProjectView]:
    last = uow[Rounds].last(project_id)
    read = {each["position"]: each for each in (last.views if last else ())}
    return [
        _view(uow, view, read.get(view.position, {"weight": None, "fingerprint": None}))
        for view in uow[Views].of(project_id)
        if view.fingerprint is not None or not is_own(view.encoder)
    ]


def _view(uow: UnitOfWork, view: View, read: Mapping[str, Any]) -> ProjectView:
    by_round = fitted_key(view.project_id, str(read["fingerprint"]))
    return ProjectView(
        encoder=view.encoder,
        embedded=vectors_made(uow, view),
        weight=read["weight"],
        learnt_from=view.fitted_on,
        learns_labels=learns_labels(view.encoder),
        rests_from=view.rests_from,
        learnt_by_round=None if view.fitted is None else view.fitted == by_round,
    )


def _data_columns(uow: UnitOfWork, project_id: int) -> list[str]:
    names = chain.from_iterable(uow[Imports].column_names(project_id).values())
    return [*dict.fromkeys(names)][:MOST_DATA_COLUMNS]


def list_projects(
    uow: UnitOfWork, principal: Principal, paging: Paging, *, archived: bool, standing: bool = False
) -> Page[ListedProject]:
    """The projects the caller is in (an admin: all): those that are `archived`, or the others.

    With their `standing`, where the caller may see figures.
    """
    member = None if principal.role is Role.ADMIN else principal.id
    projects = uow[Projects].visible_to(
        member, archived=archived, after=paging.after, limit=paging.looked_at
    )
    page = paging.page(projects, lambda project: project.id)
    counts = uow[Counters].of_projects([project.id for project in page.results], COUNTED)
    roles = {} if member is None else dict(uow[Access].roles_of(member))
    for project in page.results:
        if roles.get(project.id) is Role.ANNOTATOR:
            counts[project.id][Counted.LABELS] = count_labels(uow, project, Role.ANNOTATOR)

    def shown(project: Project) -> ListedProject:
        sees = standing and roles.get(project.id, principal.role) is not Role.ANNOTATOR
        stands = show_standing(uow, project) if sees else None
        return _listed(project, counts[project.id], stands)

    return page.shown(shown)


def _listed(
    project: Project, counts: Mapping[Counted, int], standing: Standing | None
) -> ListedProject:
    return ListedProject(
        standing=standing,
        id=project.id,
        name=project.name,
        state=project.state,
        created_at=project.created_at,
        item_count=counts[Counted.ITEMS],
        embedded_count=project.embedded_count,
        label_count=counts[Counted.LABELS],
        target=project.target,
    )


def _offered(label_class: LabelClass) -> OfferedClass:
    return OfferedClass(
        id=label_class.id,
        name=label_class.name,
        key=label_class.key,
        code=label_class.code,
        description=label_class.description,
        colour=label_class.colour,
        position=label_class.position,
    )


def list_classes(
    uow: UnitOfWork, project_id: int, role: Role, paging: Paging
) -> Page[ClassDetails]:
    """In the project's order."""
    labels = _labels(uow, project_id, role)
    seen = [each for each in uow[Classes].every(project_id) if each.state is not ClassState.HIDDEN]
    page = paging.cut(list(enumerate(seen, start=1)), lambda one: one[0])
    return page.shown(lambda one: _shown(one[1], labels))


def show_class(uow: UnitOfWork, project_id: int, class_id: int, role: Role) -> ClassDetails:
    [label_class] = [each for each in uow[Classes].every(project_id) if each.id == class_id]
    return _shown(label_class, _labels(uow, project_id, role))


def _labels(uow: UnitOfWork, project_id: int, role: Role) -> dict[int, int] | None:
    return count_classes(uow, project_id) if at_least(role, Role.ENGINEER) else None


def _shown(label_class: LabelClass, labels: dict[int, int] | None) -> ClassDetails:
    state, offered = label_class.state, _offered(label_class)
    if state is not ClassState.ACTIVE:
        offered = replace(offered, key=None)
    return ClassDetails(
        **vars(offered),
        state=state,
        merged_into=label_class.merged_into if state is ClassState.MERGED else None,
        labels=None if labels is None else labels.get(label_class.id, 0),
    )
