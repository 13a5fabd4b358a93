"""How large the values of an Arrow column are once they are Python's, before they are."""

from importlib import import_module
from typing import Any


def decoded_sizes(column: Any) -> Any:
    """Bytes of each row's value, as an Arrow array. A dictionary holds a repeated value once."""
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    kind, types = column.type, arrow.types
    if types.is_dictionary(kind):
        sizes = compute.binary_length(column.dictionary).cast("int64")
        return compute.fill_null(compute.take(sizes, column.indices), 0)
    if types.is_struct(kind):
        sizes = _constant(len(column), 8)
        for inner in column.flatten():
            sizes = compute.add(sizes, decoded_sizes(inner))
        return sizes
    if types.is_map(kind):
        values = compute.add(decoded_sizes(column.keys), decoded_sizes(column.items))
        return _sums(values, column.offsets)
    if (types.is_list(kind) or types.is_large_list(kind)) and types.is_primitive(kind.value_type):
        return compute.add(compute.multiply(_lengths(column.offsets), 8), 8)
    if types.is_list(kind) or types.is_large_list(kind):
        return _sums(decoded_sizes(column.values), column.offsets)
    if types.is_fixed_size_list(kind):
        first, size = column.offset * kind.list_size, kind.list_size
        offsets = arrow.array(range(first, first + len(column) * size + 1, size or 1))
        return _sums(decoded_sizes(column.values), offsets) if size else _constant(len(column), 8)
    if isinstance(kind, arrow.BaseExtensionType):
        return decoded_sizes(column.storage)
    if types.is_fixed_size_binary(kind):
        return _constant(len(column), kind.byte_width)
    if kind.num_fields:  # a kind of lists that isn't known here: a row may hold all of it
        return _constant(len(column), column.nbytes)
    try:
        return compute.fill_null(compute.binary_length(column), 0).cast("int64")
    except arrow.ArrowNotImplementedError:  # numbers, dates
        return _constant(len(column), 8)


def _sums(sizes: Any, offsets: Any) -> Any:
    """The sums of runs of them, and something for each of these."""
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    before = arrow.concat_arrays([_constant(1, 0), compute.cumulative_sum(sizes)])
    return compute.add(_lengths(compute.take(before, offsets)), 8)


def _lengths(offsets: Any) -> Any:
    """Between each and the next."""
    compute = import_module("pyarrow.compute")
    return compute.subtract(offsets[1:], offsets[:-1]).cast("int64")


def _constant(count: int, size: int) -> Any:
    arrow = import_module("pyarrow")
    return arrow.repeat(arrow.scalar(size, "int64"), count)
