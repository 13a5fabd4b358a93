"""The columns of a file that are data: all but those that say what the row itself is."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from service.models import Import

MOST_COLUMNS = 1_000
"""As many as a table may have that is imported; beyond, an export has them in one."""


def used_columns(upload: Import) -> list[str]:
    """Those that are no data: of answers that are only kept, the label is."""
    roles = ("id", "label") if upload.labels == "import" else ("id",)
    return [upload.columns.get(role, role) for role in roles]


def with_columns(columns: list[str], rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The columns known so far and those of the rows; one too many stands for all further ones."""
    if len(columns) > MOST_COLUMNS:
        return columns
    names = dict.fromkeys(chain(columns, *rows))
    return list(names)[: MOST_COLUMNS + 1]
