"""The statements that hand items out. Each is built once: building costs more than running.

All read the state of an item from the assignments themselves, so that whatever a ranking says,
nobody gets what someone else has.
"""

from functools import cache
from typing import Any

from sqlalchemy import (
    Float,
    Integer,
    Subquery,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from service.models import Assignment, Item, Label, Ranking, metadata
from service.store.repository import is_one_of, word
from service.vocabulary import AssignmentState, ItemRole, LabelState

ACTIVE = (AssignmentState.LEASED, AssignmentState.ANSWERED)
TOUCHED = (*ACTIVE, AssignmentState.SKIPPED)
SKIPS_UNTIL_UNANSWERED = 2
LEASES = metadata.tables["assignment"]


@cache
def lease_ranked(overlap: int) -> Any:
    """Inserts leases for the top of a ranking; parameters: project, user, n, now, expires."""
    top = (
        select(
            col(Ranking.position).label("place"),
            col(Item.id).label("item_id"),
            _free_slot(overlap).label("slot"),
            col(Ranking.round),
            col(Ranking.source),
            col(Ranking.strategy),
            col(Ranking.score),
            col(Ranking.probability),
            col(Ranking.stratum_size),
        )
        .join(Item, col(Item.id) == Ranking.item_id)
        .where(col(Ranking.project_id) == bindparam("project"))
        .where(*_eligible(overlap))
        .order_by(col(Ranking.position))
        .limit(bindparam("n", type_=Integer))
    )
    return _insert(top.subquery())


@cache
def lease_stratum(overlap: int) -> Any:
    """Inserts leases for an import in audit order, which an index gives.

    Further parameters: import_id, stratum_size, beyond, source, strategy.
    """
    following = (
        select(
            col(Item.audit_key).label("place"),
            col(Item.id).label("item_id"),
            _free_slot(overlap).label("slot"),
            literal(None, Integer).label("round"),
            _parameter("source"),
            _parameter("strategy"),
            literal(None, Float).label("score"),
            literal(None, Float).label("probability"),
            _parameter("stratum_size"),
        )
        .where(
            col(Item.import_id) == bindparam("import_id"),
            col(Item.audit_key) > bindparam("beyond"),
            col(Item.role) == word(ItemRole.POOL),
        )
        .where(*_eligible(overlap))
        .order_by(col(Item.audit_key))
        .limit(bindparam("n", type_=Integer))
    )
    return _insert(following.subquery())


def active() -> Any:
    """Whether the item of the enclosing query is leased or answered."""
    held = aliased(Assignment)
    return exists().where(col(held.item_id) == Item.id, is_one_of(col(held.state), ACTIVE))


def has_label() -> Any:
    """Whether the item of the enclosing query has one."""
    return exists().where(col(Label.item_id) == Item.id)


def skip_count() -> Any:
    """How many people skipped the item of the enclosing query."""
    skipped = aliased(Assignment)
    return (
        select(func.count(func.distinct(skipped.user_id)))
        .where(col(skipped.item_id) == Item.id, col(skipped.state) == word(AssignmentState.SKIPPED))
        .scalar_subquery()
    )


def _parameter(name: str) -> Any:
    """A bound parameter with the type of the assignment's column of that name."""
    return bindparam(name, type_=LEASES.c[name].type).label(name)


def _insert(offered: Subquery) -> Any:
    c = offered.c
    values = {
        "project_id": bindparam("project", type_=Integer),
        "item_id": c.item_id,
        "user_id": bindparam("user", type_=Integer),
        "slot": c.slot,
        "round": c.round,
        "source": c.source,
        "strategy": c.strategy,
        "score": c.score,
        "probability": c.probability,
        "stratum_size": c.stratum_size,
        "leased_at": bindparam("now", type_=LEASES.c.leased_at.type),
        "expires_at": bindparam("expires", type_=LEASES.c.expires_at.type),
        "state": word(AssignmentState.LEASED),
    }
    chosen = select(*values.values()).order_by(c.place)
    return insert(LEASES).from_select(list(values), chosen).returning(LEASES.c.id)


def _eligible(overlap: int) -> tuple[Any, ...]:
    mine = aliased(Assignment)
    settled = exists().where(
        col(Label.item_id) == Item.id, col(Label.state) == word(LabelState.SETTLED)
    )
    touched = exists().where(
        col(mine.item_id) == Item.id,
        col(mine.user_id) == bindparam("user"),
        is_one_of(col(mine.state), TOUCHED),
    )
    free = ~active() if overlap == 1 else _held() < overlap
    return (free, ~touched, ~settled, skip_count() < SKIPS_UNTIL_UNANSWERED)


def _held() -> Any:
    held = aliased(Assignment)
    return (
        select(func.count(col(held.id)))
        .where(col(held.item_id) == Item.id, is_one_of(col(held.state), ACTIVE))
        .scalar_subquery()
    )


def _free_slot(overlap: int) -> Any:
    """The lowest slot nobody holds; with an overlap of one there is only slot 0."""
    if overlap == 1:
        return literal(0)

    def slot_taken(slot: Any) -> Any:
        taken = aliased(Assignment)
        return exists().where(
            col(taken.item_id) == Item.id, taken.slot == slot, is_one_of(col(taken.state), ACTIVE)
        )

    return case(*((~slot_taken(slot), slot) for slot in range(overlap)), else_=overlap)
