"""Brings an item's label up to date with its live annotations."""

from service.core.consensus.majority import majority
from service.models import Item, Label, Project
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import LabelState


def settle_label(uow: UnitOfWork, project: Project, item: Item) -> Label | None:
    """The label as it now stands; None when the last answer was retracted."""
    assert project.id is not None
    assert item.id is not None
    consensus = majority([a.answer for a in uow.annotations.live(item.id)], project.overlap)
    label = uow.labels.get(item.id)
    if consensus is None:
        if label is not None:
            uow.labels.remove(label)
            uow.projects.count(project.id, label_count=-1)
        return None
    if label is None:
        uow.projects.count(project.id, label_count=1)
        label = Label(
            item_id=item.id,
            project_id=project.id,
            ordinal=item.ordinal,
            answer=[],
            state=LabelState.PROVISIONAL,
            confidence=0.0,
            votes={},
        )
    label.answer = list(consensus.answer)
    label.state = LabelState.SETTLED if consensus.settled else LabelState.PROVISIONAL
    label.confidence, label.votes = consensus.confidence, consensus.votes
    label.updated_at = uow.now
    return uow.labels.add(label)
