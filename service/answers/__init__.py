"""Kinds of answer, one file per kind: all that depends on what an answer is.

A module with a `KIND` is found by being here.
"""

import pkgutil
from importlib import import_module

from service.answers.answer import AnswerKind
from service.errors import Invalid


def _found() -> dict[str, AnswerKind]:
    modules = [import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__)]
    kinds: list[AnswerKind] = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.name: kind for kind in kinds}


KINDS = _found()


def answer_kind(name: str) -> AnswerKind:
    """The kind of a project's answers."""
    return KINDS[name]


def served_kind(name: str) -> AnswerKind:
    """The kind that a new project asks for; `Invalid` names those that one can have."""
    kind = KINDS.get(name)
    served = ", ".join(known.name for known in KINDS.values() if known.unserved is None)
    if kind is None:
        raise Invalid(
            f"There is no kind of answer {name!r}. Use one of: {served}.", field="answer_kind"
        )
    if kind.unserved is not None:
        raise Invalid(
            f"No project can have answers of kind {name!r} yet: {kind.unserved}. "
            f"Use one of: {served}.",
            field="answer_kind",
        )
    return kind


__all__ = ["KINDS", "AnswerKind", "answer_kind", "served_kind"]
