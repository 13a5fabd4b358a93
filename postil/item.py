"""What an annotator is shown."""

from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral
from typing import Any

from postil.errors import PostilError


class Item(str):
    """A text to label: a string, with what is known beside it."""

    __slots__ = ("columns", "id", "suggestions")

    id: int
    columns: Mapping[str, str]
    """Of the row's data, what the project shows beside texts."""
    suggestions: Sequence[tuple[str, float]]
    """Classes that a model thinks likely, with how often that is right; of many items none."""

    def __new__(
        cls,
        text: str,
        id: int = 0,  # noqa: A002 - the API's name
        columns: Mapping[str, str] | None = None,
        suggestions: Sequence[tuple[str, float]] = (),
    ) -> "Item":
        item = super().__new__(cls, text)
        item.id, item.columns, item.suggestions = id, columns or {}, suggestions
        return item


def offered(assignment: Mapping[str, Any]) -> Item:
    """The item of an assignment, as the service writes it."""
    item = assignment["item"]
    suggested = [(each["class"], each["probability"]) for each in assignment["suggestions"]]
    return Item(item["text"], item["id"], item.get("columns"), suggested)


Answer = str | int | Sequence[str] | Mapping[str, Any]
"""A class's name, or the number that is its name; several, where items may have several; or an
answer as the API takes it."""


def written(answer: Answer) -> dict[str, Any]:
    """An answer as the API takes it."""
    if isinstance(answer, str | int | Integral):  # numpy's are no `int`
        return {"class": str(answer)}
    if isinstance(answer, Mapping):
        return dict(answer)
    if isinstance(answer, Iterable):
        return {"classes": [str(name) for name in answer]}
    raise PostilError(f"{answer!r} is no answer: give a class's name, several in a list, or None.")
