"""One answer for many items at once: those that are named, or all that are found."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from service.answers.answer import AnswerBody
from service.errors import Invalid
from service.loop.app import App
from service.loop.items.find_items import ItemQuery, find_all
from service.loop.labelling.decide_items import (
    MOST_DECIDED,
    Decided,
    decide_items,
    foresee_decisions,
)
from service.loop.labelling.telling import telling
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Source


class ChangedFrom(NamedTuple):
    """So many items whose label was this one; None: they had none."""

    label: str | None
    items: int


@dataclass(frozen=True)
class Labelled:
    """What labelling many at once did, or would do."""

    changed: int
    unchanged: int
    passed_over: int
    changed_from: list[ChangedFrom]
    """The most frequent first."""


def label_items(
    app: App,
    project_id: int,
    user_id: int,
    batch: UUID,
    answer: AnswerBody,
    which: Sequence[int] | ItemQuery,
    *,
    is_tried: bool,
) -> Labelled:
    """Gives items a label; see `decide_items`. They are looked for before the lock is taken.

    `is_tried`: nothing is stored, what would be done is told.
    """
    asked = (project_id, user_id, batch)
    with app.read() as uow:
        ids = _ids(app, uow, project_id, batch, which)
        if is_tried:
            done = foresee_decisions(uow, *asked, ids, answer, Source.SEARCH)
            return _summed(uow, project_id, done)
    with app.write() as uow:
        done = decide_items(uow, *asked, ids, answer, Source.SEARCH)
        return _summed(uow, project_id, done)


def _ids(
    app: App, uow: UnitOfWork, project_id: int, batch: UUID, which: Sequence[int] | ItemQuery
) -> list[int]:
    if not isinstance(which, ItemQuery):
        return list(which)
    if known := uow.decisions.of_batch(batch):
        return [each.item_id for each in known]  # sent again: other items may match by now
    ordinals, total = find_all(app, uow, uow.projects.get(project_id), which, MOST_DECIDED)
    if total > MOST_DECIDED:
        raise Invalid(
            f"{total:,} items match, and at most {MOST_DECIDED} are labelled at a time.",
            field="matching",
            items=total,
            most=MOST_DECIDED,
        )
    return list(uow.items.ids_of_ordinals(project_id, ordinals).values())


def _summed(uow: UnitOfWork, project_id: int, done: Decided) -> Labelled:
    tell = telling(uow, project_id)
    labels = [None if before is None else tell(before) for before in done.befores.values()]
    return Labelled(
        changed=len(done.changed),
        unchanged=len(done.unchanged),
        passed_over=len(done.withheld),
        changed_from=[ChangedFrom(*each) for each in Counter(labels).most_common()],
    )
