"""What is handed out, in which order. `leasing` makes leases of it.

All read the state of an item from the assignments themselves, so that whatever a ranking says,
nobody gets what someone else has.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Integer,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from service.models import Annotation, Assignment, Import, Item, Label, Ranking
from service.store.prepared import Prepared
from service.store.repository import is_one_of, word
from service.store.tables import ASSIGNMENTS, EXPOSURES
from service.vocabulary import (
    ACTIVE,
    BLIND,
    TOUCHED,
    AssignmentState,
    ImportState,
    ItemRole,
    LabelState,
    Source,
)

SKIPS_UNTIL_UNANSWERED = 2
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
    """The same with the labelled items in it that are asked about once more."""
    again = (*_open_again(overlap), ~_exposed_to_user(), *_unseen_by_user())
    return _ranked(_new_or(again, eligible(overlap, col(Ranking.source))), several=True)


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
    new = _open(overlap, col(Ranking.source))
    wanted = _new_or(_open_again(overlap), new) if again else and_(*new)
    return Prepared(
        select(col(Ranking.position))
        .join(Item, col(Item.id) == Ranking.item_id)
        .where(*_FROM_START, wanted, skip_count() < SKIPS_UNTIL_UNANSWERED)
        .order_by(col(Ranking.position))
        .limit(1)
    )


def stratum(overlap: int) -> Any:
    """An import in audit order, which an index gives.

    Further parameters: import_id, stratum_size, beyond, up_to, source, strategy.
    """
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

    Fewer people than `overlap` have one, or all have answered and don't agree. Without this a new
    ranking would send everybody on to other items, and none would ever get its second answer. In
    an order that says nothing of the answers.
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
            or_(_held() < overlap, ~_leased()),
            ~_exposed_to_user(),
            *_unseen_by_user(),
        )
        .order_by(col(Label.place))
        .limit(bindparam("n", type_=Integer))
    )


def active() -> Any:
    """Whether the item of the enclosing query is leased or answered."""
    held = aliased(Assignment)
    return exists().where(col(held.item_id) == Item.id, is_one_of(col(held.state), ACTIVE))


def has_label() -> Any:
    """Whether the item of the enclosing query has one."""
    return exists().where(col(Label.item_id) == Item.id)


def has_asked_label() -> Any:
    """Whether the item of the enclosing query has one that people were asked for."""
    return exists().where(col(Label.item_id) == Item.id, col(Label.asked))


def skip_count() -> Any:
    """How many people skipped the item of the enclosing query."""
    skipped = aliased(Assignment)
    return (
        select(func.count(func.distinct(skipped.user_id)))
        .where(col(skipped.item_id) == Item.id, col(skipped.state) == word(AssignmentState.SKIPPED))
        .scalar_subquery()
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


def eligible(overlap: int, source: Any) -> tuple[Any, ...]:
    """Whether the item of the enclosing query may be asked of an annotator."""
    blind = or_(~is_one_of(source, BLIND), and_(~_suggested_to_user(), ~_exposed_to_user()))
    return (*_open(overlap, source), blind, *_unseen_by_user())


def _open(overlap: int, source: Any) -> tuple[Any, ...]:
    """Whether it may be asked of anybody."""
    settled = exists().where(
        col(Label.item_id) == Item.id,
        col(Label.state) == word(LabelState.SETTLED),
        # An audit item or a check is asked about though somebody has answered it unasked.
        or_(col(Label.asked), ~is_one_of(source, BLIND)),
    )
    return (~active() if overlap == 1 else _held() < overlap, ~settled)


def _new_or(again: Sequence[Any], new: Sequence[Any]) -> Any:
    """What a ranked item must be: one that is asked about once more, and any other."""
    is_again = col(Ranking.source) == word(Source.RELABEL)
    return or_(and_(is_again, *again), and_(~is_again, *new))


def _open_again(overlap: int) -> tuple[Any, ...]:
    """Whether it may be asked of somebody once more, for its label still stands alone."""
    settled = has_label().where(col(Label.state) == word(LabelState.SETTLED))
    return (settled, _held() <= overlap, ~_leased())


def _unseen_by_user() -> tuple[Any, ...]:
    """Whether the item may be asked of this annotator: not known to them, not given up on."""
    mine, theirs = aliased(Assignment), aliased(Annotation)
    touched = exists().where(
        col(mine.item_id) == Item.id,
        col(mine.user_id) == bindparam("user"),
        is_one_of(col(mine.state), TOUCHED),
    )
    # An answer may have come without an assignment.
    answered = exists().where(
        col(theirs.item_id) == Item.id, col(theirs.user_id) == bindparam("user"), col(theirs.live)
    )
    return (~touched, ~answered, skip_count() < SKIPS_UNTIL_UNANSWERED)


def _suggested_to_user() -> Any:
    """Whether this annotator has had the item before with what a model thinks of it."""
    mine = aliased(Assignment)
    return exists().where(
        col(mine.item_id) == Item.id,
        col(mine.user_id) == bindparam("user"),
        col(mine.suggestions_shown).is_(True),
    )


def _exposed_to_user() -> Any:
    """Whether this annotator has found the item with what a model thinks of it."""
    return exists().where(EXPOSURES.c.item_id == Item.id, EXPOSURES.c.user_id == bindparam("user"))


def _held() -> Any:
    held = aliased(Assignment)
    return (
        select(func.count(col(held.id)))
        .where(col(held.item_id) == Item.id, is_one_of(col(held.state), ACTIVE))
        .scalar_subquery()
    )


def _leased() -> Any:
    held = aliased(Assignment)
    return exists().where(
        col(held.item_id) == Item.id, col(held.state) == word(AssignmentState.LEASED)
    )


def free_slot() -> Any:
    """The lowest slot that nobody holds: 0, or one past a held slot whose next one is free."""
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
