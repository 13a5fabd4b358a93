"""One answer for many items at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from service.answers.answer import AnswerBody
from service.loop.labelling.decide_items import Decided, decide_items
from service.loop.labelling.telling import telling
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Source


class ChangedFrom(NamedTuple):
    """So many items whose label was this one; None: they had none."""

    label: str | None
    items: int


@dataclass(frozen=True)
class Labelled:
    """What labelling many at once did."""

    changed: int
    unchanged: int
    passed_over: int
    changed_from: list[ChangedFrom]
    """The most frequent first."""


def label_items(
    uow: UnitOfWork,
    project_id: int,
    user_id: int,
    batch: UUID,
    answer: AnswerBody,
    items: Sequence[int],
) -> Labelled:
    """Gives these items a label; see `decide_items`."""
    done = decide_items(uow, project_id, user_id, batch, items, answer, Source.SEARCH)
    return _summed(uow, project_id, done)


def _summed(uow: UnitOfWork, project_id: int, done: Decided) -> Labelled:
    tell = telling(uow, project_id)
    labels = [None if before is None else tell(before) for before in done.befores.values()]
    return Labelled(
        changed=len(done.changed),
        unchanged=len(done.unchanged),
        passed_over=len(done.withheld),
        changed_from=[ChangedFrom(*each) for each in Counter(labels).most_common()],
    )
