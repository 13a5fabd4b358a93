"""What a reader yields, and the checks every row passes whatever its format."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    text_chars: int

    @property
    def line_bytes(self) -> int:
        """A longer line can't hold an acceptable row: room for escapes and other fields."""
        return 8 * self.text_chars + 1_000_000


@dataclass(frozen=True)
class Row:
    line: int
    text: str
    external_id: str | None
    label: str | None
    data: dict[str, Any]


@dataclass(frozen=True)
class Reject:
    line: int
    reason: str
    content: str
    """The beginning of what stood there."""


EXCERPT = 200


def check(
    line: int, fields: Mapping[str, Any], columns: Mapping[str, str], limits: Limits
) -> Row | Reject:
    """The row, or why it can't be an item."""
    name = columns.get("text", "text")
    text = fields.get(name)
    external_id = _word(fields.get(columns.get("id", "id")))
    label = _word(fields.get(columns.get("label", "label")))
    problem = None
    if text is None:
        problem = f"no {name!r}"
    elif not isinstance(text, str):
        problem = f"{name!r} is not a text but {type(text).__name__}"
    elif not text.strip():
        problem = f"{name!r} is empty"
    elif len(text) > limits.text_chars:
        problem = f"{name!r} has {len(text):,} characters, the limit is {limits.text_chars:,}"
    elif "\x00" in text or "\x00" in (external_id or "") or "\x00" in (label or ""):
        problem = "it holds a NUL character"
    if problem is not None:
        return Reject(line, problem, repr(dict(fields))[:EXCERPT])
    assert isinstance(text, str)
    used = {name, columns.get("id", "id"), columns.get("label", "label")}
    return Row(
        line=line,
        text=text,
        external_id=external_id,
        label=label,
        data={key: value for key, value in fields.items() if key not in used},
    )


def _word(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)
