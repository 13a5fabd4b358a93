"""The statements of the audit order. Each is built once: building costs more than running."""

from typing import Any

from sqlalchemy import Float, and_, bindparam, exists, func, or_
from sqlmodel import col, select

from service.db.hot import Prepared
from service.db.repository import word
from service.kit.vocabulary import AssignmentState, ImportState, ItemRole, LabelState
from service.pool.queries.eligibility import (
    SKIPS_UNTIL_UNANSWERED,
    active,
    has_asked_label,
    is_excluded,
    skip_count,
)
from service.pool.queries.imports import POOLS
from service.pool.tables.answers import Annotation, Assignment
from service.pool.tables.items import EXPOSURES, IMPORTS, Import, Item
from service.pool.tables.labels import Label
from service.pool.tables.projects import Project

ASKABLE = (~active(), ~has_asked_label(), skip_count() < SKIPS_UNTIL_UNANSWERED)
"""Conditions on an item of the enclosing query under which somebody may get it."""
BEYOND = (
    col(Item.import_id) == bindparam("import"),
    col(Item.audit_key) > bindparam("frontier", type_=Float),
)
"""Conditions on an item beyond the frontier of an import; parameters: see `AuditOrder`."""
# Asked at every hand-out that finds the ranking empty: built once, as building takes longest.
AHEAD = select(Item.id, Item.ordinal, Item.audit_key).where(*BEYOND).order_by(col(Item.audit_key))
ASKABLE_AHEAD = AHEAD.where(*ASKABLE)


def _passed(*further: Any) -> Any:
    """How many items of an `import` the frontier passes when it moves to a `key`."""
    return (
        select(func.count())
        .select_from(Item)
        .join(Import, col(Import.id) == Item.import_id)
        .where(
            col(Item.import_id) == bindparam("import"),
            col(Item.audit_key) > Import.audit_frontier,
            col(Item.audit_key) <= bindparam("key", type_=Float),
            *further,
        )
    )


# Looked up for each item that is passed: joined, PostgreSQL reads all labels that there are.
_ASKED = (
    select(col(Label.item_id))
    .where(
        col(Label.item_id) == Item.id,
        col(Label.state) == word(LabelState.SETTLED),
        col(Label.asked),
    )
    .scalar_subquery()
)
PASSED = Prepared(_passed())
PASSED_LABELS = Prepared(
    _passed(
        _ASKED.is_not(None),
        col(Import.role) == word(ItemRole.POOL),
        col(Import.state) == word(ImportState.READY),
    )
)


def in_sample(query: Any) -> Any:
    """The statement, for items in the audit sample of a `project`."""
    return (
        query.select_from(Item)
        .join(Import, col(Import.id) == Item.import_id)
        .where(
            col(Import.project_id) == bindparam("project"),
            col(Import.role) == word(ItemRole.POOL),
            col(Import.state) == word(ImportState.READY),
            col(Item.audit_key) <= Import.audit_frontier,
        )
    )


def _strata() -> Any:
    """The pools of a project, each with how many of its items are in the audit sample."""
    sampled = select(func.count()).where(
        col(Item.import_id) == IMPORTS.c.id, col(Item.audit_key) <= IMPORTS.c.audit_frontier
    )
    return POOLS.add_columns(sampled.scalar_subquery())


STRATA = Prepared(_strata())


def _unanswered() -> Any:
    """Import and ordinal of audit items that people saw and that have no label by it."""
    answer = (col(Annotation.item_id) == Item.id, col(Annotation.live))
    answers = (
        select(func.count(col(Annotation.id)))
        .where(*answer, ~col(Annotation.unasked))
        .scalar_subquery()
    )
    settled = exists().where(
        col(Label.item_id) == Item.id,
        col(Label.state) == word(LabelState.SETTLED),
        col(Label.asked),
    )
    leased = exists().where(
        col(Assignment.item_id) == Item.id,
        col(Assignment.state) == word(AssignmentState.LEASED),
    )
    decided = exists().where(col(Label.item_id) == Item.id, col(Label.decided_as).is_not(None))
    # Once it is decided nobody else is asked, however few have answered.
    disagreed = or_(answers >= Project.overlap, and_(decided, answers > 0))
    picked = exists().where(*answer, col(Annotation.unasked))
    exposed = exists().where(EXPOSURES.c.item_id == Item.id)
    passed = and_(or_(skip_count() > 0, picked, exposed), answers == 0, ~is_excluded())
    return (
        in_sample(select(Item.import_id, Item.ordinal))
        .join(Project, col(Project.id) == Import.project_id)
        .where(~settled, ~leased)
        .where(or_(disagreed, passed))
        .order_by(col(Item.ordinal))
    )


UNANSWERED = _unanswered()
