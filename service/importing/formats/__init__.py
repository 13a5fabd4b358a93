"""How rows are read from an upload, one file per format; any of them may be packed with gzip.

A reader is `read(file, manner) -> Iterator[Row | RejectedRow]` over a binary file, in
bounded memory; text reaches it as UTF-8. What is wrong with one row is a `RejectedRow`; what is
wrong with the whole file raises `BadUpload`.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import IO

from service.importing.formats import csv_table, encoded, json_array, ndjson, parquet_table
from service.importing.formats.encoded import UTF_8, check_text, in_utf8, known_encoding
from service.importing.formats.rows import Limits, Manner, Row
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload

Reader = Callable[[IO[bytes], Manner], Iterator[Row | RejectedRow]]

PARQUET = "application/vnd.apache.parquet"
READERS: dict[str, Reader] = {
    "application/x-ndjson": ndjson.read,
    "application/jsonl": ndjson.read,
    "application/ndjson": ndjson.read,
    "application/json": json_array.read,
    PARQUET: parquet_table.read,
    "text/csv": csv_table.read,
    "text/tab-separated-values": csv_table.read,
}
ENDINGS = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".ndjson": "application/x-ndjson",
    ".jsonl": "application/x-ndjson",
    ".json": "application/json",
    ".parquet": PARQUET,
}
WORKBOOKS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
SAYS_NOTHING = ("", "application/octet-stream", "application/gzip", "application/x-gzip")


def content_type_of(file_name: str) -> str | None:
    """What a file is by the end of its name, a `.gz` aside."""
    return ENDINGS.get(PurePath(file_name.lower().removesuffix(".gz")).suffix)


def what_to_send(name: str, names: Iterable[str]) -> str:
    """What to do with a file of this name, or of this content type, which can't be imported."""
    if name in WORKBOOKS.values() or PurePath(name.lower()).suffix in WORKBOOKS:
        return "It is a workbook: save the sheet as CSV."
    return f"Send one of: {', '.join(names)}."


def known_content_type(declared: str, file_name: str | None) -> str:
    """The content type to read by: as it was said, else by the end of the file's name."""
    kind = declared.split(";")[0].strip().lower()
    if kind in READERS:
        return kind
    by_name = content_type_of(file_name or "") if kind in SAYS_NOTHING else None
    if by_name is not None:
        return by_name
    if kind in SAYS_NOTHING and file_name:
        raise BadUpload(
            f"{file_name} can't be imported. {what_to_send(file_name, ENDINGS)}", field="file_name"
        )
    raise BadUpload(
        f"Content type {kind or '(none)'!r} can't be imported. "
        f"{what_to_send(kind, sorted(READERS))}",
        field="content-type",
    )


def read_rows(file: IO[bytes], content_type: str, manner: Manner) -> Iterator[Row | RejectedRow]:
    """The rows of a file, packed or not."""
    kind = known_content_type(content_type, None)
    content = encoded.unpacked(file, manner.limits.unpacked_bytes)
    if kind != PARQUET:
        content = in_utf8(content, manner.encoding, manner.take)
    return READERS[kind](content, manner)


def check_head(content_type: str, head: bytes, encoding: str, file_name: str | None) -> None:
    """Raises `BadUpload` when a file that begins so can't be what it is said to be."""
    try:
        _check_head(content_type, head, encoding)
    except BadUpload as error:
        if head.startswith(encoded.MAGIC) or not (file_name or "").lower().endswith(".gz"):
            raise
        raise BadUpload(
            f"{file_name} isn't a gzip file, though its name says so. Pack it again, or send it "
            "under a name without .gz.",
            field="file_name",
        ) from error


def _check_head(content_type: str, head: bytes, encoding: str) -> None:
    if head.startswith(encoded.MAGIC):
        head = encoded.unpacked_head(head, len(head))
        if not head:
            raise BadUpload("The gzip file is empty: there is nothing to import.")
    if content_type != PARQUET:
        check_text(head, encoding)
    elif encoding != UTF_8:
        raise BadUpload(
            "A Parquet file has no charset: leave it out of the content type.", field="content-type"
        )
    elif not head.startswith(parquet_table.MAGIC):
        raise BadUpload("The body is not a Parquet file: it doesn't begin like one.")


__all__ = [
    "ENDINGS",
    "READERS",
    "Limits",
    "Manner",
    "Reader",
    "Row",
    "check_head",
    "content_type_of",
    "known_content_type",
    "known_encoding",
    "read_rows",
    "what_to_send",
]
