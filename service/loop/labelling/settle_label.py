"""Brings an item's label up to date with its live annotations."""

from service.answers import AnswerKind, answer_kind
from service.core.acquisition.audit import place_in_line
from service.models import Item, Project
from service.store.counters import Tally
from service.store.labels import CountedLabel
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Counted, ItemRole, LabelState


def settle_label(
    uow: UnitOfWork, project: Project, item: Item, *, by: int | None = None, count: bool = True
) -> None:
    """Stores the label as it now stands; it goes when the last answer was retracted.

    `by`: the user whose doing it is. `count=False`: the caller keeps the counters.
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
        earlier, now = uow.labels.remove(item.id), None
    else:
        state = LabelState.SETTLED if consensus.settled else LabelState.PROVISIONAL
        now = CountedLabel(list(consensus.answer), state, asked=not answers[0].unasked)
        earlier = uow.labels.put(
            {
                "item_id": item.id,
                "project_id": project.id,
                "ordinal": item.ordinal,
                **now._asdict(),
                "confidence": consensus.confidence,
                "votes": consensus.votes,
                "people": sum(each.import_id is None and not each.unasked for each in given),
                "disputed": any(each.answer != answers[0].answer for each in answers),
                "place": place_in_line(int(project.audit_secret), item.content_hash),
            },
            kind.class_ids(now.answer),
        )
    if count:
        _count(uow, kind, item, (earlier, now), by)


def _count(
    uow: UnitOfWork,
    kind: AnswerKind,
    item: Item,
    change: tuple[CountedLabel | None, CountedLabel | None],
    by: int | None,
) -> None:
    """Counts what the item's label was no more, and what it is."""
    if item.role is not ItemRole.POOL or change[0] == change[1]:
        return
    is_audit = uow.imports.reaches(item.import_id, item.audit_key)
    for label, times in zip(change, (-1, 1), strict=True):
        if label is not None:
            tally = _tally(kind, label, is_audit)
            uow.counters.count_all(item.project_id, tally, times=times, by=by)


def _tally(kind: AnswerKind, label: CountedLabel, is_audit: bool) -> Tally:
    """As `LabelRepository.tally` counts one."""
    settled = int(label.state is LabelState.SETTLED)
    return {
        (Counted.LABELS, 0): 1,
        (Counted.SETTLED, 0): settled,
        (Counted.AUDIT_LABELS, 0): settled * (is_audit and label.asked),
        **{(Counted.OF_CLASS, class_id): 1 for class_id in kind.class_ids(label.answer)},
    }


def settle_waiting(uow: UnitOfWork, project: Project) -> None:
    """Settles the labels that have votes enough, now that fewer are wanted."""
    kind, waiting = answer_kind(project.answer_kind), uow.labels.provisional(project.id)
    ready = [item_id for item_id, votes in waiting if kind.is_settled(votes, project.overlap)]
    uow.counters.count_all(project.id, uow.labels.tally(ready), times=-1)
    uow.labels.settle(ready)
    uow.counters.count_all(project.id, uow.labels.tally(ready))
