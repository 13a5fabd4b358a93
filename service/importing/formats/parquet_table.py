"""Parquet, read a few rows at a time."""

import shutil
import tempfile
from collections.abc import Collection, Iterator
from importlib import import_module
from typing import IO, Any

from service.db.disk import taking_room
from service.importing.formats.csv_table import MAX_COLUMNS, named_twice
from service.importing.formats.parquet_plan import plan
from service.importing.formats.parquet_values import Broken, decoded_sizes, namings, values_of
from service.importing.formats.rows import OWN_ID, Check, Manner, Row, excerpt
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload

MAGIC = b"PAR1"
PART_BYTES = 16 * 1024**2
"""So much is turned into Python's values at a time."""


def read(file: IO[bytes], manner: Manner) -> Iterator[Row | RejectedRow]:
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise BadUpload(
            "Parquet files can't be read here: pyarrow is not installed. Run "
            "`pip install pyarrow` where the worker runs, or send CSV or NDJSON."
        ) from error
    with tempfile.TemporaryFile() as copy:
        whole = file if _is_on_disk(file) else _copied(file, copy)
        try:
            yield from _rows(parquet, whole, manner)
        except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
            reason = str(error).partition("\n")[0].strip().rstrip(".")
            raise BadUpload(f"The Parquet file is damaged or cut off: {reason}.") from error


def _is_on_disk(file: IO[bytes]) -> bool:
    try:
        file.fileno()
    except OSError:
        return False
    return True


def _copied(file: IO[bytes], copy: IO[bytes]) -> IO[bytes]:
    """Of what is unpacked or comes from an object store: its table of contents stands at the end.

    So a fault of the store, after which a job is tried again, isn't taken for a damaged file.
    """
    with taking_room():
        shutil.copyfileobj(file, copy)
    copy.seek(0)
    return copy


def _rows(parquet: Any, file: IO[bytes], manner: Manner) -> Iterator[Row | RejectedRow]:
    table, longest = parquet.ParquetFile(file), manner.limits.line_bytes
    needed = {manner.called(role) for role in (manner.role, "id", "label")} | {OWN_ID}
    how = plan(table, file, _header(table, needed, manner), needed, manner)
    named = namings(table.schema_arrow.metadata)
    table = parquet.ParquetFile(file, read_dictionary=how.dictionaries, pre_buffer=False)
    has_dictionaries = "dictionary<" in str(table.schema_arrow)
    check, number = manner.checker(), 0
    for batch in table.iter_batches(batch_size=how.rows, columns=how.names):
        columns = [batch.column(batch.schema.get_field_index(name)) for name in how.names]
        # A quick look that does for most files: where a value stands as often as it counts.
        small = not has_dictionaries and batch.nbytes <= longest
        parts = [(0, len(batch))] if small else _parts(columns, longest)
        for start, count in parts:
            if count == 0:
                number += 1
                yield RejectedRow(number, f"longer than {longest:,} bytes", "")
                continue
            values = [
                values_of(column.slice(start, count), named.get(name))
                for name, column in zip(how.names, columns, strict=True)
            ]
            for cells in zip(*values, strict=True):
                number += 1
                yield _row(number, dict(zip(how.names, cells, strict=True)), check)


def _parts(columns: list[Any], longest: int) -> Iterator[tuple[int, int]]:
    """Where the parts of a batch begin and how many rows they have; none: one that is too long."""
    compute = import_module("pyarrow.compute")
    total = decoded_sizes(columns[0])
    for column in columns[1:]:
        total = compute.add(total, decoded_sizes(column))
    start = held = 0
    sizes = total.to_pylist()
    for at, size in enumerate(sizes):
        if size > longest or held + size > PART_BYTES:
            if at > start:
                yield start, at - start
            start, held = at, 0
        if size > longest:
            yield at, 0
            start = at + 1
        else:
            held += size
    if len(sizes) > start:
        yield start, len(sizes) - start


def _header(table: Any, needed: Collection[str], manner: Manner) -> list[str]:
    """The columns to read; what holds bytes is left out, unless it is asked for."""
    names = list(table.schema_arrow.names)
    wanted = manner.called(manner.role)
    if len(names) > MAX_COLUMNS:
        raise BadUpload(f"The file has {len(names):,} columns, the limit is {MAX_COLUMNS:,}.")
    if wanted not in names:
        columns = ", ".join(repr(name) for name in names[:20])
        raise BadUpload(
            f"No column {wanted!r}. The file has: {columns}. Name the {manner.role} column with "
            f"`{manner.role}=`."
        )
    if (twice := named_twice(names)) is not None:
        raise BadUpload(f"The file {twice}")
    left_out = [f.name for f in table.schema_arrow if f.name not in needed and _has_bytes(f.type)]
    for name in left_out:
        manner.warn(None, f"The column {name!r} holds bytes, not text: it is left out.")
    return [name for name in names if name not in left_out]


def _has_bytes(kind: Any) -> bool:
    types = import_module("pyarrow").types
    if types.is_dictionary(kind):
        return _has_bytes(kind.value_type)
    if types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind):
        return True
    return any(_has_bytes(kind.field(place).type) for place in range(kind.num_fields))


def _row(number: int, fields: dict[str, Any], check: Check) -> Row | RejectedRow:
    for name, value in fields.items():
        if isinstance(value, Broken):
            return RejectedRow(number, f"{name!r} {value.reason}", excerpt(repr(fields)))
    return check(number, fields)
