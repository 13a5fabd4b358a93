"""Conditions on whether somebody may be asked about an item, for statements with items in them.

All of them read the state of an item from its assignments. So nobody gets an item that another
person has, whatever a ranking says.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, func, not_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from service.db.repository import is_one_of, word
from service.kit.vocabulary import ACTIVE, BLIND, TOUCHED, AssignmentState, LabelState, Source
from service.pool.queries.conditions import REVEALS
from service.pool.tables.answers import Annotation, Assignment
from service.pool.tables.items import EXPOSURES, Item
from service.pool.tables.labels import Label
from service.pool.tables.people import User
from service.pool.tables.projects import Project

OF_PEOPLE = (*BLIND, Source.RELABEL)
"""Sources whose items are for people only, not for programs."""
SKIPS_UNTIL_UNANSWERED = 2
EXCLUSION = "exclusion@1"
"""The strategy of a skip by which an engineer excluded the item."""


def active() -> Any:
    """Whether the item of the enclosing query is leased or answered, or waits to go out again."""
    held = aliased(Assignment)
    is_theirs = exists().where(col(held.item_id) == Item.id, is_one_of(col(held.state), ACTIVE))
    # Asked one after the other: for the first there is an index of what is held alone.
    return or_(is_theirs, is_waiting())


def is_waiting() -> Any:
    """Whether the item of the enclosing query came back: only `return_statements` hands it out."""
    back = aliased(Assignment)
    return exists().where(col(back.item_id) == Item.id, col(back.came_back))


def has_label() -> Any:
    """Whether the item of the enclosing query has a label."""
    return exists().where(col(Label.item_id) == Item.id)


def has_asked_label() -> Any:
    """Whether the item of the enclosing query has a label that people were asked for."""
    return exists().where(col(Label.item_id) == Item.id, col(Label.asked))


def skip_count() -> Any:
    """The number of skips of the item of the enclosing query; an exclusion counts as two."""
    skipped = aliased(Assignment)
    return (
        select(skips(skipped))
        .where(col(skipped.item_id) == Item.id, col(skipped.state) == word(AssignmentState.SKIPPED))
        .scalar_subquery()
    )


def skips(skipped: Any = Assignment) -> Any:
    """The number of skips in a statement whose assignments are all skips."""
    excluding = case((col(skipped.strategy) == EXCLUSION, 1))
    return func.count(func.distinct(skipped.user_id)) + func.count(excluding)


def excluded(project_id: Any, column: Any) -> Any:
    """A column of the unlabelled items of a project that somebody excluded."""
    skipped, item = aliased(Assignment), aliased(Item)
    labelled = exists().where(col(Label.item_id) == item.id)
    return (
        select(getattr(item, column))
        .join(skipped, col(skipped.item_id) == item.id)
        .where(
            col(skipped.project_id) == project_id,
            col(skipped.state) == word(AssignmentState.SKIPPED),
            col(skipped.strategy) == EXCLUSION,
            ~labelled,
        )
    )


def is_excluded() -> Any:
    """Whether somebody excluded the item of the enclosing query."""
    skipped = aliased(Assignment)
    return exists().where(
        col(skipped.item_id) == Item.id,
        col(skipped.state) == word(AssignmentState.SKIPPED),
        col(skipped.strategy) == EXCLUSION,
    )


def eligible(overlap: int, source: Any) -> tuple[Any, ...]:
    """Whether an annotator may be asked about the item of the enclosing query."""
    return (*is_open(overlap, source), blind_to_user(source), *unseen_by_user(source))


def blind_to_user(source: Any) -> Any:
    """Whether the annotator is a person and has seen no prediction, where the source needs that."""
    return and_(
        or_(~is_one_of(source, BLIND), and_(~suggested_to_user(), ~exposed_to_user())),
        or_(~is_one_of(source, OF_PEOPLE), ~is_program()),
    )


def is_program() -> Any:
    """Whether the annotator is a program whose answers don't count as a person's."""
    unequal = exists().where(col(Project.id) == Item.project_id, ~col(Project.programs_count))
    return and_(exists().where(col(User.id) == bindparam("user"), col(User.is_program)), unequal)


def is_open(overlap: int, source: Any) -> tuple[Any, ...]:
    """Whether anybody may be asked about the item."""
    is_free = (~active(),) if overlap == 1 else (held_count() < overlap, ~is_waiting())
    return (*is_free, ~is_settled(source))


def is_settled(source: Any) -> Any:
    """Whether the item of the enclosing query needs no further answer."""
    return exists().where(
        col(Label.item_id) == Item.id,
        col(Label.state) == word(LabelState.SETTLED),
        # An audit item or a check is asked about though somebody has answered it unasked.
        or_(col(Label.asked), ~is_one_of(source, BLIND)),
    )


def new_or(again: Sequence[Any], new: Sequence[Any], source: Any) -> Any:
    """Conditions on an item: `again` if it is asked about once more, else `new`."""
    is_again = source == word(Source.RELABEL)
    return or_(and_(is_again, *again), and_(~is_again, *new))


def open_again(overlap: int) -> tuple[Any, ...]:
    """Whether somebody may be asked about the item once more, as its label rests on one answer."""
    settled = has_label().where(col(Label.state) == word(LabelState.SETTLED))
    return (settled, held_count() <= overlap, ~is_leased())


def unseen_by_user(source: Any) -> tuple[Any, ...]:
    """Whether this annotator may be asked: the item is new to them, and not skipped too often."""
    mine, theirs = aliased(Assignment), aliased(Annotation)
    touched = exists().where(
        col(mine.item_id) == Item.id,
        col(mine.user_id) == bindparam("user"),
        is_one_of(col(mine.state), TOUCHED),
    )
    # An answer may have come without an assignment, and none keeps an audit or a check from asking.
    answered = exists().where(
        col(theirs.item_id) == Item.id,
        col(theirs.user_id) == bindparam("user"),
        or_(
            and_(col(theirs.live), or_(~col(theirs.unasked), ~is_one_of(source, BLIND))),
            # Nor is anybody asked again for what was set aside.
            col(theirs.set_aside_at).is_not(None),
        ),
    )
    revealed = (each.shown_to(bindparam("user"), Item.id) for each in REVEALS)
    return (~touched, ~answered, *map(not_, revealed), skip_count() < SKIPS_UNTIL_UNANSWERED)


def suggested_to_user() -> Any:
    """Whether this annotator was offered the item before with suggestions."""
    mine = aliased(Assignment)
    return exists().where(
        col(mine.item_id) == Item.id,
        col(mine.user_id) == bindparam("user"),
        col(mine.suggestions_shown).is_(True),
    )


def exposed_to_user() -> Any:
    """Whether this annotator has come across a prediction for the item."""
    return exists().where(EXPOSURES.c.item_id == Item.id, EXPOSURES.c.user_id == bindparam("user"))


def held_count() -> Any:
    held = aliased(Assignment)
    return (
        select(func.count(col(held.id)))
        .where(col(held.item_id) == Item.id, is_one_of(col(held.state), ACTIVE))
        .scalar_subquery()
    )


def is_leased() -> Any:
    held = aliased(Assignment)
    return exists().where(
        col(held.item_id) == Item.id, col(held.state) == word(AssignmentState.LEASED)
    )


def free_slot() -> Any:
    """The lowest free slot: 0, or one past a taken slot whose next one is free."""
    first, held, following = (aliased(Assignment) for _ in range(3))
    first_taken = exists().where(
        col(first.item_id) == Item.id, col(first.slot) == 0, is_one_of(col(first.state), ACTIVE)
    )
    next_taken = exists().where(
        col(following.item_id) == col(held.item_id),
        col(following.slot) == col(held.slot) + 1,
        is_one_of(col(following.state), ACTIVE),
    )
    gap = (
        select(func.min(col(held.slot)) + 1)
        .where(col(held.item_id) == Item.id, is_one_of(col(held.state), ACTIVE), ~next_taken)
        .scalar_subquery()
    )
    return case((first_taken, gap), else_=0)
