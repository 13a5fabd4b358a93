"""One JSON object a line."""

import re
from collections.abc import Iterator
from typing import IO

from service.importing.formats.rows import (
    EXCERPT,
    Check,
    Decoder,
    Manner,
    Row,
    half_characters,
    no_object,
)
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload

ARRAY = (
    "The file begins with '[', so it is no JSON object a line. Send a JSON array as "
    "application/json, in a file whose name ends in .json."
)
SPACE = re.compile(r"[ \t\r\n]*")


def read(file: IO[bytes], manner: Manner) -> Iterator[Row | RejectedRow]:
    check, decoder, longest = manner.checker(), Decoder(), manner.limits.line_bytes
    is_first = True
    for line, raw in enumerate(_lines(file, longest), start=1):
        if raw is None:
            yield RejectedRow(line, f"longer than {longest:,} bytes", "")
            continue
        if start := raw.lstrip()[:1]:
            if is_first and start == b"[":
                raise BadUpload(ARRAY)
            is_first = False
            yield _row(line, raw, decoder, check)


def _row(line: int, raw: bytes, decoder: Decoder, check: Check) -> Row | RejectedRow:
    try:
        text = raw.decode()
        fields, end = decoder.decode(text, _after_space(text, 0))
        if _after_space(text, end) != len(text):
            raise ValueError(f"something follows at character {end + 1}")
        problem = decoder.problem or half_characters(fields, text)
    except (ValueError, RecursionError) as error:
        problem = f"not JSON: {error}"
    if problem is None and type(fields) is dict:
        return check(line, fields)
    return RejectedRow(
        line,
        problem or no_object(fields),
        raw[:EXCERPT].decode("utf-8", "replace"),
    )


def _after_space(text: str, start: int) -> int:
    space = SPACE.match(text, start)
    assert space is not None
    return space.end()


def _lines(file: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """Lines of at most `limit` bytes; None for a longer one, which is passed over unread."""
    while raw := file.readline(limit):
        if len(raw) < limit or raw.endswith(b"\n"):
            yield raw
            continue
        while (rest := file.readline(limit)) and not rest.endswith(b"\n"):
            pass
        yield None
