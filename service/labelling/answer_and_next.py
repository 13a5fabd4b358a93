"""An answer and what comes next, in one go: what who labels does all day."""

from service.db.unit_of_work import UnitOfWork
from service.kit.errors import PostilError
from service.labelling.assign_items import assign_items
from service.labelling.shapes import AnnotationAndNext, AnnotationOutcome, OutcomeAndOffer
from service.labelling.show_annotation import show_submitted
from service.people.identify import Labelling


def answer_and_next(
    uow: UnitOfWork, project_id: int, me: Labelling, sent: AnnotationAndNext
) -> OutcomeAndOffer:
    """Takes an answer in, then offers items; those are offered though it is refused."""
    answered = _outcome(uow, project_id, me, sent)
    return OutcomeAndOffer(answered, assign_items(uow, project_id, me.id, sent.limit, sent.holding))


def _outcome(
    uow: UnitOfWork, project_id: int, me: Labelling, sent: AnnotationAndNext
) -> AnnotationOutcome:
    try:
        return AnnotationOutcome.stored(*show_submitted(uow, project_id, me, sent.id, sent))
    except PostilError as error:  # before anything was written
        return AnnotationOutcome.refused(sent.id, error)
