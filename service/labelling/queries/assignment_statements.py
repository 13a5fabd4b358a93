"""Statements that choose what to hand out, in which order.

`leasing` makes leases of what they choose, `eligibility` has the conditions.
"""

from functools import cache
from typing import Any

from sqlalchemy import Integer, and_, bindparam, cast, literal, null, or_, select
from sqlmodel import col

from service.db.hot import Prepared
from service.db.repository import word
from service.kit.vocabulary import ImportState, ItemRole, LabelState, Source
from service.pool.queries.eligibility import (
    SKIPS_UNTIL_UNANSWERED,
    eligible,
    exposed_to_user,
    free_slot,
    held_count,
    is_leased,
    is_open,
    is_program,
    is_waiting,
    new_or,
    open_again,
    skip_count,
    unseen_by_user,
)
from service.pool.tables.answers import ASSIGNMENTS
from service.pool.tables.items import Import, Item
from service.pool.tables.labels import Label
from service.rounds.tables.rounds import Ranking

OVERLAP_STRATEGY = "overlap@1"
_OF_RANKED = (
    "round",
    "score",
    "probability",
    "hunted_class_id",
    "suggestions",
    "suggested_by",
    "suggestions_shown",
)
NOT_RANKED = tuple(cast(null(), ASSIGNMENTS.c[name].type).label(name) for name in _OF_RANKED)
NO_SIZE = cast(null(), Integer)
_FROM_START = (
    col(Ranking.project_id) == bindparam("project"),
    col(Ranking.position) >= bindparam("start", type_=Integer),
)


def ranked(overlap: int) -> Any:
    """The top of a ranking from a position on; parameters: project, start, user, n."""
    return _ranked(and_(*eligible(overlap, col(Ranking.source))), several=overlap > 1)


def ranked_again(overlap: int) -> Any:
    """As `ranked`, with the labelled items in the ranking that are asked about once more."""
    source = col(Ranking.source)
    unseen = ~exposed_to_user(), ~is_program(), *unseen_by_user(source)
    again = (*open_again(overlap), ~is_waiting(), *unseen)
    return _ranked(new_or(again, eligible(overlap, source), source), several=True)


def _ranked(wanted: Any, *, several: bool) -> Any:
    return (
        select(
            col(Ranking.position).label("place"),
            col(Item.id).label("item_id"),
            (free_slot() if several else literal(0)).label("slot"),
            col(Ranking.round),
            col(Ranking.source),
            col(Ranking.strategy),
            col(Ranking.score),
            col(Ranking.probability),
            col(Ranking.stratum_size),
            col(Ranking.hunted_class_id),
            col(Ranking.suggestions),
            col(Ranking.suggested_by),
            col(Ranking.suggestions_shown),
        )
        .join(Item, col(Item.id) == Ranking.item_id)
        .where(*_FROM_START, wanted)
        .order_by(col(Ranking.position))
        .limit(bindparam("n", type_=Integer))
    )


@cache
def first_open(overlap: int, *, again: bool) -> Prepared:
    """The first position of a ranking that anybody may still get; parameters: project, start.

    `again`: labelled items may be asked about once more.
    """
    new = is_open(overlap, col(Ranking.source))
    other = (*open_again(overlap), ~is_waiting())
    wanted = new_or(other, new, col(Ranking.source)) if again else and_(*new)
    return Prepared(
        select(col(Ranking.position))
        .join(Item, col(Item.id) == Ranking.item_id)
        .where(*_FROM_START, wanted, skip_count() < SKIPS_UNTIL_UNANSWERED)
        .order_by(col(Ranking.position))
        .limit(1)
    )


def stratum(overlap: int) -> Any:
    """An import's items in audit order, by an index. Further parameters: import_id, stratum_size,
    beyond, up_to, source, strategy."""
    return (
        select(
            col(Item.audit_key).label("place"),
            (free_slot() if overlap > 1 else literal(0)).label("slot"),
            *unranked(*map(_parameter, ("source", "strategy", "stratum_size"))),
        )
        .where(
            col(Item.import_id) == bindparam("import_id"),
            col(Item.audit_key) > bindparam("beyond"),
            col(Item.audit_key) <= bindparam("up_to"),
            col(Item.role) == word(ItemRole.POOL),
        )
        .where(*eligible(overlap, _parameter("source")))
        .order_by(col(Item.audit_key))
        .limit(bindparam("n", type_=Integer))
    )


def unfinished(overlap: int) -> Any:
    """Items that are answered but not settled, and need one more answer.

    Fewer than `overlap` people have answered or hold one, or all answers are in and disagree.
    Without this, a new ranking would send everybody on to other items, and none would get its
    second answer. The order reveals nothing of the answers.
    """
    source = literal(Source.OVERLAP, ASSIGNMENTS.c.source.type)
    return (
        select(
            col(Label.place).label("place"),
            free_slot().label("slot"),
            *unranked(source, literal(OVERLAP_STRATEGY)),
        )
        .join(Item, col(Item.id) == Label.item_id)
        .join(Import, col(Import.id) == Item.import_id)
        .where(
            col(Label.project_id) == bindparam("project"),
            col(Label.state) == word(LabelState.PROVISIONAL),
            col(Import.state) == word(ImportState.READY),
            col(Import.role) == word(ItemRole.POOL),
            or_(held_count() < overlap, ~is_leased()),
            ~is_waiting(),
            ~exposed_to_user(),
            ~is_program(),
            *unseen_by_user(source),
        )
        .order_by(col(Label.place))
        .limit(bindparam("n", type_=Integer))
    )


def unranked(source: Any, strategy: Any, size: Any = NO_SIZE) -> tuple[Any, ...]:
    """The columns of an item that no strategy has chosen."""
    return (
        col(Item.id).label("item_id"),
        source.label("source"),
        strategy.label("strategy"),
        size.label("stratum_size"),
        *NOT_RANKED,
    )


def _parameter(name: str) -> Any:
    """A bound parameter with the type of the assignment's column of that name."""
    return bindparam(name, type_=ASSIGNMENTS.c[name].type).label(name)
