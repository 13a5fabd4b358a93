"""Texts that a worker predicts: checked first, then sent in parts that it manages in seconds."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from postil.connection import Connection
from postil.errors import PostilError, Refused

MOST_TEXTS = 1_000
MOST_CHARS = 300_000
"""A call takes 1,000 texts and 2 MB, of which a letter takes up to 6 bytes."""
CHARS_OF_A_NUMBER = 4
"""As many as take the bytes of a number in a vector."""
FIRST_TEXTS = 25
SECONDS = 5.0
"""What a call is to take: the service waits 55 seconds for the worker."""
GROWTH = 4
"""A part is at most so many times as large as the last: the first ones tell little."""

Predictions = Iterator[list[dict[str, Any]]]
Vectors = Mapping[str, Any]
"""Own vectors, by the name that they were added under: an array or rows (texts, D)."""


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


def by_view(vectors: Vectors | None, texts: int) -> dict[str, list[list[float]]]:
    """Own vectors as a call takes them; refused where they are not one of each text."""
    views = {
        f"own:{name.removeprefix('own:')}": [[float(number) for number in row] for row in rows]
        for name, rows in (vectors or {}).items()
    }
    for name, rows in views.items():
        if len(rows) != texts:
            raise PostilError(f"{texts:,} texts came with {len(rows):,} vectors in {name!r}.")
    return views


def predicted(
    connection: Connection,
    base: str,
    texts: Sequence[str],
    vectors: Vectors | None = None,
    **options: int | bool,
) -> Predictions:
    """The classes of each text, part after part."""
    left, size = checked(texts), FIRST_TEXTS
    views = by_view(vectors, len(left))
    numbers = sum(len(rows[0]) for rows in views.values() if rows)
    while left:
        part = _part(left, size, CHARS_OF_A_NUMBER * numbers)
        started = time.monotonic()
        try:
            sent = {name: rows[: len(part)] for name, rows in views.items()}
            body = {"texts": part, "vectors": sent, **options}
            answer = connection.post(f"{base}/predict", body, again=True)
        except Refused as error:
            if not _took_too_long(error) or len(part) == 1:
                raise
            size = len(part) // 2
            continue
        size = _next_size(len(part), time.monotonic() - started)
        left = left[len(part) :]
        views = {name: rows[len(part) :] for name, rows in views.items()}
        yield from answer["predictions"]


def _part(texts: Sequence[str], size: int, beside: int) -> list[str]:
    """The first of them, so many or as many as a call takes, each with so many letters beside."""
    chars = 0
    for number, text in enumerate(texts[:size]):
        chars += len(text) + beside
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
