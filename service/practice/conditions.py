"""Whoever practised with an item was told its label."""

from typing import Any

from sqlalchemy import exists

from service.pool.queries.conditions import REVEALS, Reveal
from service.practice.tables import PRACTICE_TEXTS


def practised_by(user: Any, item_id: Any) -> Any:
    """Whether somebody was told an item's label when they practised, or is about to be."""
    return exists().where(PRACTICE_TEXTS.c.item_id == item_id, PRACTICE_TEXTS.c.user_id == user)


REVEALS.add(
    Reveal(
        "practised",
        practised_by,
        "You practised with this text and saw its label: somebody else decides it.",
    )
)
