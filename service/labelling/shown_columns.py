"""What is shown beside a text: columns of its row's data, where the project names them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from service.pool.queries.items import FirstRow

Columns = Mapping[str, str]
"""Values by the names of their columns, in the project's order; those without a value are out."""
MOST_COLUMNS = 10
LONGEST_VALUE = 1_000
"""Characters that are shown of a value."""

_encode = json.JSONEncoder(ensure_ascii=False).encode


def shown_columns(names: Sequence[str], row: FirstRow) -> Columns:
    """Values as text: all that isn't text as JSON writes it; of long ones the beginning."""
    values = {name: (row.data or {}).get(name) for name in names}
    return {name: _text(value) for name, value in values.items() if value not in (None, "")}


def _text(value: Any) -> str:
    return cut(value if isinstance(value, str) else _encode(value), LONGEST_VALUE)


def cut(text: str, longest: int) -> str:
    """The text, or its beginning with an ellipsis."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
