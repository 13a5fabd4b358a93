"""What somebody has answered and skipped themselves, to look at it again and change it.

Nothing of what others answered or a model thinks, nor why an item was offered: a check looks like
any other, and answering anew is the same as going back on the labelling screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from service.answers.answer import AnswerBody
from service.errors import NotFound
from service.kit.page import Page
from service.loop.labelling.named_family import named_family
from service.loop.labelling.shown_columns import Columns, cut, shown_columns
from service.loop.labelling.telling import giving, telling
from service.store.own_answers import OwnAnswer, OwnFilter, Place
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import OwnMark

LONGEST_TEXT = 300
"""Characters of a text in a list."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class OwnQuery:
    """What is looked for; None: it doesn't matter."""

    q: str | None = None
    """Words, all of which are in the text."""
    class_name: str | None = None
    mark: OwnMark | None = None


@dataclass(frozen=True)
class OwnPaging:
    before: tuple[int, int] | None = None
    """Microseconds and item of the last row that a page had."""
    skip: int = 0
    limit: int = 100
    is_counted: bool = False


@dataclass(frozen=True, kw_only=True)
class ShownOwnAnswer:
    item_id: int
    text: str
    columns: Columns
    answer: AnswerBody | None
    """None: skipped."""
    label: str | None
    """The answer in words."""
    flagged: bool
    assignment_id: int | None
    at: datetime


def list_own_answers(
    uow: UnitOfWork, project_id: int, user_id: int, query: OwnQuery, paging: OwnPaging
) -> Page[ShownOwnAnswer]:
    """The latest first; of long texts the beginning."""
    by = OwnFilter(
        project_id,
        user_id,
        words=tuple((query.q or "").split()),
        class_ids=named_family(uow, project_id, query.class_name, "class"),
        mark=query.mark,
    )
    before = None
    if paging.before is not None:
        before = Place(EPOCH + paging.before[0] * MICROSECOND, paging.before[1])
    asked = {"skip": paging.skip, "limit": paging.limit + 1}
    rows = uow.own_answers.page(by, before=before, **asked)
    page, following = rows[: paging.limit], None
    if len(rows) > paging.limit:
        following = f"{(page[-1].at - EPOCH) // MICROSECOND}-{page[-1].item_id}"
    total = uow.own_answers.count(by) if paging.is_counted else None
    return Page(_shown(uow, project_id, page, LONGEST_TEXT), following, total)


def show_own_answer(uow: UnitOfWork, project_id: int, user_id: int, item_id: int) -> ShownOwnAnswer:
    """One with its whole text."""
    by = OwnFilter(project_id, user_id, item_id=item_id)
    rows = uow.own_answers.page(by, before=None, skip=0, limit=1)
    if not rows:
        raise NotFound(f"You have neither answered nor skipped the item {item_id}.")
    [shown] = _shown(uow, project_id, rows)
    return shown


def _shown(
    uow: UnitOfWork, project_id: int, rows: Sequence[OwnAnswer], longest: int | None = None
) -> list[ShownOwnAnswer]:
    names = uow.projects.get(project_id).columns
    firsts = uow.items.firsts([row.item_id for row in rows], data=True) if names else []
    columns = {first.item_id: shown_columns(names, first) for first in firsts}
    tell, give = telling(uow, project_id), giving(uow, project_id)
    return [
        ShownOwnAnswer(
            item_id=row.item_id,
            text=row.text if longest is None else cut(row.text, longest),
            columns=columns.get(row.item_id, {}),
            answer=None if row.answer is None else give(row.answer),
            label=None if row.answer is None else tell(row.answer),
            flagged=row.flagged,
            assignment_id=row.assignment_id,
            at=row.at,
        )
        for row in rows
    ]
