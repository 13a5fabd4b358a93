"""Kinds of answer: how one is checked, stored and told. One file per kind."""

from service.answers.answer import AnswerKind
from service.answers.single_label import SINGLE_LABEL
from service.errors import Invalid

KINDS: dict[str, AnswerKind] = {"single_label": SINGLE_LABEL}


def answer_kind(name: str) -> AnswerKind:
    """The kind of that name; `Invalid` names those there are."""
    if name not in KINDS:
        raise Invalid(
            f"Answers of kind {name!r} aren't supported yet. Use one of: {', '.join(KINDS)}.",
            field="answer",
        )
    return KINDS[name]


__all__ = ["KINDS", "AnswerKind", "answer_kind"]
