"""The file that a project moves in: packed lines of JSON, a table after the other.

Before them stands the sum of all that follows: a file that was damaged on its way is refused before
a row of it is looked at.

A file that comes from elsewhere may be made to harm: nothing in it is a path, nothing is run, each
line and all of them together have a limit, and each value is of its column's type or refuses it.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from service.kit.errors import BadUpload
from service.moving.queries.moved_tables import Moved, RowReader, written

FORMAT = 2
PACKED = b"\x1f\x8b"
"""How the first format began, which had no sum."""
START = b"postil move %s\n"
"""With the SHA-256 of what follows."""
READ_AT_ONCE = 2**20
MOST_LINE_BYTES = 64 * 2**20
"""Of a row: its text and its data."""


class MovingFileWriter:
    def __init__(self, file: IO[bytes]) -> None:
        """`file`: empty, and can be written anywhere: its sum is known last, and comes first."""
        self._file, self._sum = file, hashlib.sha256()
        self._start()
        self._packed = gzip.GzipFile(fileobj=self, mode="wb", compresslevel=6, mtime=0)

    def _start(self) -> None:
        self._file.seek(0)
        self._file.write(START % self._sum.hexdigest().encode())

    def write(self, packed: bytes) -> int:
        """For `gzip`, as `flush`."""
        self._sum.update(packed)
        return self._file.write(packed)

    def flush(self) -> None:
        self._file.flush()

    def line(self, content: Any) -> None:
        self._packed.write(json.dumps(content, ensure_ascii=False).encode() + b"\n")

    def table(self, moved: Moved, rows: Iterable[Sequence[Any]]) -> int:
        """A table's rows, with what it takes to read them; how many there were."""
        self.line({"table": moved.name, "columns": moved.columns})
        count = 0
        for row in rows:
            self.line([written(value) for value in row])
            count += 1
        self.line({"rows": count})
        return count

    def close(self) -> None:
        self._packed.close()
        self._start()


class MovingFileReader:
    """Reads what the writer wrote; `BadUpload` says what is wrong with anything else."""

    def __init__(self, file: IO[bytes], most_bytes: int) -> None:
        _check_sum(file)
        self._packed = gzip.GzipFile(fileobj=file, mode="rb")
        self._left = most_bytes

    def line(self) -> Any:
        try:
            line = self._packed.readline(MOST_LINE_BYTES + 1)
            self._left -= len(line)
            if len(line) > MOST_LINE_BYTES or self._left < 0:
                raise BadUpload("The file is larger, once unpacked, than a project may be here.")
            if not line.endswith(b"\n"):
                raise BadUpload("The file is cut off.")
            return json.loads(line)
        except (OSError, EOFError, zlib.error, ValueError, RecursionError) as error:
            raise BadUpload(f"This is no file that `postil move` has made: {error}") from error

    def table(self, moved: Moved) -> Iterator[dict[str, Any]]:
        """The rows of the table that comes next, each value as its column takes it."""
        if self.line() != {"table": moved.name, "columns": moved.columns}:
            raise BadUpload(f"The file should have {moved.name} here, with this version's columns.")
        read, count = RowReader(moved), 0
        while isinstance(row := self.line(), list):
            yield read.row(row)
            count += 1
        if row != {"rows": count}:
            raise BadUpload(f"{moved.name}: rows are missing.")


def _check_sum(file: IO[bytes]) -> None:
    """Leaves the file where its packed lines begin."""
    start = file.readline(len(START % (b"0" * 64)))
    if start.startswith(PACKED):
        raise BadUpload(
            "An earlier Postil wrote this file, without a checksum. Pack it again with this one."
        )
    if not start.startswith(START.partition(b"%")[0]):
        raise BadUpload("This is not a file from `postil move`.")
    begin, total = file.tell(), hashlib.sha256()
    while part := file.read(READ_AT_ONCE):
        total.update(part)
    if START % total.hexdigest().encode() != start:
        raise BadUpload(
            "The file isn't as `postil move` wrote it: it was cut off or changed. Copy it again."
        )
    file.seek(begin)


def check_small(path: Path, most_bytes: int) -> None:
    """Raises `BadUpload` for a file that is larger, packed, than all of it may be."""
    if path.stat().st_size > most_bytes:
        raise BadUpload("The file is larger than a project may be here.")


def check_whole(path: Path, most_bytes: int) -> None:
    """Raises `BadUpload` for one that is larger, or that `postil move` hasn't written so."""
    check_small(path, most_bytes)
    with path.open("rb") as file:
        _check_sum(file)
