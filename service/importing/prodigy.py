"""Prodigy's files: a class that was rejected or ignored there is no answer.

Its field `answer` says so: of what was chosen in `accept`, and of the one class in `label` where
people say yes or no to it (`textcat.teach`).
"""

from collections import Counter
from collections.abc import Iterator

from service.importing.formats import Row
from service.importing.formats.manner import Warn
from service.importing.shapes import RejectedRow

VERDICT = "answer"
NO_ANSWER = {"reject": "rejected", "ignore": "ignored"}


def without_refused(
    rows: Iterator[Row | RejectedRow], label_name: str, warn: Warn
) -> Iterator[Row | RejectedRow]:
    """The rows, those that were rejected or ignored without a label; warned of at the end."""
    refused = Counter[str]()
    for row in rows:
        if isinstance(row, Row) and label_name != VERDICT and row.label is not None:
            verdict = row.data.get(VERDICT)
            if type(verdict) is str and verdict in NO_ANSWER:
                refused[NO_ANSWER[verdict]] += 1
                row.label = None
        yield row
    if refused:
        counts = " and ".join(f"{count:,} {word}" for word, count in sorted(refused.items()))
        warn(
            None,
            f"Rows without a label because their field {VERDICT!r} says so, as in a file of "
            f"Prodigy: {counts}. If it means something else, rename it.",
        )
