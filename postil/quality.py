"""How good the model is, class by class."""

from collections.abc import Iterator, Mapping
from typing import Any

from postil.table import Row, Table


class Quality:
    """Figures from audit items alone, with intervals of 95 %.

    `raw` is all that the service says.
    """

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self._names = {each["class_id"]: each["name"] for each in raw["classes"]}
        self.classes = Table(map(_of_class, raw["classes"]))
        """A row a class. `recall`, `precision` and `f1` are None as long as audit items are too
        few; `more_labels` says how many labels more they take. `expected_precision` is what the
        model itself expects: nobody has checked it, it tells which classes to look at."""
        self.groups = Table(self._groups())
        """Classes that are mixed up, with enough audit items together; the weakest first."""
        self.pairs = Table(self._pairs(), ("one", "other", "audit_items", "labels"))
        """Two classes that are taken for each other, those most often so first."""

    def __repr__(self) -> str:
        judged = sum(value is not None for value in self.classes.column("f1"))
        return f"<Quality of {judged:,} of {len(self.classes):,} classes>"

    def _groups(self) -> Iterator[Row]:
        for each in self.raw["groups"]:
            names = [self._names[number] for number in each["class_ids"]]
            yield {"classes": names, **_share("recall", each["recall"])}

    def _pairs(self) -> Iterator[Row]:
        for pair in self.raw["pairs"]:
            named = {side: self._names[pair[side]] for side in ("one", "other")}
            yield {**pair, **named}


def _of_class(each: Mapping[str, Any]) -> Row:
    return {
        "class": each["name"],
        "labels": each["labels"],
        **_share("recall", each["recall"]),
        **_share("precision", each["precision"]),
        "f1": each["f1"],
        "more_labels": each["more_labels"],
        "expected_precision": each["expected_precision"],
    }


def _share(name: str, share: Mapping[str, Any]) -> Row:
    ends = {f"{name}_{end}": share[end] for end in ("low", "high", "items")}
    return {name: share["value"], **ends}
