"""Pages that people read are short and plain: rule by rule, with the sentence that breaks it."""

from pathlib import Path

import pytest

from tests.docs.plain_english import (
    LEAST_EASE,
    reading_ease,
    syllables,
    too_long,
    words,
    words_of_ours,
)

ROOT = Path(__file__).parents[2]
REFERENCE = "docs/api.md"
"""Written by a script, to look things up in: nobody reads it from top to bottom."""
PLAIN = [
    name
    for page in [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]
    if (name := str(page.relative_to(ROOT))) != REFERENCE
]
MOST_WORDS_IN_ALL = 20_000


def test_what_people_read_is_short() -> None:
    """README and docs without their code, the reference and the decisions."""
    counted = {name: words((ROOT / name).read_text("utf-8")) for name in PLAIN}
    assert sum(counted.values()) <= MOST_WORDS_IN_ALL, counted


@pytest.mark.parametrize("name", PLAIN)
def test_sentences_are_short(name: str) -> None:
    assert not too_long((ROOT / name).read_text("utf-8")), "say it in two sentences"


@pytest.mark.parametrize("name", PLAIN)
def test_pages_are_easy_to_read(name: str) -> None:
    assert reading_ease((ROOT / name).read_text("utf-8")) >= LEAST_EASE


@pytest.mark.parametrize("name", PLAIN)
def test_pages_use_the_words_of_the_field(name: str) -> None:
    assert not words_of_ours((ROOT / name).read_text("utf-8"))


RIDDLE = (
    "Whoever is told of the house by a look that was heard asks anew for the surest of those\n"
    "that are not there, so that nobody who holds one waits for what another has in hand."
)


def test_a_riddle_is_found() -> None:
    [sentence] = too_long(f"# A heading\n\nThis is plain. {RIDDLE}\n")
    assert sentence.startswith("Whoever is told")
    assert words_of_ours(RIDDLE) == ["Whoever", "house", "a look", "heard", "anew", "surest"]


def test_long_words_are_hard_to_read() -> None:
    assert reading_ease("The cat sat on the mat. It was happy.") > 90
    assert reading_ease("Characteristically uninterpretable idiosyncratic considerations.") < 0


def test_what_nobody_reads_aloud_is_left_out() -> None:
    page = f"Run `postil serve`.\n\n```sh\n{RIDDLE}\n```\n\n| cell |\n|---|\n| {RIDDLE} |\n"
    assert not too_long(page)
    assert not words_of_ours(page)


@pytest.mark.parametrize(
    ("word", "count"),
    [("label", 2), ("made", 1), ("table", 2), ("classes", 2), ("asked", 1), ("accuracy", 4)],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count
