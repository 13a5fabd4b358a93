"""What is checked for a certificate: what is offered of it, and how far it has come."""

from typing import Any

from sqlalchemy import Integer, and_, bindparam, exists, literal, or_, select
from sqlmodel import col

from service.certify.tables import CHECKS
from service.db.repository import is_one_of, word
from service.kit.vocabulary import AssignmentState, ImportState, LabelState, Source
from service.labelling.queries.assignment_statements import unranked
from service.pool.queries.eligibility import eligible, free_slot
from service.pool.tables.answers import ASSIGNMENTS, Assignment
from service.pool.tables.items import Import, Item
from service.pool.tables.labels import Label
from service.pool.tables.projects import Project

CHECK_STRATEGY = "check@1"


def offered(overlap: int) -> Any:
    """What is to be checked, in a random order: see `assignment_statements.ranked`."""
    source = literal(Source.CHECK, ASSIGNMENTS.c.source.type)
    return (
        select(
            CHECKS.c.place.label("place"),
            (free_slot() if overlap > 1 else literal(0)).label("slot"),
            *unranked(source, literal(CHECK_STRATEGY)),
        )
        .join(Item, col(Item.id) == CHECKS.c.item_id)
        .join(Import, col(Import.id) == Item.import_id)
        .where(
            CHECKS.c.project_id == bindparam("project"),
            CHECKS.c.is_open,
            col(Import.state) == word(ImportState.READY),
            *eligible(overlap, source),
        )
        .order_by(CHECKS.c.place)
        .limit(bindparam("n", type_=Integer))
    )


def _is_out(*states: AssignmentState) -> Any:
    return exists().where(
        col(Assignment.item_id) == Item.id, is_one_of(col(Assignment.state), states)
    )


def _is_answered() -> Any:
    """Whether those who were asked about the item of the enclosing query have all answered."""
    enough = or_(col(Label.state) == word(LabelState.SETTLED), col(Label.people) >= Project.overlap)
    return exists().where(col(Label.item_id) == Item.id, col(Label.asked), enough)


def _is_over() -> Any:
    skipped = _is_out(AssignmentState.SKIPPED)
    gone = col(Import.state) != word(ImportState.READY)
    return or_(gone, and_(~_is_out(AssignmentState.LEASED), or_(_is_answered(), skipped)))


CHECKS_OF = (
    select(col(Item.ordinal), _is_over())
    .join(CHECKS, CHECKS.c.item_id == Item.id)
    .join(Import, col(Import.id) == Item.import_id)
    .join(Project, col(Project.id) == Item.project_id)
    .where(CHECKS.c.certificate_id == bindparam("certificate"))
)
ANY_OPEN = (
    select(CHECKS.c.item_id)
    .join(Item, col(Item.id) == CHECKS.c.item_id)
    .join(Import, col(Import.id) == Item.import_id)
    .join(Project, col(Project.id) == Item.project_id)
    .where(CHECKS.c.project_id == bindparam("project"), CHECKS.c.is_open, ~_is_over())
    .limit(1)
)
