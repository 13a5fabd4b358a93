"""How rows are read from an upload, one file per format; any of them may be packed with gzip.

A reader is `read(file, columns, limits) -> Iterator[Row | Reject]` over a binary file, in
bounded memory. What is wrong with one row is a `Reject`; what is wrong with the whole file
raises `BadUpload`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import IO

from service.errors import BadUpload
from service.loop.formats import csv_table, json_array, ndjson, parquet_table
from service.loop.formats.rows import Limits, Reject, Row

Reader = Callable[[IO[bytes], Mapping[str, str], Limits], Iterator[Row | Reject]]

READERS: dict[str, Reader] = {
    "application/x-ndjson": ndjson.read,
    "application/jsonl": ndjson.read,
    "application/ndjson": ndjson.read,
    "application/json": json_array.read,
    "application/vnd.apache.parquet": parquet_table.read,
    "text/csv": csv_table.read,
    "text/tab-separated-values": csv_table.read,
}


def reader(content_type: str) -> Reader:
    """The reader for a content type (parameters such as charset are ignored)."""
    kind = content_type.split(";")[0].strip().lower()
    if kind not in READERS:
        raise BadUpload(
            f"Content type {kind or '(none)'!r} can't be imported. "
            f"Send one of: {', '.join(sorted(READERS))}.",
            field="content-type",
        )
    return READERS[kind]


__all__ = ["READERS", "Limits", "Reader", "Reject", "Row", "reader"]
