"""Files packed with gzip, unpacked as they are read."""

import gzip
import io
import zlib
from typing import IO, Any

from service.kit.errors import BadUpload

MAGIC = b"\x1f\x8b"
BUFFER = 256 * 1024


def unpacked(file: IO[bytes], limit: int) -> IO[bytes]:
    """The file, or what it holds if it is packed: `BadUpload` beyond `limit` bytes of that."""
    head = file.read(len(MAGIC))
    file.seek(0)
    return io.BufferedReader(_Content(file, limit), BUFFER) if head == MAGIC else file


def unpacked_head(head: bytes, length: int) -> bytes:
    """The first `length` bytes, or fewer, of what a packed file that begins so holds."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, length)
    except zlib.error as error:
        raise BadUpload(f"The gzip file is damaged: {error}.") from error


class _Content(io.RawIOBase):
    def __init__(self, file: IO[bytes], limit: int) -> None:
        self._packed = gzip.GzipFile(fileobj=file)
        self._limit, self._left = limit, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._packed.read1(len(buffer))
        except EOFError as error:
            raise BadUpload("The gzip file is cut off: its end is missing.") from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise BadUpload(f"The gzip file is damaged: {error}.") from error
        self._left -= len(data)
        if self._left < 0:
            raise BadUpload(f"Unpacked, the file is larger than {self._limit:,} bytes.")
        buffer[: len(data)] = data
        return len(data)
