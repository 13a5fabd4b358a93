"""Texts whose class a linear model can learn from their words."""

from collections.abc import Iterable
from typing import Any

WORDS = {
    "fruit": ["apple", "pear", "plum", "cherry", "lemon", "melon"],
    "metal": ["iron", "copper", "zinc", "silver", "nickel", "gold"],
    "bird": ["robin", "crow", "finch", "heron", "swan", "wren"],
}


def texts(count: int, classes: Iterable[str] = ("fruit", "metal")) -> list[dict[str, Any]]:
    """Rows whose class a linear model can learn from their words."""
    names = list(classes)
    rows = []
    for number in range(count):
        name = names[number % len(names)]
        words = [WORDS[name][(number // (len(names) * 6**place)) % 6] for place in range(3)]
        text = f"{' and '.join(words)} number {number}"
        rows.append({"id": f"row-{number}", "text": text, "label": name, "batch": number % 7})
    return rows


def truth(text: str) -> str:
    """The class of one of those texts."""
    return next(name for name, words in WORDS.items() if any(word in text for word in words))
