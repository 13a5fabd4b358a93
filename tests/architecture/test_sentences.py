"""What people read of the service: short sentences, plain words, the right form of a noun."""

import ast
import inspect
import re
from collections.abc import Iterator

import pytest

import service.kit.errors as errors_of_kit
from service.kit.reason_codes import SENTENCES
from service.kit.reasons import ReasonCode, reason
from tests.architecture.source import modules
from tests.docs.plain_english import MOST_WORDS, OURS

ERRORS = {name for name, _ in inspect.getmembers(errors_of_kit, inspect.isclass)} | {
    "Refused",
    "ValueError",
    "ClickException",
}


def wrong(words: str) -> list[str]:
    """Sentences that are too long, or have a word of ours."""
    sentences = re.split(r"(?<=[.?!])\s", words)
    return [each for each in sentences if len(each.split()) > MOST_WORDS or OURS.search(each)]


def errors() -> Iterator[tuple[str, str]]:
    """Where an error is made, and what it says, with a word for each value that is put in."""
    for module in modules().values():
        for node in module.nodes:
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS:
                for argument in node.args:
                    yield f"{module.place}:{node.lineno}", _words(argument)


def _words(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_words(part) for part in node.values)
    if isinstance(node, ast.BinOp):
        return _words(node.left) + _words(node.right)
    return "VALUE"


@pytest.mark.parametrize("code", ReasonCode)
def test_reasons_are_short_and_plain(code: ReasonCode) -> None:
    assert wrong(re.sub(r"\{\w+:([^|}]*)\|[^}]*\}", r"1 \1", SENTENCES[code])) == []


def test_errors_are_short_and_plain() -> None:
    assert [(where, each) for where, words in errors() for each in wrong(words)] == []


def test_a_long_sentence_and_a_word_of_ours_are_seen() -> None:
    long = "word " * MOST_WORDS + "word."
    assert wrong(f"Short. {long}") == [long]
    assert wrong("The next look at the target comes.") != []
    assert wrong("Look for more. How it looks.") == []


@pytest.mark.parametrize(
    ("answered", "words"), [(1, "1 audit text has no"), (2, "2 audit texts have no")]
)
def test_a_noun_has_the_form_of_its_figure(answered: int, words: str) -> None:
    assert words in reason(ReasonCode.UNANSWERED_AUDIT_ITEMS, audit_items=answered).detail


def test_large_figures_are_grouped_and_others_stay() -> None:
    told = reason(ReasonCode.FEW_LABELS_TO_FORECAST, labels=3, needed=1_200)
    assert "1,200 chosen texts" in told.detail
    assert "0.5 seconds" in reason(ReasonCode.WORKER_SILENT, seconds=0.5).detail
