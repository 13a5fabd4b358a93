"""Classes as members see them, those too that are no longer offered."""

from service.db.unit_of_work import UnitOfWork
from service.figures.counts import count_classes
from service.kit.page import Page, Paging
from service.kit.vocabulary import ClassState, Role
from service.people.permissions import at_least
from service.pool.queries.classes import Classes
from service.pool.tables.classes import LabelClass
from service.projects.shapes import ClassDetails


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
    return ClassDetails(
        id=label_class.id,
        name=label_class.name,
        key=label_class.key if label_class.state is ClassState.ACTIVE else None,
        code=label_class.code,
        description=label_class.description,
        colour=label_class.colour,
        position=label_class.position,
        state=label_class.state,
        merged_into=label_class.merged_into if label_class.state is ClassState.MERGED else None,
        labels=None if labels is None else labels.get(label_class.id, 0),
    )
