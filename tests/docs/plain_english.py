"""How hard a page is to read: its sentences, their lengths, and Flesch's reading ease.

Code, tables, pictures and headings are left out: nobody reads them aloud. A list item is a
paragraph of its own. `python -m tests.docs.plain_english PAGE...` says what is wrong with pages.
"""

import re
import sys
from pathlib import Path

MOST_WORDS = 25
LEAST_EASE = 60.0
OURS = re.compile(
    r"\b(surest|surer|houses?|deeds?|heard|hearing|whoever|whomever|anew|thereby|reckon\w*|mend\w*"
    r"|put off|at hand|all along|by itself|so many|so long|just now|goes by"
    r"|(?:a|the|each|first|next|last|all|of|\d+) looks?)\b",
    re.IGNORECASE,
)
"""Words that a colleague has to read twice."""

FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
PARAGRAPH_BEGINS = re.compile(r"^\s*(?:[-*]|\d+\.)\s+", re.MULTILINE)
SENTENCE_ENDS = re.compile(r"[.!?]['\")]*(?:\s+(?=[\"'(A-Z0-9`])|$)")
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")


def sentences(page: str) -> list[str]:
    """What a page says, without what isn't read aloud; a piece of code is the word `It`."""
    page = PICTURE.sub("", FENCE.sub("", page))
    lines = [line for line in page.splitlines() if not re.match(r"\s*(\||#|<|    )", line)]
    text = PARAGRAPH_BEGINS.sub("\n\n", "\n".join(lines))
    text = LINK.sub(r"\1", text)
    text = re.sub(r"``?[^`]+``?", "It", text).replace("**", "").replace("*", "")
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    parts = (part for whole in paragraphs for part in SENTENCE_ENDS.split(whole))
    return [part.strip() for part in parts if len(WORD.findall(part)) > 1]


def too_long(page: str) -> list[str]:
    return [said for said in sentences(page) if len(WORD.findall(said)) > MOST_WORDS]


def words_of_ours(page: str) -> list[str]:
    return [found[0] for said in sentences(page) for found in OURS.finditer(said)]


def reading_ease(page: str) -> float:
    """Flesch: 206.8 less what long sentences and long words cost; 60 and more is plain English."""
    said = sentences(page)
    words = [word for sentence in said for word in WORD.findall(sentence)]
    if not words:
        return 100.0
    a_word = sum(map(syllables, words)) / len(words)
    return 206.835 - 1.015 * len(words) / len(said) - 84.6 * a_word


def syllables(word: str) -> int:
    """About how many: groups of vowels, without an `e` that is silent."""
    word = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", word))
    if re.search(r"[^aeiouyl]e$|[^aeiouy]l?es?$|[^aeiouytd]ed$", word) and not re.search(
        r"[^aeiouy]le$|(?:[sxz]|[cs]h|[cg])es$", word
    ):
        groups -= bool(re.search(r"e[sd]?$", word))
    return max(1, groups)


def words(page: str) -> int:
    """All words of a page, tables among them, without code."""
    return len(FENCE.sub("", page).split())


if __name__ == "__main__":
    for name in sys.argv[1:]:
        page = Path(name).read_text("utf-8")
        print(f"{name}: {words(page):,} words, reading ease {reading_ease(page):.0f}")
        for said in too_long(page):
            print(f"  {len(WORD.findall(said))} words: {said}")
        for word in words_of_ours(page):
            print(f"  our word: {word}")
