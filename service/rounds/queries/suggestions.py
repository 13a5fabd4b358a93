"""What models outside think of items, who sees what a model thinks, and what came of that."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Boolean, bindparam, delete, insert, select
from sqlmodel import col

from service.db.repository import Repository, slices, word
from service.kit.vocabulary import ImportState, ItemRole
from service.pool.tables.answers import Annotation, Assignment
from service.pool.tables.items import Import, Item, ItemSource
from service.rounds.tables.rounds import SUGGESTIONS, Suggestion


class KeyOf(NamedTuple):
    """Where an item stands in the audit order, and how far its import is audited."""

    item_id: int
    audit_key: float
    frontier: float


class Nameable(NamedTuple):
    """Items of a project's pool, by what a row may call them."""

    ids: set[int]
    by_external_id: dict[str, set[int]]
    """The items of each."""


class FromOutside(NamedTuple):
    """What a model outside thinks likely."""

    item_id: int
    class_id: int
    probability: float


class Opinion(NamedTuple):
    """What the model that spoke last thinks of an item."""

    model: str
    classes: list[tuple[int, float]]
    """Ids and probabilities, likeliest first."""


class Suggested(NamedTuple):
    """An answer to an item that had a suggestion, shown or withheld."""

    model: str
    class_ids: list[int]
    """Suggested, likeliest first."""
    answer: list[Any]
    seconds: float | None
    user_id: int


LATEST = 500
"""Answers that effects are seen from: no more are read, however many there are."""
KEYS = (
    select(col(Item.id), col(Item.audit_key), col(Import.audit_frontier))
    .join(Import, col(Import.id) == Item.import_id)
    .where(col(Item.id).in_(bindparam("items", expanding=True)))
)

IN_POOL = (
    col(Import.project_id) == bindparam("project"),
    col(Import.state) == word(ImportState.READY),
    col(Import.role) == word(ItemRole.POOL),
)
AT_ONCE = 5_000
"""External ids that one statement looks for: it passes over all rows of the project."""
ANSWERED = (
    select(
        col(Assignment.suggested_by),
        col(Assignment.suggestions),
        col(Annotation.answer),
        col(Annotation.active_seconds),
        col(Annotation.user_id),
    )
    .join(Annotation, col(Annotation.assignment_id) == Assignment.id)
    .where(
        col(Assignment.project_id) == bindparam("project"),
        col(Assignment.suggestions_shown) == bindparam("shown", type_=Boolean),
        col(Annotation.live),
    )
    .order_by(col(Assignment.id).desc())
    .limit(LATEST)
)


class Suggestions(Repository):
    def keys(self, item_ids: Sequence[int]) -> list[KeyOf]:
        """Of these items."""
        return [
            KeyOf(*row)
            for part in slices(item_ids)
            for row in self.execute(KEYS, {"items": list(part)})
        ]

    def answered(self, project_id: int, *, shown: bool) -> list[Suggested]:
        """The latest answers to items whose suggestion was shown, or withheld by chance."""
        rows = self.execute(ANSWERED, {"project": project_id, "shown": shown})
        return [
            Suggested(model, [class_id for class_id, _ in suggestions], *answer)
            for model, suggestions, *answer in rows
        ]

    def nameable(
        self, project_id: int, ids: Collection[int], external_ids: Collection[str]
    ) -> Nameable:
        """Those items of the pool that are called so."""
        item_ids: set[int] = set()
        for part in slices(list(ids)):
            statement = select(col(Item.id)).join(Import, col(Import.id) == Item.import_id)
            statement = statement.where(*IN_POOL, col(Item.id).in_(part))
            item_ids.update(self.execute(statement, {"project": project_id}).scalars())
        named: dict[str, set[int]] = {}
        for names in slices(list(external_ids), AT_ONCE):
            rows = select(col(ItemSource.external_id), col(ItemSource.item_id)).join(
                Import, col(Import.id) == ItemSource.import_id
            )
            rows = rows.where(*IN_POOL, col(ItemSource.external_id).in_(names))
            for external_id, item_id in self.execute(rows, {"project": project_id}):
                named.setdefault(external_id, set()).add(item_id)
        return Nameable(item_ids, named)

    def replace(self, model: str, rows: Sequence[FromOutside], now: datetime) -> None:
        """What the model has said of these items goes; this is what it says."""
        for part in slices(sorted({row.item_id for row in rows})):
            self.execute(
                delete(SUGGESTIONS).where(
                    SUGGESTIONS.c.model == model, SUGGESTIONS.c.item_id.in_(part)
                )
            )
        if rows:
            stored = [{**row._asdict(), "model": model, "sent_at": now} for row in rows]
            self.execute(insert(SUGGESTIONS), stored)

    def opinions(self, item_ids: Sequence[int]) -> dict[int, Opinion]:
        """Of those items of which a model outside has said something, the one that spoke last."""
        opinions: dict[int, Opinion] = {}
        for part in slices(item_ids):
            statement = (
                select(
                    col(Suggestion.item_id),
                    col(Suggestion.model),
                    col(Suggestion.class_id),
                    col(Suggestion.probability),
                )
                .where(col(Suggestion.item_id).in_(part))
                .order_by(col(Suggestion.sent_at).desc(), col(Suggestion.probability).desc())
            )
            for item_id, model, class_id, probability in self.execute(statement):
                opinion = opinions.setdefault(item_id, Opinion(model, []))
                if opinion.model == model:
                    opinion.classes.append((class_id, probability))
        return opinions
