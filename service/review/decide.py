"""What somebody decides who looks again: where answers differ, and of labels that look wrong."""

from uuid import UUID

from service.answers.answer import AnswerBody
from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Conflict, NotFound
from service.kit.vocabulary import Role, Source
from service.labelling.decide_items import decide_items, undo_decisions
from service.labelling.queries.decisions import Decisions
from service.people.permissions import at_least
from service.pool.queries.items import Items
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.review.queries import Reviews


def adjudicate(
    uow: UnitOfWork, project_id: int, user_id: int, batch: UUID, item_id: int, answer: AnswerBody
) -> None:
    """Sets the label of an item to which people gave different answers.

    Never by one of them, nor over what somebody else has decided: `Conflict`. Again with the same
    batch it changes nothing.
    """
    uow[Projects].lock(project_id)  # before looking: it may come twice at once
    item = uow[Items].get(project_id, item_id)
    if uow[Reviews].answered_by(user_id, [item.id]):
        raise Conflict("You answered this text yourself: somebody else decides it.")
    if reveal := uow[Reviews].reveal(user_id, item.id):
        raise Conflict(reveal.why)
    label = uow[LabelRows].get(item_id)
    if not uow[Decisions].of_batch(batch):
        if label is None or not label.disputed:
            raise Conflict("The answers to this text no longer differ.")
        if label.decided_by not in (None, user_id):
            raise Conflict("Somebody else has decided this text meanwhile.")
    decide_items(uow, project_id, user_id, batch, [item_id], answer, Source.REVIEW)


def correct(
    uow: UnitOfWork, project_id: int, user_id: int, batch: UUID, item_id: int, answer: AnswerBody
) -> None:
    """Says what a label should be: what it is, or something else.

    Either way it isn't suspected any more. What was answered stays on record, and the estimate
    goes by that. `Conflict` where somebody else has said it: whoever keeps a label that was
    changed meanwhile means the one that they saw. Again with the same batch it changes nothing.
    """
    uow[Projects].lock(project_id)
    uow[Items].get(project_id, item_id)
    label = uow[LabelRows].get(item_id)
    if label is None:
        raise Conflict("This text has no label that could be kept or changed.")
    reviewed = label.decided_as is Source.REVIEW and label.decided_by != user_id
    if reviewed and not uow[Decisions].of_batch(batch):
        raise Conflict("Somebody else has kept or changed this label meanwhile.")
    decide_items(uow, project_id, user_id, batch, [item_id], answer, Source.REVIEW)


def undo_review(
    uow: UnitOfWork, project_id: int, user_id: int, role: Role, batch: UUID
) -> list[int]:
    """Takes a decision of a review back; a member who is no engineer only their own."""
    decisions = uow[Decisions].of_batch(batch)
    is_own = all(each.user_id == user_id for each in decisions)
    is_review = all(each.source is Source.REVIEW for each in decisions)
    if not is_review or not (is_own or at_least(role, Role.ENGINEER)):
        raise NotFound(f"You decided nothing under {batch} in project {project_id}.")
    return undo_decisions(uow, project_id, user_id, batch)
