"""Rows of one database as rows of another: new numbers for all that refers to a row."""

from collections.abc import Callable, Mapping
from typing import Any

from service.answers.answer import AnswerKind
from service.errors import BadUpload
from service.store.moving.moved_tables import references
from service.vocabulary import Counted

Row = dict[str, Any]
Ids = Mapping[int, int]
"""New numbers by old ones."""


class Renumbering:
    """What the new numbers are so far, and what they make of a row."""

    def __init__(self) -> None:
        self.ids: dict[str, dict[int, int]] = {}
        """By table."""
        self.kind: AnswerKind | None = None
        """Of the project's answers, once that is known."""

    def row(self, table: str, row: Row) -> Row:
        """The row with new numbers; `BadUpload` where it refers to one that isn't in the file."""
        made = dict(row)
        if "id" in made and table in self.ids:
            made["id"] = self._of(table, made["id"])
        for column, target in references(table).items():
            if made.get(column) is not None and target in self.ids:
                made[column] = self._of(target, made[column])
        try:
            for column, change in HIDDEN.get(table, {}).items():
                if made[column] is not None:
                    made[column] = change(self, made[column])
            if table == "counter":
                made["key"] = self._counted(made)
        except (TypeError, ValueError, KeyError, AttributeError, IndexError) as error:
            raise BadUpload(f"{table}: a row isn't as this version writes it.") from error
        return made

    def _of(self, table: str, number: Any) -> int:
        found = self.ids[table].get(number)
        if found is None:
            raise BadUpload(f"A row refers to {table} {number!r}, which isn't in the file.")
        return found

    def answer(self, stored: Any) -> Any:
        """As its kind reads it and writes it again, with the old number for a class's name."""
        assert self.kind is not None
        classes = self.ids["label_class"]
        named = self.kind.decode(stored, {old: str(old) for old in classes})
        if named is None:
            raise ValueError
        return self.kind.resolve(named, {str(old): new for old, new in classes.items()})

    def classes(self, numbers: Any) -> list[int]:
        return [self._of("label_class", number) for number in numbers]

    def votes(self, stored: Any) -> dict[str, int]:
        """Votes by answer, which is written as its numbers with commas."""
        return {self._voted(key): int(count) for key, count in stored.items()}

    def _voted(self, key: str) -> str:
        if not key.replace(",", "").isdigit():  # how many voted, where each class is voted on
            return key
        return ",".join(map(str, self.classes(map(int, key.split(",")))))

    def suggestions(self, stored: Any) -> list[list[Any]]:
        return [[self._of("label_class", number), float(p)] for number, p in stored]

    def counted_classes(self, stored: Any) -> list[list[int]]:
        return [[self._of("label_class", number), int(count)] for number, count in stored]

    def metrics(self, stored: Any) -> Any:
        """Of a measurement: figures of classes, and of groups of imports."""
        made = dict(stored)
        made["per_class"] = [
            {**each, "class_id": self._of("label_class", each["class_id"])}
            for each in made["per_class"]
        ]
        made["strata"] = [
            {**each, "imports": [self._of("import", number) for number in each["imports"]]}
            for each in made["strata"]
        ]
        return made

    def _counted(self, row: Row) -> int:
        """Whom or which class a counter is of."""
        match Counted(row["name"]):
            case Counted.ANSWERS | Counted.MICROSECONDS:
                return self._of("user", row["key"])
            case Counted.OF_CLASS:
                return self._of("label_class", row["key"])
        return 0


Change = Callable[[Renumbering, Any], Any]
HIDDEN: Mapping[str, Mapping[str, Change]] = {
    "import": {"class_ids": Renumbering.classes},
    "assignment": {"suggestions": Renumbering.suggestions},
    "annotation": {"answer": Renumbering.answer},
    "label": {
        "answer": Renumbering.answer,
        "truth": Renumbering.answer,
        "votes": Renumbering.votes,
    },
    "decision": {"answer": Renumbering.answer, "before": Renumbering.answer},
    "certificate": {"classes": Renumbering.counted_classes},
    "round": {"class_ids": Renumbering.classes, "metrics": Renumbering.metrics},
    "ranking": {"suggestions": Renumbering.suggestions},
}
"""Columns of JSON that name rows by their numbers."""
