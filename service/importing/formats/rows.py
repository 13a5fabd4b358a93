"""How a file is to be read, what a reader yields, and the checks every row passes."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.answers.answer import Answer
from service.importing.shapes import RejectedRow
from service.kit.json_depth import TOO_DEEP, is_too_deep

Warn = Callable[[int | None, str], None]
"""Told of what is taken but may not be meant: the line, where there is one, and why."""


@dataclass(frozen=True)
class Limits:
    text_chars: int
    unpacked_bytes: int = 4 * 1024**3
    """What a packed file may hold."""

    @property
    def line_bytes(self) -> int:
        """A longer line can't hold an acceptable row: room for escapes and other fields."""
        return 8 * self.text_chars + 1_000_000


def _unmeasured(_count: int) -> None:
    pass


def _unheard(_line: int | None, _reason: str) -> None:
    pass


@dataclass(frozen=True)
class Manner:
    limits: Limits
    columns: Mapping[str, str] = field(default_factory=dict)
    """Names of the columns that hold `text`, `id` and `label`, where they differ."""
    role: str = "text"
    """What every row must have: a file without its column is refused."""
    encoding: str = "utf-8"
    """Of a text; Python's name for it."""
    quoting: bool = True
    """Whether quotation marks in a table hold a field together, or are letters like others."""
    header: bool | None = None
    """Whether the first line of a table names its columns; None: nobody has said."""
    joins: bool = False
    """Whether the text of a table's row takes fields that are more than its columns."""
    warn: Warn = _unheard
    take: Callable[[int], None] = _unmeasured
    """Told of each part of the file, unpacked, how large it is; raises when that is too much."""

    def called(self, role: str) -> str:
        """The name of the column that holds it."""
        return self.columns.get(role, role)

    def checker(self) -> "Check":
        """What turns a line's number and fields into the row, or into why it can't be one."""
        return _item_checker(self) if self.role == "text" else _as_it_is


@dataclass(slots=True)
class Row:
    line: int
    """Where it stands in the file, from 1: a line, or the place of an element or a row."""
    text: str
    external_id: str | None
    label: Any
    """As the file has it: what it says is for the project's kind of answer to read."""
    data: dict[str, Any]
    """All fields but the text."""
    answer: Answer | None = None
    """Its known answer, once it was read, where that counts."""


EXCERPT = 200
OWN_ID = "external_id"
"""Where an export has the row's own id; its `id` is the service's, and means nothing elsewhere."""
PANDAS_INDEX = frozenset(f"__index_level_{level}__" for level in range(8))
"""Columns in which pandas and `datasets` keep the numbers of rows: they say nothing of a text."""
NESTED = (dict, list)
Check = Callable[[int, dict[str, Any]], Row | RejectedRow]


def _as_it_is(line: int, fields: dict[str, Any]) -> Row | RejectedRow:
    """Whoever reads the row looks at its fields."""
    return Row(line, "", None, None, fields)


def _item_checker(manner: Manner) -> Check:
    """Of rows that become items. The fields are the row's own: all but the text stay in them as
    its data."""
    text_name, id_name, label_name = map(manner.called, ("text", "id", "label"))
    longest = manner.limits.text_chars
    is_id_named = "id" in manner.columns
    unmeant = PANDAS_INDEX - {text_name, id_name, label_name}

    def check(line: int, fields: dict[str, Any]) -> Row | RejectedRow:
        for value in fields.values():  # `any` of an expression takes three times as long
            if type(value) in NESTED and is_too_deep(value):
                return RejectedRow(line, TOO_DEEP, "")
        if not unmeant.isdisjoint(fields):
            for name in unmeant.intersection(fields):
                del fields[name]
        text = fields.get(text_name)
        own_id = fields.get(id_name)
        if not is_id_named and OWN_ID in fields:
            own_id = fields.pop(OWN_ID)
        external_id = as_id(own_id)
        problem = None
        if type(text) is not str:
            problem = lacking(text_name) if text is None else _not_a_text(text_name, text)
        elif not text or text.isspace():
            problem = f"{text_name!r} is empty"
        elif len(text) > longest:
            problem = f"{text_name!r} has {len(text):,} characters, the limit is {longest:,}"
        elif "\x00" in text or "\x00" in (external_id or ""):
            problem = "it holds a NUL character"
        if problem is not None or text is None:
            return RejectedRow(line, problem or "", excerpt(repr(fields)))
        label = fields.get(label_name)
        del fields[text_name]
        return Row(line, text, external_id, label, fields)

    return check


def lacking(text_name: str) -> str:
    """Why a row without the field that holds the text is refused."""
    return f"no {text_name!r}"


def excerpt(content: str) -> str:
    """The beginning of it, without halves of characters."""
    return content[:EXCERPT].encode("utf-8", "replace").decode()


def _not_a_text(name: str, value: Any) -> str:
    return f"{name!r} is not a text but {type(value).__name__}"


def as_id(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


HALF = re.compile(r"\\u[dD][89a-fA-F]")


class Decoder:
    """Decodes values, and notes in `problem` numbers that aren't any without losing its place."""

    def __init__(self) -> None:
        self.problem: str | None = None
        self._decoder = json.JSONDecoder(parse_float=self._finite, parse_constant=self._refuse)

    def decode(self, text: str, start: int = 0) -> tuple[Any, int]:
        """The value that begins at `start`, and where it ends. ValueError, RecursionError."""
        self.problem = None
        return self._decoder.raw_decode(text, start)

    def _finite(self, number: str) -> float:
        value = float(number)
        if math.isinf(value):
            self.problem = f"not JSON: the number {number[:20]} is too large"
        return value

    def _refuse(self, name: str) -> float:
        self.problem = f"not JSON: {name} is no number"
        return 0.0


def half_characters(value: Any, text: str) -> str | None:
    """Why a value can't be stored as text, if it can't; `text` is what it was decoded from."""
    if HALF.search(text):
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            return "half a character: an escaped surrogate without its other half"
        except RecursionError:
            return TOO_DEEP
    return None


def no_object(value: Any) -> str:
    """What a value is that should be an object."""
    if isinstance(value, str):
        return 'not a JSON object but a text: a row looks like {"text": "…"}'
    if isinstance(value, list):
        return "not a JSON object but a list"
    return f"not a JSON object but {json.dumps(value)[:20]}"
