"""Parquet, read a few rows at a time."""

import math
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from importlib import import_module
from typing import IO, Any

from service.errors import BadUpload
from service.loop.importing.formats.csv_table import MAX_COLUMNS
from service.loop.importing.formats.manner import Manner
from service.loop.importing.formats.rows import Check, Reject, Row, checker, excerpt

BATCH = 200
"""Rows at a time: a dictionary page can hold one long text for all of them."""
MAGIC = b"PAR1"


def read(file: IO[bytes], manner: Manner) -> Iterator[Row | Reject]:
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise BadUpload(
            "Parquet files can't be read here: pyarrow is not installed. Run "
            "`pip install 'postil[workers]'` where the worker runs, or send CSV or NDJSON."
        ) from error
    with tempfile.TemporaryFile() as whole:
        if not file.seekable():  # its table of contents stands at the end
            shutil.copyfileobj(file, whole)
            whole.seek(0)
            file = whole
        try:
            yield from _rows(parquet.ParquetFile(file), manner)
        except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
            reason = str(error).partition("\n")[0].strip().rstrip(".")
            raise BadUpload(f"The Parquet file is damaged or cut off: {reason}.") from error


def _rows(table: Any, manner: Manner) -> Iterator[Row | Reject]:
    names, limits = _header(table, manner.columns), manner.limits
    held = sum(table.metadata.row_group(n).total_byte_size for n in range(table.num_row_groups))
    if held > limits.unpacked_bytes:
        raise BadUpload(f"Unpacked, the file is larger than {limits.unpacked_bytes:,} bytes.")
    check, number = checker(manner), 0
    for batch in table.iter_batches(batch_size=BATCH):
        values = [_values(batch.column(place)) for place in range(len(names))]
        for cells in zip(*values, strict=True):
            number += 1
            yield _row(number, dict(zip(names, cells, strict=True)), check)


def _header(table: Any, columns: Mapping[str, str]) -> list[str]:
    names = list(table.schema_arrow.names)
    wanted = columns.get("text", "text")
    if len(names) > MAX_COLUMNS:
        raise BadUpload(f"The file has {len(names):,} columns, the limit is {MAX_COLUMNS:,}.")
    if wanted not in names:
        found = ", ".join(repr(name) for name in names[:20])
        raise BadUpload(
            f"No column {wanted!r}. The file has: {found}. Name the text column with `text=`."
        )
    if len(set(names)) != len(names):
        raise BadUpload("The file names a column twice.")
    return names


def _row(number: int, fields: dict[str, Any], check: Check) -> Row | Reject:
    broken = [name for name, value in fields.items() if isinstance(value, _Broken)]
    if broken:
        return Reject(number, f"{broken[0]!r} can't be read: not UTF-8", excerpt(repr(fields)))
    return check(number, fields)


class _Broken:
    """In place of a value that is none."""

    def __repr__(self) -> str:
        return "?"


def _values(column: Any) -> list[Any]:
    """A column's values as JSON knows them."""
    try:
        found = column.to_pylist()
    except ValueError:  # one of them isn't UTF-8, or has nanoseconds
        found = [_one(cell) for cell in column]
    return [value if type(value) in (str, int, bool) else _plain(value) for value in found]


def _one(cell: Any) -> Any:
    try:
        return cell.as_py()
    except UnicodeDecodeError:
        return _Broken()
    except ValueError:
        return str(cell.cast("string"))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | bool | _Broken):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return _Broken()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return str(value)
