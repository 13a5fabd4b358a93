"""Items that came back: given back, skipped by one person, or on a lease that ran out.

An item goes out again before anything new, in its former role, to the next person who asks and may
have it. One rule holds for all. If audit items or checks returned sooner, later or to others than a
strategy's items, people could recognise them: by giving items back and asking again. So rankings,
rounds and checks leave alone what waits here.
"""

from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Integer,
    and_,
    bindparam,
    case,
    exists,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from service.db.repository import word
from service.kit.vocabulary import ImportState, ItemRole
from service.pool.queries.eligibility import (
    SKIPS_UNTIL_UNANSWERED,
    blind_to_user,
    exposed_to_user,
    free_slot,
    held_count,
    is_leased,
    is_program,
    is_settled,
    new_or,
    open_again,
    skip_count,
    suggested_to_user,
    unseen_by_user,
)
from service.pool.tables.answers import ASSIGNMENTS, Assignment
from service.pool.tables.items import Import, Item

_BACK = aliased(Assignment, name="back")
# Written so that SQLite finds the index.
_CAME_BACK: tuple[Any, ...] = (
    col(_BACK.project_id) == bindparam("project"),
    literal_column("back.came_back"),
)
_AS_IT_WENT_OUT = ("round", "source", "strategy", "score", "probability", "stratum_size")
_SUGGESTED = ("suggestions", "suggested_by", "suggestions_shown")


def returned(overlap: int) -> Any:
    """Items that came back, the longest gone first; parameters: project, user, n, and these two.

    `suggesting`: an item that showed a suggestion shows it again. `checking`: nobody gets an item
    whose suggestion they have seen, since it may be checked by now.
    """
    suggesting, checking = (bindparam(name, type_=Boolean) for name in ("suggesting", "checking"))
    again = (*open_again(overlap), ~exposed_to_user(), ~is_program())
    new = (*_open(overlap), blind_to_user(col(_BACK.source)))
    return (
        select(
            col(_BACK.id).label("place"),
            col(_BACK.item_id),
            free_slot().label("slot"),
            *(getattr(_BACK, name) for name in (*_AS_IT_WENT_OUT, "hunted_class_id")),
            *(case((suggesting, getattr(_BACK, name))).label(name) for name in _SUGGESTED),
        )
        .join(Item, col(Item.id) == _BACK.item_id)
        .join(Import, col(Import.id) == Item.import_id)
        .where(
            *_waits(),
            col(Import.state) == word(ImportState.READY),
            col(Import.role) == word(ItemRole.POOL),
            new_or(again, new, col(_BACK.source)),
            or_(~checking, ~suggested_to_user()),
            *unseen_by_user(col(_BACK.source)),
        )
        .order_by(col(_BACK.id))
        .limit(bindparam("n", type_=Integer))
    )


def _waits() -> tuple[Any, ...]:
    """An item once, though several people gave it back: as the last of them had it."""
    later = aliased(Assignment)
    again = exists().where(
        col(later.item_id) == _BACK.item_id, col(later.id) > _BACK.id, col(later.came_back)
    )
    return (*_CAME_BACK, ~again)


def _open(overlap: int) -> tuple[Any, ...]:
    """As `eligibility.is_open`, and where all have answered and don't agree."""
    wanted = or_(held_count() < overlap, ~is_leased())
    return (wanted, ~is_settled(col(_BACK.source)))


GONE_OUT = (
    update(ASSIGNMENTS)
    .where(ASSIGNMENTS.c.item_id.in_(bindparam("items", expanding=True)), ASSIGNMENTS.c.came_back)
    .values(came_back=False)
)


@cache
def no_longer_wanted(overlap: int) -> Any:
    """Removes items that got their label otherwise, or were skipped by two people."""
    wanted = new_or(open_again(overlap), _open(overlap), col(_BACK.source))
    over = (
        select(col(_BACK.id))
        .join(Item, col(Item.id) == _BACK.item_id)
        .where(
            *_CAME_BACK,
            ~and_(wanted, skip_count() < SKIPS_UNTIL_UNANSWERED),
        )
    )
    return update(ASSIGNMENTS).where(ASSIGNMENTS.c.id.in_(over)).values(came_back=False)
