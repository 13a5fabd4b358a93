"""How a Parquet file is read in bounded memory and time, decided before any page is unpacked.

A column that is asked for refuses the file where it is too large. One that would only be kept
beside the texts is left out, with a warning: lists of numbers, as vectors of texts are, would take
far longer than the texts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from service.importing.formats.parquet_pages import WRITE, ChunkSize, PageHeaders, row_groups
from service.importing.formats.rows import Manner
from service.kit.errors import BadUpload

BATCH = 1_000
BATCH_BYTES = 64 * 1024**2
"""What is taken at a time of rows that can be larger than what they are written as."""
MOST_BYTES = 256 * 1024**2
"""Of a page."""
NESTED_BYTES = 128 * 1024**2
"""Of a nested column in a row group, because all of it can be one row's."""
NESTED_A_ROW = 100
"""Values of a nested column that are kept on average."""
FEW_NESTED = 100_000
"""So many values of one are kept, however few the rows are."""
TEXTS = ("BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY")


@dataclass
class Plan:
    """How a file is read."""

    names: list[str]
    """The columns to read."""
    rows: int = BATCH
    """At a time."""
    dictionaries: list[str] = field(default_factory=list)
    """Nested columns to read so that a text which a thousand lists have is there once."""


class _TooLarge(Exception):
    """Why a column can't be read."""


@dataclass
class _Leaf:
    """A column of values: one of the table's, or one of those that are nested in it."""

    described: Any
    sizes: list[ChunkSize]
    """By row group."""


def plan(
    table: Any, file: IO[bytes], names: Sequence[str], needed: Collection[str], manner: Manner
) -> Plan:
    """For these columns. Raises `BadUpload` where one that is needed can't be read."""
    leaves = _leaves(table, file, names)
    counts = [_values(leaves[name]) for name in needed if name in leaves]
    rows = min([table.metadata.num_rows, *counts])  # what the file says of itself can be a lie
    reading, held, most = Plan([]), 0, manner.limits.unpacked_bytes
    for name in names:
        own = leaves.get(name, [])
        try:
            _check_nested(own, rows)
            dictionaries = [leaf.described.path for leaf in own if _is_kept_once(leaf)]
        except _TooLarge as error:
            if name in needed:
                raise BadUpload(f"The column {name!r} {error}. {WRITE}") from error
            manner.warn(None, f"The column {name!r} is left out, for it {error}.")
            continue
        unpacked = sum(size.unpacked for leaf in own for size in leaf.sizes)
        held += unpacked
        manner.take(unpacked)
        if held > most:
            raise BadUpload(f"Unpacked, the file is larger than {most:,} bytes.")
        reading.names.append(name)
        reading.dictionaries += dictionaries
        reading.rows = min([reading.rows, *map(_rows_at_a_time, own)])
    return reading


def _leaves(table: Any, file: IO[bytes], names: Collection[str]) -> Mapping[str, list[_Leaf]]:
    """By the column in which they are."""
    groups, headers = row_groups(file, table.metadata.num_columns), PageHeaders(file)
    leaves: dict[str, list[_Leaf]] = {}
    for place in range(table.metadata.num_columns):
        described = table.schema.column(place)
        name = _column_of(described.path, {*names})
        if name is not None:
            sizes = [headers.size(chunks[place]) for chunks in groups]
            leaves.setdefault(name, []).append(_Leaf(described, sizes))
    return leaves


def _column_of(path: str, names: Collection[str]) -> str | None:
    """As Arrow understands names: all that is nested in a column is read with it."""
    parts = path.split(".")
    prefixes = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((prefix for prefix in prefixes if prefix in names), None)


def _values(leaves: Collection[_Leaf]) -> int:
    return sum(size.values for leaf in leaves for size in leaf.sizes)


def _check_nested(leaves: Collection[_Leaf], rows: int) -> None:
    if len(leaves) == 1 and not any(_is_nested(leaf) for leaf in leaves):
        return
    values = _values(leaves)
    if values > max(FEW_NESTED, NESTED_A_ROW * rows):
        raise _TooLarge(
            f"holds {values:,} values, more than {NESTED_A_ROW} for each of {rows:,} rows"
        )


def _is_nested(leaf: _Leaf) -> bool:
    return bool(leaf.described.max_repetition_level)


def _is_kept_once(leaf: _Leaf) -> bool:
    """Whether its texts are read as a dictionary. Raises _TooLarge where it can't be read."""
    largest = max((size.largest_page for size in leaf.sizes), default=0)
    if largest > MOST_BYTES:
        raise _TooLarge(f"has a page of {largest:,} bytes")
    if not _is_nested(leaf):
        return False
    kept_once = [_is_group_kept_once(leaf, size) for size in leaf.sizes]
    return any(kept_once)


def _is_group_kept_once(leaf: _Leaf, size: ChunkSize) -> bool:
    held = max(size.unpacked, size.values * max(leaf.described.length, 8))
    if held > NESTED_BYTES:
        raise _TooLarge(f"takes {held:,} bytes in a row group (smaller ones can be read)")
    if leaf.described.physical_type != "BYTE_ARRAY" or size.values * size.shared <= MOST_BYTES:
        return False
    if size.needs_all or not _is_text(leaf.described):
        raise _TooLarge("is in an encoding that can't be read within limits")
    return True


def _rows_at_a_time(leaf: _Leaf) -> int:
    if _is_nested(leaf) or leaf.described.physical_type not in TEXTS:
        return BATCH
    shared = max((size.shared for size in leaf.sizes), default=0)
    return max(BATCH_BYTES // max(shared, 1), 1)


def _is_text(column: Any) -> bool:
    return column.logical_type.type in ("STRING", "NONE", "ENUM", "JSON", "BSON")
