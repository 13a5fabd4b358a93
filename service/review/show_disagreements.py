"""Items to which people gave different answers, side by side, for who decides."""

from collections.abc import Sequence

from service.db.unit_of_work import UnitOfWork
from service.kit.page import Page, Paging
from service.kit.vocabulary import Role
from service.labelling.answer_names import Giving, Telling, giving, telling
from service.labelling.queries.annotations import AnswerBy
from service.people.permissions import at_least
from service.pool.tables.items import Item
from service.pool.tables.labels import Label
from service.review.queries import Reviews
from service.review.shapes import Disagreement, ReviewedAnswer


def show_disagreements(
    uow: UnitOfWork, project_id: int, user_id: int, role: Role, paging: Paging
) -> Page[Disagreement]:
    """By ordinal. A member who decides sees neither names nor items of their own.

    What colleagues think of an item is nothing for who answered it, and may be asked again.
    """
    is_engineer = at_least(role, Role.ENGINEER)
    rows = uow[Reviews].disputed(
        project_id,
        after=paging.after,
        limit=paging.looked_at,
        unless_answered_by=None if is_engineer else user_id,
    )
    page = paging.page(rows, lambda row: row[0].ordinal)
    ids = [item.id for item, _ in page.results]
    answers, own = uow[Reviews].side_by_side(ids), uow[Reviews].answered_by(user_id, ids)
    tell, give = telling(uow, project_id), giving(uow, project_id)
    return page.shown(
        lambda row: _disagreement(
            row, answers[row[0].id], tell, give, own=row[0].id in own, names=is_engineer
        )
    )


def _disagreement(
    row: tuple[Item, Label],
    answers: Sequence[AnswerBy],
    tell: Telling,
    give: Giving,
    *,
    own: bool,
    names: bool,
) -> Disagreement:
    item, label = row
    shown = [
        ReviewedAnswer(
            annotator=each.annotator if names and not each.from_file else None,
            answer=tell(each.answer),
            given=give(each.answer),
            from_file=each.from_file,
        )
        for each in answers
    ]
    # In the order of arrival people would be known again from item to item.
    ordered = shown if names else sorted(shown, key=lambda each: each.answer or "")
    return Disagreement(
        item_id=item.id,
        text=item.text,
        label=tell(label.answer),
        given=give(label.answer),
        answers=ordered,
        own=own,
    )
