"""Undo, whether or not the answer was sent long ago."""

from datetime import timedelta
from uuid import UUID

from service.db.unit_of_work import UnitOfWork
from service.importing.queries.import_rows import ImportRows
from service.jobs.kinds.rank import request_round
from service.kit.errors import NotFound
from service.kit.vocabulary import AssignmentState
from service.labelling.count_answer import uncount_answer
from service.labelling.queries.annotations import Annotations
from service.labelling.queries.arrivals import Leases
from service.labelling.settle_label import settle_label
from service.labelling.tables import Annotation
from service.pool.queries.imports import Imports
from service.pool.queries.items import Items, no_item
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project


def retract_annotation(
    uow: UnitOfWork, project_id: int, user_id: int, annotation_id: UUID
) -> Annotation:
    """Takes an answer back, on record; its author has the item on lease again."""
    project = uow[Projects].share(project_id)
    annotation = _own(uow, project_id, user_id, annotation_id)
    if annotation.retracted_at is not None:
        return annotation
    item = uow[Items].hold(project_id, annotation.item_id)
    annotation = _own(uow, project_id, user_id, annotation_id)
    if annotation.retracted_at is not None:  # while the item was waited for
        return annotation
    if item is None:
        raise no_item(project_id, annotation.item_id)
    was_live = annotation.live
    annotation.live, annotation.retracted_at = False, uow.now
    if was_live:
        _lease_again(uow, project, annotation)
        is_audit = uow[Imports].reaches(item.import_id, item.audit_key)
        settle_label(uow, project, item, by=user_id, is_audit=is_audit)
        if project.embedded_count:  # else there is nothing to rank by
            request_round(uow, project, "labels", at_once=False)
    return annotation


def _own(uow: UnitOfWork, project_id: int, user_id: int, annotation_id: UUID) -> Annotation:
    annotation = uow[Annotations].find(annotation_id)
    if annotation is None or annotation.project_id != project_id or annotation.user_id != user_id:
        raise NotFound(f"You have no annotation {annotation_id} in this project.")
    return annotation


def _lease_again(uow: UnitOfWork, project: Project, retracted: Annotation) -> None:
    if retracted.import_id is not None:
        uow[ImportRows].end_known_answers([retracted.item_id])
        uow[ImportRows].count(retracted.import_id, labelled=-1)
        return
    uncount_answer(uow, retracted)
    assignment = uow[Leases].holder(retracted.item_id, retracted.user_id)
    if assignment is not None and assignment.state is AssignmentState.ANSWERED:
        until = uow.now + timedelta(seconds=project.lease_seconds)
        uow[Leases].lease_again(assignment, until)
