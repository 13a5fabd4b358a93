"""Brings labels up to date with the live annotations and decisions of their items."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from service.answers import AnswerKind, answer_kind
from service.answers.answer import Answer
from service.app import App
from service.core.acquisition.audit import place_in_line
from service.core.consensus import Consensus
from service.db.repository import slices
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.rank import request_round
from service.jobs.run_job import JobRun, assert_claimed
from service.kit.vocabulary import Counted, ItemRole, LabelState, Source
from service.labelling.queries.annotations import Annotations, LiveAnswer
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters, Tally
from service.pool.queries.imports import Imports
from service.pool.queries.items import HeldItem, Items, PlainItem
from service.pool.queries.labels import CountedLabel, LabelRows, NewLabel
from service.pool.queries.projects import Projects
from service.pool.tables.items import Item
from service.pool.tables.projects import Project


class Stands(NamedTuple):
    """The parts of a label that follow from the answers and decisions of its item."""

    answer: Answer
    state: LabelState
    confidence: float
    votes: dict[str, int]
    asked: bool
    truth: Answer | None = None
    decided_as: Source | None = None
    decided_by: int | None = None


def settle_label(
    uow: UnitOfWork,
    project: Project,
    item: Item | HeldItem,
    *,
    by: int | None = None,
    is_audit: bool | None = None,
) -> None:
    """Stores the label of an item as it follows now, or removes it if nothing stands any more.

    `by`: the id of the user who caused the change. `is_audit`: whether the item is in the audit
    sample; None: the caller updates the counters.
    """
    kind, merged = answer_kind(project.answer_kind), uow[Classes].merged(project.id)
    label = _label(project, kind, merged, item, uow[Annotations].live_answers(item.id))
    if label is None:
        earlier, now = uow[LabelRows].remove(item.id), None
    else:
        now = label.counted
        earlier = uow[LabelRows].put(label, kind.class_ids(now.answer))
    if is_audit is not None:
        _count(uow, kind, item, (earlier, now), by, is_audit)


def settle_first(
    uow: UnitOfWork,
    project: Project,
    item: HeldItem,
    answer: LiveAnswer,
    *,
    by: int,
    is_audit: bool,
) -> None:
    """As `settle_label`, for an item of which nothing stood before this answer."""
    kind, merged = answer_kind(project.answer_kind), uow[Classes].merged(project.id)
    label = _label(project, kind, merged, item, [answer])
    assert label is not None, "there is an answer"
    uow[LabelRows].add_first(label, kind.class_ids(label.answer))
    _count(uow, kind, item, (None, label.counted), by, is_audit)


def settle_labels(
    uow: UnitOfWork, project: Project, items: Sequence[PlainItem], *, by: int | None = None
) -> None:
    """As `settle_label` for some hundred pool items, by a few statements."""
    kind, merged = answer_kind(project.answer_kind), uow[Classes].merged(project.id)
    ids = [item.id for item in items]
    answers = uow[Annotations].live_answers_of(ids)
    settled = [_label(project, kind, merged, item, answers[item.id]) for item in items]
    labels = [label for label in settled if label is not None]
    links = [(each.item_id, c) for each in labels for c in kind.class_ids(each.answer)]
    earlier = uow[LabelRows].of(ids)
    uow[LabelRows].replace(ids, labels, links)
    now = {label.item_id: label.counted for label in labels}
    _count_all(uow, project, kind, items, (earlier, now), by)


def _label(
    project: Project,
    kind: AnswerKind,
    merged: Mapping[int, int],
    item: Item | HeldItem | PlainItem,
    all_answers: Sequence[LiveAnswer],
) -> NewLabel | None:
    """What stands of an item as its label; None where nothing does."""
    if not all_answers:
        return None
    answers = [each for each in all_answers if each.decided_as is None]
    # Who picks items to answer must not outvote those who were asked.
    served = [each for each in answers if not each.unasked]
    counted = served or answers
    votes = _votes(kind, merged, counted)
    consensus = _consensus(project, kind, counted, votes)
    if all_answers[-1].decided_as is not None:
        stands = _decided(all_answers[-1], consensus if served else None)
    else:
        assert consensus is not None, "there are answers"
        stands = _agreed(consensus, served=bool(served))
    return NewLabel(
        item_id=item.id,
        project_id=project.id,
        ordinal=item.ordinal,
        **stands._asdict(),
        labelled_at=max(each.at for each in all_answers),
        people=sum(each.import_id is None for each in served),
        disputed=any(vote != votes[0] for vote in votes),
        place=place_in_line(int(project.audit_secret), item.content_hash),
    )


def _votes(
    kind: AnswerKind, merged: Mapping[int, int], answers: Sequence[LiveAnswer]
) -> list[Answer]:
    """What all say is kept as they say it, for a merge may be undone."""
    votes = [each.answer for each in answers]
    if all(vote == votes[0] for vote in votes):
        return votes
    return [kind.meant(vote, merged) for vote in votes]


def _consensus(
    project: Project, kind: AnswerKind, answers: Sequence[LiveAnswer], votes: Sequence[Answer]
) -> Consensus | None:
    came_with_file = any(answer.import_id is not None for answer in answers)
    # A known answer has settled the item alone; a person who agrees doesn't unsettle it.
    needed = 1 if came_with_file else project.overlap
    return kind.consensus(votes, needed)


def _agreed(consensus: Consensus, *, served: bool) -> Stands:
    return Stands(
        answer=list(consensus.answer),
        state=LabelState.SETTLED if consensus.settled else LabelState.PROVISIONAL,
        confidence=consensus.confidence,
        votes=consensus.votes,
        asked=served,
    )


def _decided(decision: LiveAnswer, consensus: Consensus | None) -> Stands:
    """A decision is the label. What those say who were asked stays what audits measure by."""
    truth = list(consensus.answer) if consensus is not None and consensus.settled else None
    return Stands(
        answer=decision.answer,
        state=LabelState.SETTLED,
        confidence=1.0,
        votes=consensus.votes if consensus is not None else {},
        asked=truth is not None,
        truth=None if truth == decision.answer else truth,
        decided_as=decision.decided_as,
        decided_by=decision.decided_by,
    )


def _count(
    uow: UnitOfWork,
    kind: AnswerKind,
    item: Item | HeldItem,
    change: tuple[CountedLabel | None, CountedLabel | None],
    by: int | None,
    is_audit: bool,
) -> None:
    """Counts what the item's label was no more, and what it is."""
    if item.role is not ItemRole.POOL or change[0] == change[1]:
        return
    for label, times in zip(change, (-1, 1), strict=True):
        if label is not None:
            tally = _tally(kind, label, is_audit)
            uow[Counters].count_all(item.project_id, tally, times=times, by=by)


def _count_all(
    uow: UnitOfWork,
    project: Project,
    kind: AnswerKind,
    items: Sequence[PlainItem],
    change: tuple[Mapping[int, CountedLabel], Mapping[int, CountedLabel]],
    by: int | None,
) -> None:
    """The same of many: `change` is their labels by item, as they were and as they are."""
    frontiers = {each.id: each.audit_frontier for each in uow[Imports].ready_pools(project.id)}
    total: Counter[tuple[Counted, int]] = Counter()
    for item in items:
        frontier = frontiers.get(item.import_id)
        if frontier is None:
            continue  # nobody sees it
        for labels, times in zip(change, (-1, 1), strict=True):
            if label := labels.get(item.id):
                for name, number in _tally(kind, label, item.audit_key <= frontier).items():
                    total[name] += times * number
    uow[Counters].count_all(project.id, total, by=by)


def _tally(kind: AnswerKind, label: CountedLabel, is_audit: bool) -> Tally:
    """As `LabelRows.tally` counts one."""
    settled = int(label.state is LabelState.SETTLED)
    return {
        (Counted.LABELS, 0): 1,
        (Counted.SETTLED, 0): settled,
        (Counted.AUDIT_LABELS, 0): settled * (is_audit and label.asked),
        **{(Counted.OF_CLASS, class_id): 1 for class_id in kind.class_ids(label.answer)},
    }


def settle_waiting(uow: UnitOfWork, project: Project) -> None:
    """Settles labels that have enough votes, now that fewer are needed."""
    kind, waiting = answer_kind(project.answer_kind), uow[LabelRows].provisional(project.id)
    ready = [item_id for item_id, votes in waiting if kind.is_settled(votes, project.overlap)]
    uow[Counters].count_all(project.id, uow[LabelRows].tally(ready), times=-1)
    uow[LabelRows].settle(ready)
    uow[Counters].count_all(project.id, uow[LabelRows].tally(ready))
    # Under a decision too: what people were asked comes to something now.
    settle_labels(uow, project, uow[Items].plain(uow[LabelRows].decided_unasked(project.id)))


SLICE = 50
"""The number of items in a transaction. It holds SQLite's write lock for under 20 ms."""


def resettle_items(app: App, run: JobRun) -> None:
    """Job `resettle`. An attempt that is cut off begins again, and changes nothing twice."""
    with app.read() as uow:
        items = uow[Annotations].disputed(run.project_id, run.payload["classes"])
    done = 0
    for part in slices(items, SLICE):
        with app.write() as uow:
            project = uow[Projects].lock(run.project_id)
            assert_claimed(uow, run)
            settle_labels(uow, project, uow[Items].plain(part))
        run.progress(done := done + len(part), len(items))
    if not done:
        return
    with app.write() as uow:
        project = uow[Projects].lock(run.project_id)
        if project.embedded_count:
            request_round(uow, project, "classes", at_once=True)
