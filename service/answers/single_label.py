"""One class an item: `{"class": "refund"}`."""

from collections.abc import Mapping, Sequence
from typing import Any

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

    def render(self, class_ids: Sequence[int], names: Mapping[int, str]) -> dict[str, Any]:
        return {"class": names[class_ids[0]]}


SINGLE_LABEL = SingleLabel()
