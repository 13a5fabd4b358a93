"""How things stand when somebody asks for items: one statement, asked at every hand-out."""

from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, func, literal_column, select, true, update
from sqlmodel import col

from service.db.hot import Prepared
from service.db.repository import word
from service.kit.vocabulary import AssignmentState, Counted, LabelState
from service.labelling.queries.leasing import OPEN_OF, Offered
from service.labelling.tables import ASSIGNMENTS
from service.pool.tables.counters import COUNTERS
from service.pool.tables.labels import Label

COUNTED = (Counted.LABELS, Counted.ITEMS, Counted.HANDED_OUT)
"""What tells whether there is anything else, and whose turn it is where a ranking is used up."""
BEFORE_LEASE = 3 + len(COUNTED)
"""Columns before those of an open lease."""
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
    """What someone has on lease, oldest first."""
    came_back: bool
    """Items wait to go out again."""
    are_unfinished: bool
    """Items are answered and not settled."""


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
