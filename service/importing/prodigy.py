"""Labels in files of Prodigy: a refused class is none, and a choice is its option's text."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from service.importing.formats import Row
from service.importing.formats.rows import Warn
from service.importing.shapes import RejectedRow

VERDICT = "answer"
NO_ANSWER = {"reject": "rejected", "ignore": "ignored"}
CHOSEN, OPTIONS = "accept", "options"


def as_prodigy_means(
    rows: Iterator[Row | RejectedRow], label_name: str, warn: Warn
) -> Iterator[Row | RejectedRow]:
    """The rows. Those that were rejected or ignored are without a label, of which it warns at the
    end; what was chosen of options is named by their texts."""
    refused = Counter[str]()
    for row in rows:
        if isinstance(row, Row) and label_name != VERDICT and row.label is not None:
            verdict = row.data.get(VERDICT)
            if type(verdict) is str and verdict in NO_ANSWER:
                refused[NO_ANSWER[verdict]] += 1
                row.label = None
            elif label_name == CHOSEN:
                row.label = _named(row.label, row.data.get(OPTIONS))
        yield row
    if refused:
        counts = " and ".join(f"{count:,} {word}" for word, count in sorted(refused.items()))
        warn(
            None,
            f"Rows without a label because their field {VERDICT!r} says so, as in a file of "
            f"Prodigy: {counts}. If it means something else, rename it.",
        )


def _named(chosen: Any, options: Any) -> Any:
    """Ids as the texts of their options; what has no option with a text stays."""
    if not isinstance(chosen, list) or not isinstance(options, list):
        return chosen
    texts = {
        str(option.get("id")): text
        for option in options
        if isinstance(option, Mapping) and isinstance(text := option.get("text"), str) and text
    }
    return [texts.get(str(each), each) for each in chosen]
