"""The statements of a hand-out: what there is for somebody who asks for items, and leases.

Each is built once, since building costs most. On PostgreSQL people lease at the same time. A
statement skips rows that somebody else has locked (SKIP LOCKED), and leaves items to others who got
them after it began (ON CONFLICT).
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    FromClause,
    bindparam,
    case,
    exists,
    false,
    func,
    insert,
    literal,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlmodel import col

from service.db.hot import Prepared
from service.db.repository import at_most, word
from service.kit.vocabulary import AssignmentState, Counted, LabelState, Source
from service.labelling.tables import Note
from service.pool.tables.answers import ASSIGNMENTS
from service.pool.tables.items import Item
from service.pool.tables.labels import Label
from service.pool.tables.projects import COUNTERS


class Offered(NamedTuple):
    """A lease and its item, as its holder may see them."""

    id: int
    item_id: int
    text: str
    expires_at: datetime
    source: Source
    import_id: int
    audit_key: float
    flagged: bool
    suggestions: list[tuple[int, float]] | None
    """Suggested classes by id with their probability, if the item is shown with any."""


def _shown(leases: FromClause) -> tuple[Any, ...]:
    """The columns of `Offered`, of leases joined with their items."""
    flagged = exists().where(
        col(Note.item_id) == leases.c.item_id,
        col(Note.user_id) == leases.c.user_id,
        col(Note.kind) == "flag",
        col(Note.resolved_at).is_(None),
    )
    return (
        leases.c.id,
        leases.c.item_id,
        col(Item.text),
        leases.c.expires_at,
        leases.c.source,
        col(Item.import_id),
        col(Item.audit_key),
        flagged.correlate(leases),
        case((leases.c.suggestions_shown, leases.c.suggestions)),
    )


OFFERED = (
    select(*_shown(ASSIGNMENTS))
    .join(Item, col(Item.id) == ASSIGNMENTS.c.item_id)
    .order_by(ASSIGNMENTS.c.id)
)
LEASED = Prepared(OFFERED.where(ASSIGNMENTS.c.id.between(bindparam("first"), bindparam("last"))))
OPEN_OF = OFFERED.where(
    ASSIGNMENTS.c.project_id == bindparam("project"),
    ASSIGNMENTS.c.user_id == bindparam("user"),
    ASSIGNMENTS.c.state == word(AssignmentState.LEASED),
    ASSIGNMENTS.c.expires_at > bindparam("now"),
).limit(bindparam("n"))


@cache
def lease(offering: Callable[[int], Any], overlap: int) -> Prepared:
    """Inserts leases and returns their ids; parameters: those of `offering`, now, expires."""
    names, chosen = _values(offering(overlap).subquery())
    return Prepared(insert(ASSIGNMENTS).from_select(names, chosen).returning(ASSIGNMENTS.c.id))


@cache
def lease_beside_others(offering: Callable[[int], Any], overlap: int, limit: int) -> Prepared:
    """`lease` for PostgreSQL: rows with the number of items chosen, and a lease as it is shown.

    Items that somebody else got meanwhile are chosen but not leased. There is at least one row,
    with nulls if there is no lease.
    """
    few = at_most(offering(overlap), limit)
    free = few.with_for_update(of=Item, skip_locked=True, key_share=True)
    candidates = free.cte("found")
    names, chosen = _values(candidates)
    leases = (
        postgresql.insert(ASSIGNMENTS)
        .from_select(names, chosen)
        .on_conflict_do_nothing()
        .returning(ASSIGNMENTS)
        .cte("made")
    )
    number = select(func.count().label("number")).select_from(candidates).cte("chosen")
    return Prepared(
        select(number.c.number, *_shown(leases))
        .select_from(number)
        .outerjoin(leases, literal(True))
        .outerjoin(Item, col(Item.id) == leases.c.item_id)
        .order_by(leases.c.id)
    )


def _values(offered: FromClause) -> tuple[list[str], Any]:
    """The columns of leases, and what is in them."""
    c = offered.c
    values = {
        "project_id": bindparam("project", type_=ASSIGNMENTS.c.project_id.type),
        "item_id": c.item_id,
        "user_id": bindparam("user", type_=ASSIGNMENTS.c.user_id.type),
        "slot": c.slot,
        "round": c.round,
        "source": c.source,
        "strategy": c.strategy,
        "score": c.score,
        "probability": c.probability,
        "stratum_size": c.stratum_size,
        "hunted_class_id": c.hunted_class_id,
        "suggestions": c.suggestions,
        "suggested_by": c.suggested_by,
        "suggestions_shown": c.suggestions_shown,
        "leased_at": bindparam("now", type_=ASSIGNMENTS.c.leased_at.type),
        "expires_at": bindparam("expires", type_=ASSIGNMENTS.c.expires_at.type),
        "state": word(AssignmentState.LEASED),
        "came_back": false(),
    }
    return list(values), select(*values.values()).order_by(c.place)


COUNTED = (Counted.LABELS, Counted.ITEMS, Counted.HANDED_OUT)
"""The counters that tell what else there is, and whose turn it is when a ranking is used up."""
BEFORE_LEASE = 3 + len(COUNTED)
"""The columns before those of an open lease."""
HAS_EXPIRED = (
    ASSIGNMENTS.c.project_id == bindparam("project"),
    ASSIGNMENTS.c.state == word(AssignmentState.LEASED),
    ASSIGNMENTS.c.expires_at <= bindparam("now"),
)
EXPIRE = (
    update(ASSIGNMENTS)
    .where(
        *HAS_EXPIRED,  # asked again, of what it is once nobody holds it
        ASSIGNMENTS.c.id.in_(
            select(ASSIGNMENTS.c.id)
            .where(*HAS_EXPIRED)
            .with_for_update(skip_locked=True, key_share=True)
        ),
    )
    .values(state=word(AssignmentState.EXPIRED), ended_at=bindparam("now"), came_back=true())
)
EXPIRED = Prepared(select(exists().where(*HAS_EXPIRED)))


class Situation(NamedTuple):
    offered: list[Offered]
    """The items that a person has on lease, oldest first."""
    came_back: bool
    """Whether items wait to go out again."""
    are_unfinished: bool
    """Whether items are answered but not settled."""


def _situation() -> Any:
    """One row at least: whether leases have run out, whether items came back, whether labels wait,
    counts, an open lease."""
    waits = (
        select(col(Label.item_id))
        # Else SQLite reads all labels of the project, where none waits.
        .with_hint(Label, "INDEXED BY ix_label_unfinished", "sqlite")
        .where(
            col(Label.project_id) == bindparam("project"),
            col(Label.state) == word(LabelState.PROVISIONAL),
        )
        .exists()
    )
    has_expired = exists().where(*HAS_EXPIRED)
    came_back = (
        select(ASSIGNMENTS.c.id)
        .where(
            ASSIGNMENTS.c.project_id == bindparam("project"),
            literal_column("assignment.came_back"),  # so written that SQLite finds the index
        )
        .exists()
    )
    whether = (has_expired.label("expired"), came_back.label("back"), waits.label("waits"))
    situation = select(*whether, *map(_counted, COUNTED)).subquery("known")
    mine = OPEN_OF.subquery("mine")
    return select(situation, mine).outerjoin(mine, true()).order_by(mine.c.id)


def _counted(name: Counted) -> Any:
    stored = select(func.sum(COUNTERS.c.value)).where(
        COUNTERS.c.project_id == bindparam("project"),
        COUNTERS.c.name == word(name),
        COUNTERS.c.day == literal_column("0"),
        COUNTERS.c.key == literal_column("0"),
    )
    return stored.scalar_subquery().label(name.value)


SITUATION = Prepared(_situation())
