"""An annotation as its author gets it back."""

from uuid import UUID

from service.answers import answer_kind
from service.db.unit_of_work import UnitOfWork
from service.labelling.queries.annotations import AnnotationRow
from service.labelling.shapes import NewAnnotation, StoredAnnotation
from service.labelling.submit_annotation import submit_annotation
from service.labelling.tables import Annotation
from service.people.identify import Labelling
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Projects


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
    """Takes an answer in; the annotation as its author gets it back, and whether it is new."""
    annotation, is_new = submit_annotation(uow, project_id, me, annotation_id, sent)
    return show_annotation(uow, annotation), is_new
