"""Names that people type for themselves: what can be seen of them, and when two are alike."""

import unicodedata

LONGEST = 80
UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
"""Controls, marks of direction, characters without width, and those that no font has."""


def as_shown(typed: str) -> str:
    """Composed, without blanks around it or twice."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


def unseen(name: str) -> str | None:
    """The first character that nobody sees, as `U+200B`; None when there is none."""
    character = next((c for c in name if unicodedata.category(c) in UNSEEN), None)
    return None if character is None else f"U+{ord(character):04X}"


def likeness(name: str) -> str:
    """The same for names that people can't tell apart by case, width or ligature."""
    folded = unicodedata.normalize("NFKC", as_shown(name)).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())
