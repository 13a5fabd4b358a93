"""Kinds of answer, one file per kind: all that depends on what an answer is.

A module with a `KIND` is found by being here.
"""

import pkgutil
from importlib import import_module

from service.answers.answer import AnswerKind
from service.answers.feature import Feature, needs
from service.errors import Invalid


def _found() -> dict[str, AnswerKind]:
    modules = [import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__)]
    kinds: list[AnswerKind] = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.name: kind for kind in kinds}


KINDS = _found()


def answer_kind(name: str) -> AnswerKind:
    """The kind of a project's answers; `Invalid` names those that there are."""
    if name not in KINDS:
        raise Invalid(
            f"There is no kind of answer {name!r}. Use one of: {', '.join(KINDS)}.",
            field="answer_kind",
        )
    return KINDS[name]


__all__ = ["KINDS", "AnswerKind", "Feature", "answer_kind", "needs"]
