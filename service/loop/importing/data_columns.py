"""The columns of a file that are data: all but those that say what the row itself is."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from service.models import Import

MOST_COLUMNS = 1_000
"""As many as a table may have that is imported; beyond, an export has them in one."""


def used_columns(found: Import) -> list[str]:
    """Those that are no data: of answers that are only kept, the label is."""
    roles = ("id", "label") if found.labels == "import" else ("id",)
    return [found.columns.get(role, role) for role in roles]


def with_columns(known: list[str], rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The columns known so far and those of the rows; one too many stands for all further ones."""
    if len(known) > MOST_COLUMNS:
        return known
    names = dict.fromkeys(chain(known, *rows))
    return list(names)[: MOST_COLUMNS + 1]
