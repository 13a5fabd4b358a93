"""What the API says of its fields, parameters and calls is plain, and each stands alone."""

import re
from collections.abc import Iterator
from typing import Any

from tests.docs.plain_english import LEAST_EASE, WORD, reading_ease, too_long, words_of_ours
from tests.driving import description

RIDDLE = re.compile(
    r"(of|that|those|these|they|it|its|by|as|at|with|which|who|whom|so many|one of|the same|"
    r"whether it|when it|what it|why|null|see)\b",
    re.IGNORECASE,
)
"""How a description begins that only continues the name of its field."""
FEWEST_WORDS = 3
NOT_OURS = "Successful Response"


def described(node: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every description with its place in the document."""
    if isinstance(node, list):
        node = dict(enumerate(node))
    if isinstance(node, dict):
        if isinstance(words := node.get("description"), str) and words != NOT_OURS:
            yield place, words
        for name, part in node.items():
            yield from described(part, f"{place}/{name}")


def faults(words: str) -> list[str]:
    """What is wrong with a description; of one that a stranger understands, nothing."""
    return [
        *(f"long: {sentence}" for sentence in too_long(words)),
        *(f"our word: {word}" for word in words_of_ours(words)),
        *([f"begins with {found[0]}"] if (found := RIDDLE.match(words)) else []),
        *(["too few words"] if len(WORD.findall(words)) < FEWEST_WORDS else []),
    ]


def test_descriptions_stand_alone() -> None:
    found = [*described(description())]
    assert len(found) > 1_000
    assert [(place, words, wrong) for place, words in found if (wrong := faults(words))] == []


def test_descriptions_are_easy_to_read() -> None:
    distinct = {words: place for place, words in described(description())}
    assert reading_ease("\n\n".join(distinct)) >= LEAST_EASE


def test_a_riddle_is_a_fault() -> None:
    assert faults("Number of labels when the setting changed.") == []
    for riddle in ("That there were then.", "Of all pages; null where nobody counts.", "Why."):
        assert faults(riddle) != [], riddle
