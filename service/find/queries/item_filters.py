"""What items of the pool are looked for by, as conditions of a statement."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from service.db.repository import word
from service.kit.vocabulary import (
    DECIDED,
    AssignmentState,
    ItemRole,
    LabellingState,
    LabelState,
    Noted,
    Source,
)
from service.labelling.tables import Note
from service.pool.queries.blindness import in_windows
from service.pool.queries.eligibility import (
    SKIPS_UNTIL_UNANSWERED,
    excluded,
    is_excluded,
    skip_count,
)
from service.pool.tables.answers import Annotation, Assignment
from service.pool.tables.items import Import, Item
from service.pool.tables.labels import ItemClass, Label


@dataclass(frozen=True)
class ItemFilter:
    """What an item must be; None: it doesn't matter."""

    imports: Collection[int]
    """It is of one of these, which people see."""
    words: Sequence[str] = ()
    """All of them are in its text."""
    class_ids: Sequence[int] | None = None
    """Its label names one of them."""
    states: Sequence[LabellingState] = ()
    """One of them."""
    user_ids: Sequence[int] = ()
    """One of these people has answered it, or decided its label."""
    sources: Sequence[Source] = ()
    note: Noted | None = None
    is_disputed: bool = False
    is_dated: bool = False
    """It is known since when it has its label."""
    only: Collection[int] | None = None
    """Ordinals."""
    hidden_width: float | None = None
    """Of the windows of keys in which an item doesn't show what a model thinks of it, nor whether
    it would be found by that. None: what a model thinks doesn't decide."""
    shows_excluded: bool = False
    """Excluded items without a label are found too; they aren't where nothing says so."""
    withheld: Collection[int] = ()
    """Ordinals of unlabelled items that are passed over."""

    def passing_over(self, withheld: Collection[int]) -> "ItemFilter":
        return replace(self, withheld=withheld)

    def by_model(self, hidden_width: float) -> "ItemFilter":
        return replace(self, hidden_width=hidden_width)

    @property
    def is_labelled(self) -> bool:
        """Only labelled items can be found."""
        labelled = {LabellingState.LABELLED, LabellingState.PROVISIONAL, LabellingState.SETTLED}
        by_state = bool(self.states) and labelled >= {*self.states}
        by_label = self.class_ids is not None or bool(self.user_ids) or bool(self.sources)
        return self.is_disputed or self.is_dated or by_state or by_label

    @property
    def is_plain(self) -> bool:
        """Whether everything is found, or everything without a label."""
        nothing = ItemFilter(self.imports, withheld=self.withheld)
        unlabelled = [LabellingState.UNLABELLED]
        return replace(self, states=()) == nothing and [*self.states] in ([], unlabelled)

    def by_indexes(self, project_id: int) -> Select[Any]:
        """The ordinals of a plain one, without a look at rows: who goes far must read no texts."""
        place = col(Item.ordinal)
        statement = select(place).where(col(Item.project_id) == project_id)
        hidden = select(col(Import.id)).where(
            col(Import.project_id) == project_id, col(Import.id).not_in(self.imports)
        )
        unseen = aliased(Item)
        statement = statement.where(
            place.not_in(select(col(unseen.ordinal)).where(col(unseen.import_id).in_(hidden))),
            place.not_in(sorted(self.withheld)),
            place.not_in(excluded(project_id, "ordinal")),
        )
        if not self.states:
            return statement
        labelled = select(col(Label.ordinal)).where(col(Label.project_id) == project_id)
        return statement.where(place.not_in(labelled))

    def has_whole_words(self) -> Any:
        """Whether the words stand in its text as words, not as parts of others."""
        # What Python and PostgreSQL both read so.
        whole = [rf"(?i)(?<!\w){re.escape(each)}(?!\w)" for each in self.words]
        return and_(*(col(Item.text).regexp_match(each) for each in whole))

    def place(self) -> Any:
        """The ordinal, in the table whose index gives what is looked for in order."""
        return col(Label.ordinal) if self.is_labelled else col(Item.ordinal)

    def applied(self, columns: Sequence[Any], project_id: int) -> Select[Any]:
        """Of the project's visible pool items, those that it lets through."""
        statement = select(*columns)
        if self.is_labelled:
            statement = statement.select_from(Label).join(Item, col(Item.id) == Label.item_id)
            statement = statement.where(col(Label.project_id) == project_id)
        else:
            statement = statement.select_from(Item).where(col(Item.project_id) == project_id)
            if self.states or self.hidden_width is not None:
                statement = statement.outerjoin(Label, col(Label.item_id) == Item.id)
        visible = (col(Item.role) == word(ItemRole.POOL), col(Item.import_id).in_(self.imports))
        return statement.where(*visible, *self._conditions(project_id))

    def _conditions(self, project_id: int) -> list[Any]:
        conditions: list[Any] = [
            col(Item.text).icontains(each, autoescape=True) for each in self.words
        ]
        if self.states:
            conditions.append(or_(*(_in_state(each, project_id) for each in self.states)))
        if self.class_ids is not None:
            conditions.append(_has_class(self.class_ids))
        if self.user_ids:
            decided = col(Label.decided_by).in_(self.user_ids)
            conditions.append(or_(decided, _answered_by(self.user_ids)))
        if self.sources:
            conditions.append(or_(*(_is_from(each) for each in self.sources)))
        if self.note is not None:
            conditions.append(_has_note(self.note))
        if self.is_disputed:
            conditions.append(col(Label.disputed))
        if self.is_dated:
            conditions.append(col(Label.labelled_at).is_not(None))
        if self.only is not None:
            conditions.append(self.place().in_(self.only))
        if self.hidden_width is not None:
            conditions.append(_shows_thoughts(self.hidden_width))
        if self.withheld and not self.is_labelled:
            conditions.append(self.place().not_in(sorted(self.withheld)))
        if not self.shows_excluded and not self.is_labelled:
            conditions.append(col(Item.id).not_in(excluded(project_id, "id")))
        return conditions


def _has_class(class_ids: Sequence[int]) -> Any:
    named = col(ItemClass.class_id).in_(class_ids)
    return exists().where(col(ItemClass.item_id) == Label.item_id, named)


def _answered_by(user_ids: Sequence[int]) -> Any:
    return exists().where(
        col(Annotation.item_id) == Label.item_id,
        col(Annotation.user_id).in_(user_ids),
        col(Annotation.live),
    )


def _is_from(source: Source) -> Any:
    decided = col(Label.decided_as) == source
    if source in DECIDED and source is not Source.HUNT:
        return decided
    offered = (
        exists()
        .where(col(Annotation.item_id) == Label.item_id, col(Annotation.live))
        .where(col(Assignment.id) == Annotation.assignment_id, col(Assignment.source) == source)
    )
    return or_(decided, and_(col(Label.decided_as).is_(None), offered))


def _has_note(kind: Noted) -> Any:
    kinds = {Noted.FLAG: ["flag"], Noted.COMMENT: ["comment"], Noted.ANY: ["flag", "comment"]}
    return exists().where(
        col(Note.item_id) == Item.id,
        col(Note.resolved_at).is_(None),
        col(Note.kind).in_(kinds[kind]),
    )


def _in_state(state: LabellingState, project_id: int) -> Any:
    unlabelled = col(Label.item_id).is_(None)
    return {
        LabellingState.UNLABELLED: unlabelled,
        LabellingState.SKIPPED: and_(
            unlabelled,
            _is_skipped(project_id),
            skip_count() >= SKIPS_UNTIL_UNANSWERED,
            ~is_excluded(),
        ),
        LabellingState.EXCLUDED: col(Item.id).in_(excluded(project_id, "id")),
        LabellingState.LABELLED: ~unlabelled,
        LabellingState.PROVISIONAL: col(Label.state) == word(LabelState.PROVISIONAL),
        LabellingState.SETTLED: col(Label.state) == word(LabelState.SETTLED),
    }[state]


def _is_skipped(project_id: int) -> Any:
    """By a list that an index of what was skipped gives at once."""
    skipped = aliased(Assignment)
    return col(Item.id).in_(
        select(col(skipped.item_id)).where(
            col(skipped.project_id) == project_id,
            col(skipped.state) == word(AssignmentState.SKIPPED),
        )
    )


def _shows_thoughts(hidden_width: float) -> Any:
    """As `Blindness.thoughts_hidden`, or people who were asked have settled it."""
    settled = and_(col(Label.asked), col(Label.state) == word(LabelState.SETTLED))
    return or_(settled, ~in_windows(col(Item.audit_key), hidden_width))
