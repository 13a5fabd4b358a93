"""The formats of an export: each writes pages of lines bit by bit."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from itertools import chain
from typing import Any

from service.errors import Invalid

Line = dict[str, Any]
"""Its data is JSON text, times are datetimes."""
Pages = Iterator[list[Line]]
CSV_COLUMNS = ("id", "external_id", "text", "label", "confidence", "annotators")
GROUP_BYTES = 16 * 1024 * 1024
"""A row group of Parquet ends with the page that fills it: until then it is kept in memory."""

encode = json.JSONEncoder(ensure_ascii=False, default=datetime.isoformat).encode


@dataclass(frozen=True)
class ExportFormat:
    """A name that an export can be asked for by."""

    content_type: str
    write: Callable[[Pages], Iterator[bytes]]
    """Raises Invalid at once, not when the first bytes are asked for."""


def _jsonl(pages: Pages) -> Iterator[bytes]:
    for page in pages:
        yield "".join(map(_json, page)).encode()


def _json(line: Line) -> str:
    """A line of JSON; the row's data, which comes last, stays the JSON text that is stored."""
    data = _data(line.pop("data"))
    return f'{encode(line)[:-1]}, "data": {data}}}\n'


def _data(stored: str | None) -> str:
    """What came with a row, as JSON text; what a database has escaped is readable again."""
    if not stored or stored == "null":
        return "{}"
    return encode(json.loads(stored)) if "\\u" in stored else stored


def _csv(pages: Pages) -> Iterator[bytes]:
    for page in chain([None], pages):
        buffer = io.StringIO()
        table = csv.writer(buffer)
        if page is None:
            table.writerow(CSV_COLUMNS)
        for line in page or ():
            annotators = ";".join(given["annotator"] for given in line["annotations"])
            table.writerow([*(_safe(line[name]) for name in CSV_COLUMNS[:-1]), _safe(annotators)])
        yield buffer.getvalue().encode()


def _safe(value: Any) -> Any:
    """Spreadsheets run cells that begin like a formula: such a text gets an apostrophe."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def _parquet(pages: Pages) -> Iterator[bytes]:
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise Invalid(
            "Parquet can't be written here: pyarrow is not installed. Ask for jsonl or csv, or run "
            "`pip install 'postil[workers]'` where the API runs.",
            field="format",
        ) from error
    return _row_groups(pages, arrow, parquet)


def _row_groups(pages: Pages, arrow: Any, parquet: Any) -> Iterator[bytes]:
    sink, schema = _Sink(), _schema(arrow)
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        held: list[Any] = []
        for page in pages:
            for line in page:
                line["data"] = _data(line["data"])
            held.append(arrow.RecordBatch.from_pylist(page, schema))
            if sum(batch.nbytes for batch in held) >= GROUP_BYTES:
                writer.write_table(arrow.Table.from_batches(held))
                held.clear()
                yield sink.taken()
        if held:
            writer.write_table(arrow.Table.from_batches(held))
    yield sink.taken()


def _schema(arrow: Any) -> Any:
    word, number, whole = arrow.string(), arrow.float64(), arrow.int64()
    annotation = {
        "annotator": word,
        "answer": word,
        "answered_at": arrow.timestamp("us", tz="UTC"),
        "seconds": number,
        "source": word,
        "strategy": word,
        "score": number,
        "probability": number,
        "round": whole,
    }
    columns = {
        "id": whole,
        "external_id": word,
        "text": word,
        "label": word,
        "confidence": number,
        "annotations": arrow.list_(arrow.struct(list(annotation.items()))),
        "data": word,
    }
    return arrow.schema(list(columns.items()))


class _Sink(io.RawIOBase):
    """A file that is sent on while it is written."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._written += data
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        taken = bytes(self._written)
        self._written.clear()
        return taken


FORMATS = {
    "jsonl": ExportFormat("application/x-ndjson", _jsonl),
    "csv": ExportFormat("text/csv; charset=utf-8", _csv),
    "parquet": ExportFormat("application/vnd.apache.parquet", _parquet),
}
