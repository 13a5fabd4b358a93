"""One JSON object a line."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import IO

from service.loop.formats.rows import EXCERPT, Limits, Reject, Row, check

SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def _finite(number: str) -> float:
    value = float(number)
    if math.isinf(value):
        raise ValueError(f"the number {number[:20]} is too large")
    return value


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no number")


# Python reads NaN and Infinity; PostgreSQL, and whoever gets the export, does not.
DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=_refuse)


def read(file: IO[bytes], columns: Mapping[str, str], limits: Limits) -> Iterator[Row | Reject]:
    for line, raw in enumerate(_lines(file, limits.line_bytes), start=1):
        if raw is None:
            yield Reject(line, f"longer than {limits.line_bytes:,} bytes", "")
            continue
        if line == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if not raw.strip():
            continue
        yield _row(line, raw, columns, limits)


def _row(line: int, raw: bytes, columns: Mapping[str, str], limits: Limits) -> Row | Reject:
    excerpt = raw[:EXCERPT].decode("utf-8", "replace")
    try:
        fields = DECODER.decode(raw.decode())
        if SURROGATE.search(raw):
            json.dumps(fields, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return Reject(
            line, "half a character: an escaped surrogate without its other half", excerpt
        )
    except UnicodeDecodeError as error:
        return Reject(line, f"not UTF-8 at byte {error.start}", excerpt)
    except (ValueError, RecursionError) as error:
        return Reject(line, f"not JSON: {error}", excerpt)
    if not isinstance(fields, dict):
        return Reject(line, f"not a JSON object but {type(fields).__name__}", excerpt)
    return check(line, fields, columns, limits)


def _lines(file: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """Lines of at most `limit` bytes; None for a longer one, which is passed over unread."""
    while raw := file.readline(limit):
        if len(raw) < limit or raw.endswith(b"\n"):
            yield raw
            continue
        while (rest := file.readline(limit)) and not rest.endswith(b"\n"):
            pass
        yield None
