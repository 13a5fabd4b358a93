"""Kinds of answer, one file per kind: all that depends on what an answer is."""

from service.answers.answer import AnswerKind, Feature, lacking, needs
from service.kit.registry import Registry

KINDS: Registry[AnswerKind] = Registry("service.answers", "kind of answer", field="answer_kind")
register = KINDS.add
answer_kind = KINDS.find
"""The kind of a project's answers; `Invalid` names those that there are."""

__all__ = ["KINDS", "AnswerKind", "Feature", "answer_kind", "lacking", "needs", "register"]
