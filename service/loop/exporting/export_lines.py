"""What every format is given: pages of lines."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

Line = dict[str, Any]
"""Its data is JSON text, times are datetimes."""
Pages = Iterator[list[Line]]

encode = json.JSONEncoder(ensure_ascii=False, default=datetime.isoformat).encode


def data_text(stored: str | None) -> str:
    """What came with a row, as JSON text; what a database has escaped is readable again."""
    if not stored or stored == "null":
        return "{}"
    return encode(json.loads(stored)) if "\\u" in stored else stored
