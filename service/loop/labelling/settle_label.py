"""Brings an item's label up to date with its live annotations."""

from service.answers import answer_kind
from service.core.acquisition.audit import place_in_line
from service.models import Item, Project
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import LabelState


def settle_label(uow: UnitOfWork, project: Project, item: Item, *, count: bool = True) -> None:
    """Stores the label as it now stands; it goes when the last answer was retracted.

    `count=False`: the caller keeps the project's count of labels.
    """
    given = uow.annotations.live_answers(item.id)
    # Who picks items to answer must not outvote those who were asked.
    answers = [answer for answer in given if not answer.unasked] or given
    came_with_file = any(answer.import_id is not None for answer in answers)
    # A known answer has settled the item alone; a person who agrees doesn't unsettle it.
    needed = 1 if came_with_file else project.overlap
    kind = answer_kind(project.answer_kind)
    consensus = kind.consensus([each.answer for each in answers], needed)
    if consensus is None:
        if uow.labels.remove(item.id) and count:
            uow.projects.count(project.id, label_count=-1)
        return
    is_new = uow.labels.put(
        {
            "item_id": item.id,
            "project_id": project.id,
            "ordinal": item.ordinal,
            "answer": list(consensus.answer),
            "state": LabelState.SETTLED if consensus.settled else LabelState.PROVISIONAL,
            "confidence": consensus.confidence,
            "votes": consensus.votes,
            "asked": not answers[0].unasked,
            "place": place_in_line(int(project.audit_secret), item.content_hash),
            "updated_at": uow.now,
        },
        kind.class_ids(list(consensus.answer)),
    )
    if is_new and count:
        uow.projects.count(project.id, label_count=1)


def settle_waiting(uow: UnitOfWork, project: Project) -> None:
    """Settles the labels that have votes enough, now that fewer are wanted."""
    kind, waiting = answer_kind(project.answer_kind), uow.labels.provisional(project.id)
    uow.labels.settle(
        [item_id for item_id, votes in waiting if kind.is_settled(votes, project.overlap)]
    )
