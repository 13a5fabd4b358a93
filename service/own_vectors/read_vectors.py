"""A file of vectors, checked row by row: one that can't be taken refuses the file."""

import json
from collections.abc import Callable, Mapping
from typing import IO, Any, NamedTuple

import numpy as np

from service.core.arrays import FloatArray
from service.importing.formats import Manner, Row, read_rows
from service.importing.formats.rows import as_id
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload

FEWEST_DIMENSIONS, MOST_DIMENSIONS = 2, 4_096
IDS = ("id", "external_id")
NUMBERS = {int, float}
TOLD_ROWS = 1_000
ALL_OR_NOTHING = "Nothing of the file was taken."


class SentVectors(NamedTuple):
    line_of: Mapping[str, int]
    """Of each id the line that has it, in order."""
    vectors: FloatArray
    """(n, D) unit rows in the order of the lines; they lie in a file."""


def read_vectors(
    file: IO[bytes],
    content_type: str,
    manner: Manner,
    dimensions: int | None,
    spill: IO[bytes],
    tell: Callable[[int], None],
) -> SentVectors:
    """All of a file, with its vectors in `spill`. `BadUpload` names the first line that is wrong.

    `dimensions`: of the vectors that there are; None: the first line says it. `tell` hears every
    few rows how many bytes their vectors have, and may raise to end it.
    """
    line_of: dict[str, int] = {}
    for row in read_rows(file, content_type, manner):
        if isinstance(row, RejectedRow):
            raise wrong(row.line, row.detail)
        external_id = _id(row, manner)
        if external_id in line_of:
            raise wrong(row.line, f"the id {external_id!r} is that of line {line_of[external_id]}")
        vector = _vector(row, manner.called("vector"))
        if dimensions is None:
            dimensions = len(vector)
        if len(vector) != dimensions:
            raise wrong(
                row.line,
                f"{manner.called('vector')!r} has {len(vector):,} numbers, and those before it "
                f"have {dimensions:,}",
            )
        line_of[external_id] = row.line
        spill.write(vector.tobytes())
        if len(line_of) % TOLD_ROWS == 0:
            tell(len(line_of) * vector.nbytes)
    if dimensions is None or not line_of:
        raise BadUpload("The file holds no rows.")
    spill.flush()
    vectors = np.memmap(spill, dtype=np.float32, mode="r", shape=(len(line_of), dimensions))
    return SentVectors(line_of, vectors)


def wrong(line: int, why: str) -> BadUpload:
    return BadUpload(f"Line {line:,}: {why}. {ALL_OR_NOTHING}", line=line)


def _id(row: Row, manner: Manner) -> str:
    names = (manner.columns["id"],) if "id" in manner.columns else IDS
    for name in names:
        external_id = as_id(row.data.get(name))
        if external_id is not None:
            return external_id
    raise wrong(row.line, f"no {' or '.join(map(repr, names))}")


def _vector(row: Row, name: str) -> FloatArray:
    """Scaled to length 1."""
    numbers = _numbers(row, name)
    if not FEWEST_DIMENSIONS <= len(numbers) <= MOST_DIMENSIONS:
        raise wrong(
            row.line,
            f"{name!r} has {len(numbers):,} numbers, and may have {FEWEST_DIMENSIONS} to "
            f"{MOST_DIMENSIONS:,}",
        )
    if not NUMBERS.issuperset(map(type, numbers)):
        place = next(place for place, each in enumerate(numbers, 1) if type(each) not in NUMBERS)
        raise wrong(row.line, f"{name!r} has no finite number at place {place:,}")
    try:
        vector = np.array(numbers, dtype=np.float64)
    except OverflowError:
        vector = np.array([np.inf])
    largest = np.abs(vector).max()
    if not np.isfinite(largest):
        raise wrong(row.line, f"{name!r} has a number that is too large, or none")
    if largest == 0:
        raise wrong(row.line, f"{name!r} is all zeros, which says nothing: leave the line out")
    vector /= largest  # whose squares may be too large, or nothing
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def _numbers(row: Row, name: str) -> list[Any]:
    """A list, or what a table has of one: a text that is one in JSON."""
    value = row.data.get(name)
    if value is None:
        raise wrong(row.line, f"no {name!r}")
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = None
    if not isinstance(value, list):
        raise wrong(row.line, f"{name!r} is no list of numbers, such as [0.1, -0.2]")
    return value
