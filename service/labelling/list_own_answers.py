"""What a person has answered and skipped, so that they can look at it again and change it.

It shows no answers of others, no predictions, and no reason for an offer: a check looks like any
other item. Answering again here is the same as going back on the labelling screen.
"""

from collections.abc import Sequence

from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Invalid, NotFound
from service.kit.fields import MAX_ID
from service.kit.page import Page, microseconds_of, moment_of
from service.labelling.answer_names import giving, named_family, telling
from service.labelling.queries.own_answers import AnswerPosition, OwnAnswer, OwnAnswers, OwnFilter
from service.labelling.shapes import OwnWork, OwnWorkQuery, cut, shown_columns
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects

LONGEST_TEXT = 300
"""The most characters of a text in a list."""
LAST_MOMENT = 253_402_300_799_999_999
"""The latest time there can be, in microseconds."""


def list_own_answers(
    uow: UnitOfWork, project_id: int, user_id: int, query: OwnWorkQuery
) -> Page[OwnWork]:
    """A page of own answers and skips, the latest first, with the beginning of long texts."""
    by = OwnFilter(
        project_id,
        user_id,
        words=tuple((query.q or "").split()),
        class_ids=named_family(uow, project_id, query.label_class, "class"),
        mark=query.mark,
    )
    before, limit = _place(query.cursor), query.limit
    rows = uow[OwnAnswers].page(by, before=before, skip=query.skip, limit=limit + 1)
    page, following = rows[:limit], None
    if len(rows) > limit:
        following = f"{microseconds_of(page[-1].at)}-{page[-1].item_id}"
    total = uow[OwnAnswers].count(by) if query.total else None
    return Page(_shown(uow, project_id, page, LONGEST_TEXT), following, total)


def _place(cursor: str | None) -> AnswerPosition | None:
    """Of the last row that a page had."""
    if cursor is None:
        return None
    at, item_id = map(int, cursor.split("-"))
    if at > LAST_MOMENT or item_id > MAX_ID:
        raise Invalid("This cursor is unknown. Start at the first page.", field="cursor")
    return AnswerPosition(moment_of(at), item_id)


def show_own_answer(uow: UnitOfWork, project_id: int, user_id: int, item_id: int) -> OwnWork:
    """One own answer or skip with its whole text."""
    by = OwnFilter(project_id, user_id, item_id=item_id)
    rows = uow[OwnAnswers].page(by, before=None, skip=0, limit=1)
    if not rows:
        raise NotFound(f"You have neither answered nor skipped the item {item_id}.")
    [shown] = _shown(uow, project_id, rows)
    return shown


def _shown(
    uow: UnitOfWork, project_id: int, rows: Sequence[OwnAnswer], longest: int | None = None
) -> list[OwnWork]:
    names = uow[Projects].get(project_id).columns
    firsts = uow[Items].firsts([row.item_id for row in rows], data=True) if names else []
    columns = {first.item_id: shown_columns(names, first) for first in firsts}
    tell, give = telling(uow, project_id), giving(uow, project_id)
    return [
        OwnWork(
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
