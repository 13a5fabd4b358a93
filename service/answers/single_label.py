"""One class an item: `{"class": "refund"}`."""

from collections.abc import Mapping, Sequence
from typing import Any

from service.answers.names import name_in
from service.errors import Invalid


class SingleLabel:
    name = "single_label"

    def validate(self, answer: Mapping[str, Any], names: Mapping[int, str]) -> list[int]:
        wanted = answer.get("class")
        if set(answer) != {"class"} or not isinstance(wanted, str):
            raise Invalid('An answer looks like {"class": "NAME"}.', field="answer")
        for class_id, name in names.items():
            if name == wanted:
                return [class_id]
        raise Invalid(f"This project has no class {wanted!r}.", field="answer.class")

    def read(self, given: Any) -> list[str]:
        """A list counts where it holds one name."""
        if not isinstance(given, list):
            name = name_in(given)
            return [] if name is None else [name]
        if len(given) != 1:
            raise Invalid(f"is a list of {len(given)}: a text has one answer here")
        name = name_in(given[0])
        if name is None:
            raise Invalid("is a list that names nothing")
        return [name]

    def render(self, class_ids: Sequence[int], names: Mapping[int, str]) -> dict[str, Any]:
        return {"class": names[class_ids[0]]}


SINGLE_LABEL = SingleLabel()
