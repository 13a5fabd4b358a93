"""A row of an import as the store takes it."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from service.answers.answer import Answer
from service.core.content_hash import content_hash
from service.loop.importing.formats import Row


class ImportRow(NamedTuple):
    """A row, with what the store needs to know of it."""

    line: int
    text: str
    external_id: str | None
    label: Any
    """Its known answer: as the file has it, then as a text that says it."""
    data: Mapping[str, Any] | None
    content_hash: bytes
    answer: Answer | None
    """Its known answer, where that counts."""

    @property
    def chars(self) -> int:
        return len(self.text) + (len(repr(self.data)) if self.data else 0)


def import_row(row: Row, used: Collection[str]) -> ImportRow:
    """`used`: the columns that are no data, because they say what the row itself is."""
    line, text, external_id, label, data = row
    for name in used:
        data.pop(name, None)
    return ImportRow(line, text, external_id, label, data or None, content_hash(text), None)
