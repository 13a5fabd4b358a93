"""Texts that a worker predicts: checked first, then sent in parts that it manages in seconds."""

import time
from collections.abc import Iterator, Sequence
from typing import Any

from postil.connection import Connection
from postil.errors import PostilError, Refused

MOST_TEXTS = 1_000
MOST_CHARS = 300_000
"""A call takes 1,000 texts and 2 MB, of which a letter takes up to 6 bytes."""
FIRST_TEXTS = 25
SECONDS = 5.0
"""What a call is to take: the service waits 55 seconds for the worker."""
GROWTH = 4
"""A part is at most so many times as large as the last: the first ones tell little."""

Predictions = Iterator[list[dict[str, Any]]]


def checked(texts: Sequence[str]) -> list[str]:
    """The texts as a list; what is no text is refused by its place, before anything is sent."""
    if isinstance(texts, str):  # would be taken for a list of its letters
        raise PostilError(f"Texts are given as a list: [{texts[:40]!r}]")
    if texts is None:
        raise PostilError("Texts are given as a list: there is None.")
    listed: list[Any] = list(texts)
    for place, text in enumerate(listed):
        if not isinstance(text, str):
            raise PostilError(
                f"Text {place} (from 0) is {text!r}, which is no text. Leave it out, or make it "
                "one: with pandas, frame['text'].dropna().astype(str)."
            )
    return [str(text) for text in listed]


def predicted(
    connection: Connection, base: str, texts: Sequence[str], **options: int | bool
) -> Predictions:
    """The classes of each text, part after part."""
    left, size = checked(texts), FIRST_TEXTS
    while left:
        part = _part(left, size)
        started = time.monotonic()
        try:
            body = {"texts": part, **options}
            answer = connection.post(f"{base}/predict", body, again=True)
        except Refused as error:
            if not _took_too_long(error) or len(part) == 1:
                raise
            size = len(part) // 2
            continue
        size = _next_size(len(part), time.monotonic() - started)
        left = left[len(part) :]
        yield from answer["predictions"]


def _part(texts: Sequence[str], size: int) -> list[str]:
    """The first of them, so many or as many as a call takes."""
    chars = 0
    for number, text in enumerate(texts[:size]):
        chars += len(text)
        if number and chars > MOST_CHARS:
            return [*texts[:number]]
    return [*texts[:size]]


def _next_size(size: int, seconds: float) -> int:
    """So many texts as take the time that a call is to take, by what the last ones took."""
    fits = int(size * SECONDS / max(seconds, 1e-3))
    return min(max(fits, 1), GROWTH * size, MOST_TEXTS)


def _took_too_long(error: Refused) -> bool:
    reason = error.problem.get("reason")
    return isinstance(reason, dict) and reason.get("code") == "worker_silent"
