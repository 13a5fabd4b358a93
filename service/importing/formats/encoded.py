"""Files unpacked as they are read, and text in whatever encoding it was said to be in.

It is handed on as UTF-8. What isn't that is refused: one bad byte says that the encoding is another
one, and then letters are wrong that nobody would notice.
"""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Callable
from typing import IO, Any

from service.kit.errors import BadUpload

UTF_8 = "utf-8"
CHUNK = 256 * 1024
CHARSET = re.compile(r';\s*charset\s*=\s*"?([^\s";]+)', re.IGNORECASE)
NO_ENCODINGS = (
    "idna",
    "punycode",
    "raw-unicode-escape",
    "undefined",
    "unicode-escape",
    "utf-7",
)
"""What Python calls encodings of text, but no file is in."""
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def known_encoding(content_type: str) -> str:
    """The encoding that a content type names, by Python's name for it; UTF-8 if it names none."""
    match = CHARSET.search(content_type)
    if match is None:
        return UTF_8
    declared = match[1]
    try:
        b"text".decode(declared, "ignore")  # what is no encoding of text can't
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        name = ""
    if not name or name in NO_ENCODINGS:
        raise BadUpload(
            f"The charset {declared!r} is no encoding of text that is known here. Name one like "
            "utf-8, windows-1252, iso-8859-15, utf-16 or shift_jis.",
            field="content-type",
        )
    return name


def in_utf8(file: IO[bytes], encoding: str, take: Callable[[int], None]) -> IO[bytes]:
    """The file as UTF-8, without a byte order mark: `BadUpload` at the first byte that is wrong.

    `take` is told how large each part is.
    """
    return io.BufferedReader(_Recoded(file, encoding, take), CHUNK)


def check_encoded(head: bytes, encoding: str) -> str:
    """How a file that begins so goes on as text; `BadUpload` if it can't be in that encoding."""
    return _Decoder(encoding).decode(head)


class _Decoder:
    """Decodes a file part by part, and knows where in it it is."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._bytes, self._lines = 0, 1

    def decode(self, part: bytes, *, final: bool = False) -> str:
        self._bytes += len(part)
        try:
            text = self._decoder.decode(part, final)
            text.encode()  # halves of characters, which UTF-16 can hold, are none
        except UnicodeDecodeError as error:
            raise self._refusal(error) from error
        except UnicodeError as error:
            raise BadUpload(f"The file is not {self._encoding} text. {_mend(b'')}") from error
        self._lines += text.count("\n")
        return text

    def _refusal(self, error: UnicodeDecodeError) -> BadUpload:
        whole = bytes(error.object)
        before = whole[: error.start]
        byte = self._bytes - len(whole) + error.start
        line = self._lines + before.decode(self._encoding, "ignore").count("\n")
        name = "UTF-8" if self._encoding == UTF_8 else self._encoding
        return BadUpload(
            f"Byte {byte + 1:,}, in line {line:,}, is not {name} text. "
            f"{_mend(whole if byte == 0 else b'')}",
            line=line,
            byte=byte + 1,
        )


def _mend(head: bytes) -> str:
    like = "utf-16" if head.startswith(MARKS) else "windows-1252"
    return (
        f"Save the file as UTF-8, or name its encoding: charset={like} in the content type "
        f"(`--encoding {like}`), if it is that."
    )


class _Recoded(io.RawIOBase):
    def __init__(self, file: IO[bytes], encoding: str, take: Callable[[int], None]) -> None:
        self._file, self._decoder, self._take = file, _Decoder(encoding), take
        self._begun, self._ended, self._left = False, False, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left and not self._ended:
            part = self._file.read(CHUNK)
            self._ended = not part
            self._take(len(part))
            text = self._decoder.decode(part, final=self._ended)
            if text and not self._begun:
                self._begun, text = True, text.removeprefix("\ufeff")
            self._left = text.encode()
        taken, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


KINDS = {
    b"PAR1": "It is a Parquet file: send it as application/vnd.apache.parquet.",
    b"PK\x03\x04": "It is a zip file or a workbook: save the sheet as CSV.",
    b"%PDF": "It is a PDF.",
}


def check_text(head: bytes, encoding: str) -> None:
    """Raises `BadUpload` unless what begins so can be text in that encoding."""
    for start, kind in KINDS.items():
        if head.startswith(start):
            raise BadUpload(f"The body is no text. {kind}")
    if "\x00" in check_encoded(head, encoding):
        raise BadUpload(f"The body is not {encoding} text: it holds NUL characters.")


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
