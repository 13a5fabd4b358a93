"""What rooms that may be absent say of items, for the SQL of those that are always there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from service.kit.rooms import Additions


@dataclass(frozen=True)
class Reveal:
    """A way to be told the label of an item: whoever was isn't asked about it, nor decides it."""

    name: str
    shown_to: Callable[[Any, Any], Any]
    """The condition, of a user and an item's id."""
    why: str
    """What is said to somebody who wants to decide."""


REVEALS: Additions[Reveal] = Additions("conditions")
RESERVES: Additions[Select[Any]] = Additions("conditions")
"""Ids of the items of a `project` that people are asked about for a room's sake, while the project
is `certifying`: nobody finds them, or practises with them."""
LOOKS: Additions[Select[Any]] = Additions("conditions")
"""Looks of people at an item, for a class that they look for: id, item_id, class_id, whether it was
found, and when (`at`)."""
