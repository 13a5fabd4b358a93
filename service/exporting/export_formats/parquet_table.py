"""All that is known, by column."""

import io
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import accumulate
from typing import Any

from service.exporting.export_format import (
    ExportFormat,
    Kind,
    Nested,
    Records,
    RowCount,
    Table,
    TablePage,
    register,
)
from service.kit.errors import Invalid


def load_arrow(instead: str) -> tuple[Any, Any]:
    """pyarrow and its Parquet part; `Invalid` names what to ask for `instead` where it is missing.

    It is loaded when it is first asked for: it takes longer than the API does to start.
    """
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise Invalid(
            f"Parquet can't be written here: pyarrow is not installed. Ask for {instead}, "
            "or run `pip install pyarrow` where the API runs.",
            field="format",
        ) from error


class Sink(io.RawIOBase):
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


GROUP_BYTES = 16 * 1024 * 1024
"""A row group of Parquet ends with the page that fills it: until then it is kept in memory."""


def write(table: Table) -> Iterator[bytes]:
    return _row_groups(table, *load_arrow("jsonl, csv or xlsx"))


def _row_groups(table: Table, arrow: Any, parquet: Any) -> Iterator[bytes]:
    types = {name: _type(arrow, kind) for name, kind in table.columns.items()}
    sink, schema = Sink(), arrow.schema(list(types.items()))
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        held: list[Any] = []
        for page in table.pages:
            held.append(_batch(arrow, page, schema))
            if sum(batch.nbytes for batch in held) >= GROUP_BYTES:
                writer.write_table(arrow.Table.from_batches(held))
                held.clear()
                yield sink.taken()
        if held:
            writer.write_table(arrow.Table.from_batches(held))
    yield sink.taken()


def _batch(arrow: Any, page: TablePage, schema: Any) -> Any:
    columns = [_array(arrow, page.values[part.name], part.type) for part in schema]
    return arrow.RecordBatch.from_arrays(columns, schema=schema)


def _array(arrow: Any, values: Sequence[Any] | Nested, kind: Any) -> Any:
    """Moments are read by Arrow: texts until then."""
    if isinstance(values, Nested):
        fields = list(kind.value_type)
        each = [_array(arrow, values.columns[field.name], field.type) for field in fields]
        ends = list(accumulate(values.counts, initial=0))
        return arrow.ListArray.from_arrays(ends, arrow.StructArray.from_arrays(each, fields=fields))
    if arrow.types.is_timestamp(kind):
        return arrow.array(values, arrow.string()).cast(kind)
    return arrow.array(values, kind)


def _type(arrow: Any, kind: Kind | Records) -> Any:
    if isinstance(kind, Records):
        fields = [(name, _type(arrow, each)) for name, each in kind.fields.items()]
        return arrow.list_(arrow.struct(fields))
    word, number = arrow.string(), arrow.float64()
    return {
        Kind.WORD: word,
        Kind.WHOLE: arrow.int64(),
        Kind.NUMBER: number,
        Kind.YES_OR_NO: arrow.bool_(),
        Kind.MOMENT: arrow.timestamp("us", tz="UTC"),
        Kind.WORDS: arrow.list_(word),
        Kind.NUMBERS: arrow.list_(number),
        Kind.JSON: word,
    }[kind]


class _ParquetRows(RowCount):
    def rows(self) -> int | None:
        if self.file is None:
            return None
        try:
            parquet = import_module("pyarrow.parquet")
        except ImportError:
            return None
        rows: int = parquet.read_metadata(self.file).num_rows
        return rows


PARQUET = register(
    ExportFormat(
        "parquet",
        "Parquet, the same by column",
        "application/vnd.apache.parquet",
        write,
        is_flat=False,
        count=_ParquetRows,
        order=2,
    )
)
