"""An annotation as its author gets it back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.answers import answer_kind
from service.answers.answer import AnswerBody
from service.loop.labelling.submit_annotation import Answered, submit_annotation
from service.loop.people.identify import Labelling
from service.models import Annotation
from service.store.annotations import NewAnnotation
from service.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class ShownAnnotation:
    id: UUID
    item_id: int
    assignment_id: int | None
    answer: AnswerBody
    live: bool
    late: bool
    unasked: bool
    received_at: datetime
    answered_at: datetime
    retracted_at: datetime | None


def show_annotation(uow: UnitOfWork, annotation: Annotation | NewAnnotation) -> ShownAnnotation:
    project = uow.projects.get(annotation.project_id)
    kind, names = answer_kind(project.answer_kind), uow.classes.all_names(annotation.project_id)
    named = kind.decode(annotation.answer, names)
    assert named is not None, "an answer's classes are the project's"
    return ShownAnnotation(
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
    uow: UnitOfWork, project_id: int, me: Labelling, sent: Answered
) -> tuple[ShownAnnotation, bool]:
    """Takes an answer in; the annotation as its author gets it back, and whether it is new."""
    made, is_new = submit_annotation(uow, project_id, me, sent)
    return show_annotation(uow, made), is_new
