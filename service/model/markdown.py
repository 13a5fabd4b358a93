"""Figures and names as Markdown."""

from collections.abc import Iterable, Sequence

MARKUP = set("\\`*_{}[]()<>#+!|~&$")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def percent(share: float | None, digits: int = 1) -> str:
    return "" if share is None else f"{100 * share:.{digits}f} %"


def interval(low: float, high: float) -> str:
    return f"{percent(low)} to {percent(high)}"


def plain(text: str) -> str:
    """With nothing in it that Markdown or HTML reads as theirs."""
    line = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in MARKUP else letter for letter in line)
