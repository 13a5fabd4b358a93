"""Rows of plain values as a file: a column each, and a page of rows at a time."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from service.loop.exporting.arrow import Sink, load_arrow

WORD, WHOLE, NUMBER, YES_OR_NO = "string", "int64", "float64", "bool_"
WORDS, NUMBERS = f"list {WORD}", f"list {NUMBER}"
Columns = Mapping[str, str]
"""The kind of each, in Arrow's words; of lists what is in them."""
Row = Mapping[str, Any]
"""Column to value; what isn't there isn't known."""
Pages = Iterator[Sequence[Row]]

_encode = json.JSONEncoder(ensure_ascii=False).encode


class FlatFormat(NamedTuple):
    content_type: str
    write: Callable[[Columns, Pages], Iterator[bytes]]
    """Raises Invalid at once, not when the first bytes are asked for."""


def _csv(columns: Columns, pages: Pages) -> Iterator[bytes]:
    for page in chain([None], pages):
        buffer = io.StringIO()
        table = csv.DictWriter(buffer, list(columns))
        if page is None:
            table.writeheader()
        table.writerows({name: _cell(value) for name, value in row.items()} for row in page or ())
        yield buffer.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return _encode(value)
    return str(value).lower() if isinstance(value, bool) else value


def _jsonl(columns: Columns, pages: Pages) -> Iterator[bytes]:
    for page in pages:
        lines = (_encode({name: row.get(name) for name in columns}) for row in page)
        yield "".join(f"{line}\n" for line in lines).encode()


def _parquet(columns: Columns, pages: Pages) -> Iterator[bytes]:
    arrow, parquet = load_arrow("jsonl, json or csv")
    schema = arrow.schema([(name, _arrow_type(arrow, kind)) for name, kind in columns.items()])
    return _row_groups(arrow, parquet, schema, pages)


def _arrow_type(arrow: Any, kind: str) -> Any:
    *is_list, of = kind.split()
    found = getattr(arrow, of)()
    return arrow.list_(found) if is_list else found


def _row_groups(arrow: Any, parquet: Any, schema: Any, pages: Pages) -> Iterator[bytes]:
    sink = Sink()
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        for page in pages:
            writer.write_table(arrow.Table.from_pylist(list(page), schema))
            yield sink.taken()
    yield sink.taken()


FLAT_FORMATS: Mapping[str, FlatFormat] = {
    "jsonl": FlatFormat("application/x-ndjson", _jsonl),
    "parquet": FlatFormat("application/vnd.apache.parquet", _parquet),
    "csv": FlatFormat("text/csv; charset=utf-8", _csv),
}
