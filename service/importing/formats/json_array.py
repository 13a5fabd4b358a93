"""A JSON array of objects, read one element at a time."""

import codecs
import re
from collections.abc import Iterator
from json import JSONDecodeError
from typing import IO, Any

from service.importing.formats.rows import (
    Check,
    Decoder,
    Manner,
    Row,
    excerpt,
    half_characters,
    no_object,
)
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload

CHUNK = 256 * 1024
SPACE = re.compile(r"[ \t\r\n]*")
CUT_OFF = 16
"""An error nearer to the end of what was read than this may be only that the rest is missing."""


def read(file: IO[bytes], manner: Manner) -> Iterator[Row | RejectedRow]:
    check, document = manner.checker(), _Document(file, manner.limits.line_bytes)
    document.open()
    number = 0
    while document.has_another(number):
        number += 1
        yield _row(number, document, check)


def _row(number: int, document: "_Document", check: Check) -> Row | RejectedRow:
    value, text = document.element(number)
    problem = document.decoder.problem or half_characters(value, text)
    if problem is None and type(value) is dict:
        return check(number, value)
    reason = problem or no_object(value)
    return RejectedRow(number, reason, excerpt(text))


class _Document:
    """The part of the file that is being read: at least an element, at most a few."""

    def __init__(self, file: IO[bytes], longest: int) -> None:
        self.decoder = Decoder()
        self._file, self._longest = file, longest
        self._bytes = codecs.getincrementaldecoder("utf-8")()
        self._text, self._at, self._ended = "", 0, False

    def open(self) -> None:
        sign = self._next_sign()
        if sign == "[":
            self._at += 1
            return
        if sign == "":
            raise BadUpload("The file is empty: it needs a JSON array of objects.")
        hint = " Send an object a line as application/x-ndjson." if sign == "{" else ""
        raise BadUpload(f"The file is not a JSON array: it begins with {sign!a}.{hint}")

    def has_another(self, before: int) -> bool:
        """Whether an element follows the `before` that were read."""
        sign = self._next_sign()
        if sign == "]":
            self._at += 1
            if self._next_sign():
                raise BadUpload(f"Something follows the end of the array, after element {before}.")
            return False
        if before and sign == ",":
            self._at += 1
            sign = self._next_sign()
        elif before and sign:
            raise BadUpload(f"No comma follows element {before} of the array, but {sign!a}.")
        if not sign:
            raise BadUpload(f"The file ends within the array, after element {before}.")
        return True

    def element(self, number: int) -> tuple[Any, str]:
        """The value that begins here, and what it was read from."""
        while True:
            try:
                value, end = self.decoder.decode(self._text, self._at)
            except JSONDecodeError as error:
                if self._ended or not self._may_go_on(error):
                    raise BadUpload(f"Element {number} is not JSON: {error.msg}.") from error
            except (ValueError, RecursionError) as error:
                raise BadUpload(f"Element {number} can't be read: {error}.") from error
            else:
                # A number is whole only when something else follows.
                if end < len(self._text) or self._ended:
                    text, self._at = self._text[self._at : end], end
                    return value, text
            if len(self._text) - self._at > self._longest:
                raise BadUpload(
                    f"Element {number} is longer than {self._longest:,} characters, or no JSON."
                )
            self._read_on()

    def _may_go_on(self, error: JSONDecodeError) -> bool:
        unfinished = error.msg.startswith("Unterminated string")
        return unfinished or error.pos > len(self._text) - CUT_OFF

    def _next_sign(self) -> str:
        """The next character that is no space; nothing at the end."""
        while True:
            space = SPACE.match(self._text, self._at)
            assert space is not None
            self._at = space.end()
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._read_on()

    def _read_on(self) -> None:
        """Takes in as much again as is left of what was read."""
        chunk = self._file.read(max(CHUNK, len(self._text) - self._at))
        self._ended = not chunk
        self._text = self._text[self._at :] + self._bytes.decode(chunk, final=self._ended)
        self._at = 0
