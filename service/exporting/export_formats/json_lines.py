"""A JSON object a line: all that is known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic_core import to_json

from service.exporting.export_format import (
    ExportFormat,
    Kind,
    Nested,
    Records,
    RowCount,
    Table,
    register,
)


def write(table: Table) -> Iterator[bytes]:
    for page in table.pages:
        columns = {name: _written(kind, page.values[name]) for name, kind in table.columns.items()}
        yield b"".join(_objects(columns, end=b"\n"))


def _written(kind: Kind | Records, values: Sequence[Any] | Nested) -> Iterable[bytes]:
    """A value of each row."""
    if isinstance(values, Nested):
        objects = _objects({name: map(to_json, each) for name, each in values.columns.items()})
        return (b"[%b]" % b",".join(each) for each in values.by_row(objects))
    return map(str.encode, values) if kind is Kind.JSON else map(to_json, values)


def _objects(columns: Mapping[str, Iterable[bytes]], end: bytes = b"") -> Iterator[bytes]:
    """JSON objects of values that are written already, a column each."""
    shape = b"{%b}%b" % (b",".join(b'"%b":%%b' % name.encode() for name in columns), end)
    return map(shape.__mod__, zip(*columns.values(), strict=True))


class _JsonRows(RowCount):
    _ends = 0

    def add(self, piece: bytes) -> None:
        self._ends += piece.count(b"\n")

    def rows(self) -> int:
        return self._ends


JSONL = register(
    ExportFormat(
        "jsonl",
        "JSON lines, with every answer",
        "application/x-ndjson",
        write,
        is_flat=False,
        count=_JsonRows,
        order=1,
    )
)
