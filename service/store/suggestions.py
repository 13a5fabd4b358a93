"""What decides whether an item shows what a model thinks of it, and what came of that."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Boolean, bindparam, select
from sqlmodel import col

from service.models import Annotation, Assignment, Import, Item
from service.store.repository import Repository
from service.store.slices import slices


class KeyOf(NamedTuple):
    """Where an item stands in the audit order, and how far its import is audited."""

    item_id: int
    audit_key: float
    frontier: float


class Suggested(NamedTuple):
    """An answer to an item that had a suggestion, shown or withheld."""

    model: str
    class_ids: list[int]
    """Suggested, likeliest first."""
    answer: list[Any]
    seconds: float | None


LATEST = 500
"""Answers that effects are seen from: no more are read, however many there are."""
KEYS = (
    select(col(Item.id), col(Item.audit_key), col(Import.audit_frontier))
    .join(Import, col(Import.id) == Item.import_id)
    .where(col(Item.id).in_(bindparam("items", expanding=True)))
)

ANSWERED = (
    select(
        col(Assignment.suggested_by),
        col(Assignment.suggestions),
        col(Annotation.answer),
        col(Annotation.active_seconds),
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


class SuggestionRepository(Repository):
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
            Suggested(model, [class_id for class_id, _ in suggestions], answer, seconds)
            for model, suggestions, answer, seconds in rows
        ]
