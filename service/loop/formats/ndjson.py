"""One JSON object a line."""

import json
from collections.abc import Iterator, Mapping
from typing import IO

from service.loop.formats.rows import EXCERPT, Limits, Reject, Row, check


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
        fields = json.loads(raw)
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
