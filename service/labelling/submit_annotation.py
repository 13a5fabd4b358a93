"""Takes in an answer, and returns it as it is stored.

A lease decides who is offered an item, never whether an answer is kept.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from service.answers import answer_kind
from service.answers.answer import Answer
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.rank import RANK, note_request, request_round
from service.kit.errors import Conflict, NotFound, PostilError
from service.kit.vocabulary import ANSWERED, TOUCHED, AssignmentState, ItemRole
from service.labelling.answer_names import read_answer
from service.labelling.assign_items import assign_items
from service.labelling.checks import look_at_checks
from service.labelling.count_answer import count_answer, uncount_answer
from service.labelling.queries.annotations import AnnotationRow, Annotations, LiveAnswer
from service.labelling.queries.arrivals import (
    Arrivals,
    Before,
    Leases,
    StoredLease,
    no_assignment,
)
from service.labelling.settle_label import settle_first, settle_label
from service.labelling.shapes import (
    AnnotationAndNext,
    AnnotationOutcome,
    NewAnnotation,
    OutcomeAndOffer,
    StoredAnnotation,
)
from service.people.identify import Labelling
from service.people.permissions import may_pick
from service.pool.queries.asked import AskedItems
from service.pool.queries.classes import Classes
from service.pool.queries.imports import Imports
from service.pool.queries.items import Items, no_item
from service.pool.queries.projects import Projects
from service.pool.tables.answers import Annotation
from service.pool.tables.projects import Project


def submit_annotation(
    uow: UnitOfWork, project_id: int, me: Labelling, annotation_id: UUID, sent: NewAnnotation
) -> tuple[Annotation | AnnotationRow, bool]:
    """The stored annotation, and whether it is new: the same id and body again change nothing.

    Annotators may answer what they were offered at some time. Else somebody could try ids and label
    everything unseen. Engineers may answer any item.
    """
    user_id = me.id
    # Before looking: it may come twice at once.
    project, item, waiting = uow[Arrivals].of(project_id, sent.item_id, RANK.dedupe_key(project_id))
    uow[Classes].recall(project)
    before = uow[Leases].before(
        project_id, annotation_id, sent.item_id, user_id, sent.assignment_id
    )
    if before.is_known and (earlier := uow[Annotations].find(annotation_id)) is not None:
        return _repeated(earlier, project_id, user_id, sent), False
    if item is None:
        raise no_item(project_id, sent.item_id)
    assignment = _assignment(uow, project_id, user_id, sent, before.place)
    if assignment is None and not may_pick(me.role):
        raise no_item(project_id, sent.item_id)
    if item.role is ItemRole.EVALUATION:
        raise Conflict(f"Item {sent.item_id} belongs to the test set: its answer is known.")
    kind = answer_kind(project.answer_kind)
    answer = read_answer(uow, kind, project_id, sent.answer)
    if assignment is not None and assignment.state in (*TOUCHED, AssignmentState.UNASKED):
        holder: StoredLease | None = assignment
    else:
        holder = uow[Leases].holder(sent.item_id, user_id)
    late = assignment is not None and (holder is None or _ended(holder, uow.now))
    is_blind = assignment is not None and _is_blind(project, before)
    row = _annotation(
        project, user_id, annotation_id, sent, answer, assignment, late, is_blind, uow.now
    )
    _close(uow, holder or assignment, is_blind=is_blind)
    if before.has_answered:
        _supersede(uow, sent.item_id, user_id, annotation_id)
    if project.embedded_count:
        note_request(uow, project, waiting, "labels", at_once=False)
    uow[Annotations].record(row, kind.class_ids(answer))
    count_answer(uow, row)
    how: Mapping[str, Any] = {"by": user_id, "is_audit": before.is_audit}
    if before.is_labelled:
        settle_label(uow, project, item, **how)
    else:
        settle_first(uow, project, item, LiveAnswer.of(row), **how)
    look_at_checks(uow, project)
    return row, True


def _repeated(
    annotation: Annotation, project_id: int, user_id: int, sent: NewAnnotation
) -> Annotation:
    same = (
        annotation.body_hash == sent.body_hash()
        and annotation.project_id == project_id
        and annotation.user_id == user_id
    )
    if not same:
        raise Conflict(f"The annotation {annotation.id} exists with another content. Use a new id.")
    return annotation


def _assignment(
    uow: UnitOfWork, project_id: int, user_id: int, sent: NewAnnotation, held: StoredLease | None
) -> StoredLease | None:
    """`held`: the one that the answer names."""
    if sent.assignment_id is None:
        return uow[Leases].latest(sent.item_id, user_id)
    if held is None or held.user_id != user_id:
        raise no_assignment(project_id, sent.assignment_id)
    if held.item_id != sent.item_id:
        raise Conflict(f"Assignment {sent.assignment_id} is not for item {sent.item_id}.")
    return held


def _ended(assignment: StoredLease, now: datetime) -> bool:
    if assignment.state in ANSWERED:
        return False
    return assignment.state is not AssignmentState.LEASED or assignment.expires_at <= now


def _is_blind(project: Project, before: Before) -> bool:
    """Whether the answer can be an audit answer, now or once the frontier passes the item.

    Not that of somebody who has seen what a model thinks of it, nor, unless the project says so, a
    program's: others are asked.
    """
    return not before.is_exposed and (project.programs_count or not before.is_program)


def _close(uow: UnitOfWork, assignment: StoredLease | None, *, is_blind: bool) -> None:
    """Marks the item as answered by its annotator, unless someone else has the place by now.

    Where the answer can be no audit answer the place is free for another person.
    """
    if assignment is None:
        return
    if not is_blind:
        uow[Leases].end(assignment, AssignmentState.UNASKED, uow.now)
    elif assignment.state is AssignmentState.LEASED or uow[Leases].slot_is_free(assignment):
        uow[Leases].end(assignment, AssignmentState.ANSWERED, uow.now)


def _supersede(uow: UnitOfWork, item_id: int, user_id: int, by: UUID) -> None:
    earlier = uow[Annotations].live_of(item_id, user_id)
    if earlier is not None:
        earlier.live, earlier.superseded_by = False, by
        if earlier.import_id is None:
            uncount_answer(uow, earlier)
        else:
            uow[Imports].count(earlier.import_id, labelled=-1)


def _annotation(
    project: Project,
    user_id: int,
    annotation_id: UUID,
    sent: NewAnnotation,
    answer: Answer,
    assignment: StoredLease | None,
    late: bool,
    is_blind: bool,
    now: datetime,
) -> AnnotationRow:
    earliest = assignment.leased_at if assignment is not None else project.created_at
    answered = _clamped(sent.answered_at, earliest, now) or now
    shown = _clamped(sent.shown_at, earliest, answered)
    return AnnotationRow(
        id=annotation_id,
        project_id=project.id,
        item_id=sent.item_id,
        user_id=user_id,
        assignment_id=assignment.id if assignment is not None else None,
        answer=answer,
        late=late,
        unasked=not is_blind,
        body_hash=sent.body_hash(),
        shown_at=shown,
        first_input_at=_clamped(sent.first_input_at, shown or earliest, answered),
        answered_at=answered,
        received_at=now,
        active_seconds=(answered - shown).total_seconds() if shown is not None else None,
    )


def _clamped(claimed: datetime | None, earliest: datetime, latest: datetime) -> datetime | None:
    if claimed is None:
        return None
    claimed = claimed if claimed.tzinfo else claimed.replace(tzinfo=UTC)
    return min(max(claimed, earliest), latest).astimezone(UTC)


def show_annotation(uow: UnitOfWork, annotation: Annotation | AnnotationRow) -> StoredAnnotation:
    project = uow[Projects].get(annotation.project_id)
    kind, names = answer_kind(project.answer_kind), uow[Classes].all_names(annotation.project_id)
    named = kind.decode(annotation.answer, names)
    assert named is not None, "an answer's classes are the project's"
    return StoredAnnotation(
        id=annotation.id,
        item_id=annotation.item_id,
        assignment_id=annotation.assignment_id,
        answer=kind.body(named),
        live=annotation.live,
        late=annotation.late,
        unasked=annotation.unasked,
        received_at=annotation.received_at,
        answered_at=annotation.answered_at,
        retracted_at=annotation.retracted_at,
    )


def show_submitted(
    uow: UnitOfWork, project_id: int, me: Labelling, annotation_id: UUID, sent: NewAnnotation
) -> tuple[StoredAnnotation, bool]:
    """Takes in an answer. Returns the annotation for its author, and whether it is new."""
    annotation, is_new = submit_annotation(uow, project_id, me, annotation_id, sent)
    return show_annotation(uow, annotation), is_new


def answer_and_next(
    uow: UnitOfWork, project_id: int, me: Labelling, sent: AnnotationAndNext
) -> OutcomeAndOffer:
    """Takes in an answer and offers items. Items are offered even if the answer is refused."""
    answered = _outcome(uow, project_id, me, sent)
    return OutcomeAndOffer(answered, assign_items(uow, project_id, me.id, sent.limit, sent.holding))


def _outcome(
    uow: UnitOfWork, project_id: int, me: Labelling, sent: AnnotationAndNext
) -> AnnotationOutcome:
    try:
        return AnnotationOutcome.stored(*show_submitted(uow, project_id, me, sent.id, sent))
    except PostilError as error:  # before anything was written
        return AnnotationOutcome.refused(sent.id, error)


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
        uow[AskedItems].end_known_answers([retracted.item_id])
        uow[Imports].count(retracted.import_id, labelled=-1)
        return
    uncount_answer(uow, retracted)
    assignment = uow[Leases].holder(retracted.item_id, retracted.user_id)
    if assignment is None and retracted.unasked:
        assignment = uow[Leases].latest(retracted.item_id, retracted.user_id)
        if assignment is None or not uow[Leases].slot_is_free(assignment):
            return
    if assignment is not None and assignment.state in ANSWERED:
        until = uow.now + timedelta(seconds=project.lease_seconds)
        uow[Leases].lease_again(assignment, until)
