"""Sets labels of items that somebody with insight looked for, or came across.

A decision is the label as long as it stands, whatever annotators answer before or after. It is no
audit answer: it changes the label, but not the estimate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from service.answers import AnswerKind, answer_kind
from service.answers.answer import Answer, AnswerBody
from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.rank import request_round
from service.kit.errors import Conflict, Invalid, NotFound
from service.kit.vocabulary import ClassState, LabelState, Source
from service.labelling.queries.decisions import BatchDecision, Decisions
from service.labelling.settle_label import settle_labels
from service.pool.queries.blindness import Blindness
from service.pool.queries.classes import Classes
from service.pool.queries.items import Items, PlainItem
from service.pool.queries.labels import CountedLabel, LabelRows
from service.pool.queries.projects import Projects
from service.pool.tables.labels import Decision
from service.pool.tables.projects import Project

MOST_DECIDED = 500
"""The most items in a call."""
UNDONE = 300
"""The number of items in a transaction. It holds SQLite's write lock for under 20 ms."""


@dataclass(frozen=True)
class Decided:
    """What became of the items of a call, by id."""

    changed: list[int]
    """Items with another label now, or their first one."""
    unchanged: list[int]
    """Items that had this label already, or keep another one."""
    withheld: list[int]
    """Items that were left out; see `blindness`."""
    befores: dict[int, Answer | None]
    """The former labels of the changed items."""


@dataclass(frozen=True)
class _Plan:
    """What a call comes to before anything is stored."""

    kind: AnswerKind
    answer: Answer
    befores: dict[int, Answer | None]
    """Of the items that get a decision, their labels."""
    decided: list[PlainItem]
    outcome: Decided


def decide_items(
    uow: UnitOfWork,
    project_id: int,
    user_id: int,
    batch: UUID,
    item_ids: Sequence[int],
    answer: AnswerBody,
    source: Source,
    unlabelled_only: bool = False,
    *,
    dry_run: bool = False,
) -> Decided:
    """Gives items of the pool a label. What was decided under the same batch stays as it is.

    `batch` is an id made by the client: one undo takes back all of it, and several calls may add to
    it. `answer` has the form that it has over HTTP. A review also records that a label is right.
    Elsewhere an item with the same label is left alone, and with `unlabelled_only` each item with
    any label. `dry_run` only returns what would change.
    """
    # Locked before looking: it may come twice at once.
    project = uow[Projects].get(project_id) if dry_run else uow[Projects].lock(project_id)
    plan = _planned(uow, project, user_id, batch, item_ids, answer, source, unlabelled_only)
    if plan.decided and not dry_run:
        shared = Decision(
            batch=batch,
            project_id=project_id,
            user_id=user_id,
            answer=plan.answer,
            source=source,
            created_at=uow.now,
        )
        uow[Decisions].record(shared, plan.befores, plan.kind.class_ids(plan.answer))
        _relabel(uow, project, plan.decided, user_id)
    return plan.outcome


def _planned(
    uow: UnitOfWork,
    project: Project,
    user_id: int,
    batch: UUID,
    item_ids: Sequence[int],
    answer: AnswerBody,
    source: Source,
    unlabelled_only: bool,
) -> _Plan:
    if len(item_ids) > MOST_DECIDED:
        raise Invalid(f"At most {MOST_DECIDED} items at a time.", field="items")
    kind = answer_kind(project.answer_kind)
    wanted = _parsed(uow, project.id, kind, answer, item_ids)
    first = _first(uow, project.id, user_id, batch, wanted, source)
    decisions = (
        {each.item_id: each for each in uow[Decisions].of_items(batch, item_ids)} if first else {}
    )
    left = [each for each in item_ids if each not in decisions]
    items = uow[Items].all_in_pool(project.id, left)
    if items and first is not None and not first.live:
        raise Conflict(f"The batch {batch} was taken back. Use a new one.")
    labels = uow[LabelRows].of([item.id for item in items])
    merged = uow[Classes].merged(project.id)
    passed = _withheld(uow, project, [item for item in items if item.id not in labels])
    if source is Source.HUNT and passed:
        # Shown before somebody else was given it: that it is passed over by now hides nothing.
        passed -= uow[Blindness].seen(user_id, [*passed])

    def is_wanted(answer: Answer | None) -> bool:
        return answer is not None and kind.meant(answer, merged) == wanted

    decided = [
        item
        for item in items
        if item.id not in passed
        and not (unlabelled_only and item.id in labels)
        and (source is Source.REVIEW or not is_wanted(_settled(labels.get(item.id))))
    ]
    befores = {item.id: _answer(labels.get(item.id)) for item in decided}
    earlier = {each.item_id: each.before for each in decisions.values()}
    changed = {id_: before for id_, before in (befores | earlier).items() if not is_wanted(before)}
    rest = dict.fromkeys(each for each in item_ids if each not in changed)
    unchanged = [item_id for item_id in rest if item_id not in passed]
    outcome = Decided([*changed], unchanged, [each for each in rest if each in passed], changed)
    return _Plan(kind, wanted, befores, decided, outcome)


def _parsed(
    uow: UnitOfWork, project_id: int, kind: AnswerKind, answer: AnswerBody, item_ids: Sequence[int]
) -> Answer:
    """With classes that are offered, also by a name that one had or of one that was merged into it,
    or, of retired ones, what all of these items have: that may stay beside what else is changed of
    a label."""
    try:
        return kind.parse(answer, uow[Classes].ids(project_id))
    except Invalid:
        labels = uow[LabelRows].of(item_ids)
        have = [{*kind.class_ids(_answer(labels.get(each)) or [])} for each in item_ids]
        kept = set.intersection(*have) if have else set()
        retired = {
            each.name: each.id
            for each in uow[Classes].every(project_id)
            if each.id in kept and each.state is ClassState.RETIRED
        }
        return kind.parse(answer, retired | uow[Classes].offered(project_id))


def undo_decisions(uow: UnitOfWork, project_id: int, user_id: int, batch: UUID) -> list[int]:
    """Takes a batch back, and returns the items whose decision it undid. `NotFound` without one.

    Later decisions about an item stay.
    """
    while _undo(uow, project_id, user_id, batch, MOST_DECIDED):
        pass
    return [each.item_id for each in uow[Decisions].of_batch(batch)]


def undo_batch(app: App, project_id: int, user_id: int, batch: UUID) -> None:
    """Undoes a batch in transactions of `UNDONE` items, as a batch of many calls is larger than
    one.

    If it is cut off, the rest stands until it is called again.
    """
    is_more = True
    while is_more:
        with app.write() as uow:
            is_more = _undo(uow, project_id, user_id, batch, UNDONE)


def _undo(uow: UnitOfWork, project_id: int, user_id: int, batch: UUID, most: int) -> bool:
    """Whether there may be more that stands."""
    project = uow[Projects].lock(project_id)
    first = uow[Decisions].first_of(batch)
    if first is None or first.project_id != project_id:
        raise NotFound(f"Nothing was decided under {batch} in project {project_id}.")
    undone = uow[Decisions].standing(batch, most)
    if undone:
        uow[Decisions].undo(batch, undone, uow.now)
        _relabel(uow, project, uow[Items].plain(undone), user_id)
    return len(undone) == most


def _first(
    uow: UnitOfWork, project_id: int, user_id: int, batch: UUID, answer: Answer, source: Source
) -> BatchDecision | None:
    """A decision of the batch, if any was made. `Conflict` when it says something else."""
    first = uow[Decisions].first_of(batch)
    same = (project_id, user_id, answer, source)
    if first and (first.project_id, first.user_id, first.answer, first.source) != same:
        raise Conflict(f"The batch {batch} exists with another content. Use a new one.")
    return first


def _withheld(uow: UnitOfWork, project: Project, items: Sequence[PlainItem]) -> set[int]:
    """Those of some unlabelled items that are passed over."""
    ordinals = uow[Blindness].withheld(project) if items else set()
    return {item.id for item in items if item.ordinal in ordinals}


def _settled(label: CountedLabel | None) -> Answer | None:
    return _answer(label if label and label.state is LabelState.SETTLED else None)


def _answer(label: CountedLabel | None) -> Answer | None:
    return None if label is None else list(label.answer)


def _relabel(uow: UnitOfWork, project: Project, items: Sequence[PlainItem], user_id: int) -> None:
    """Brings labels up to date, and asks for a round that knows them."""
    settle_labels(uow, project, items, by=user_id)
    if project.embedded_count:
        at_once = len(items) >= project.round_every
        request_round(uow, project, "labels", at_once=at_once)
