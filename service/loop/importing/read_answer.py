"""What a file says of a text, and the kind of answer that it gives."""

from collections.abc import Iterable
from typing import Any

from service.answers import AnswerKind, answer_kind
from service.answers.names import class_name
from service.answers.peers import LISTED, as_json, names_in
from service.errors import Invalid

__all__ = ["SEVERAL", "SINGLE", "AnswerKind", "kind_of_file", "parts"]

SINGLE, SEVERAL = answer_kind("single_label"), answer_kind("multi_label")


def parts(label: Any, separator: str | None) -> Any:
    """A text as the names that stand in it, unless it is JSON, or blank."""
    if separator is None or type(label) is not str:
        return label
    if label.lstrip().startswith(LISTED) and not isinstance(as_json(label), str):
        return label
    return [part for part in label.split(separator) if class_name(part)] or None


def kind_of_file(labels: Iterable[Any], separator: str | None) -> AnswerKind:
    """That of a file with these labels: several classes where there is a separator between them,
    or where most labels are lists, and not all of them of one name."""
    if separator is not None:
        return SEVERAL
    answers = [label for label in labels if label not in (None, "")]
    lists = [names for names in map(_as_list, answers) if names is not None]
    is_of_lists = len(lists) > len(answers) / 2 and any(len(names) != 1 for names in lists)
    return SEVERAL if is_of_lists else SINGLE


def _as_list(label: Any) -> list[Any] | None:
    try:
        names = names_in(label)
    except Invalid:  # of several people: no answer, but no name either
        return []
    return names if isinstance(names, list) else None
