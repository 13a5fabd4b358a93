"""An answer and what comes next, in one go: what who labels does all day."""

from service.errors import PostilError
from service.loop.labelling.assign_items import assign_items
from service.loop.labelling.shapes import AnnotationAndNext, AnnotationOutcome, OutcomeAndOffer
from service.loop.labelling.show_annotation import show_submitted
from service.loop.people.identify import Labelling
from service.store.unit_of_work import UnitOfWork


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
