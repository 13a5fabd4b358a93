"""Rows of one database as rows of another: new numbers for all that refers to a row."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID, uuid4, uuid5

from service.answers.answer import AnswerKind
from service.core.evaluation.by_class.audit_quality import ConfusedLabels
from service.kit.errors import BadUpload
from service.kit.vocabulary import Counted
from service.moving.queries.moved_tables import named_by, references, uuids
from service.rounds.tables.measured import Measured

Row = dict[str, Any]
Pair = TypeVar("Pair", bound=ConfusedLabels)


class Renumbering:
    """What the new names of rows are so far, numbers and UUIDs, and what they make of a row."""

    def __init__(self) -> None:
        self.ids: defaultdict[str, dict[Any, Any]] = defaultdict(dict)
        """By table: the new name of each row that came in, by its old one."""
        self._namespace = uuid4()
        self.kind: AnswerKind | None = None
        """Of the project's answers, once that is known."""

    def rows(self, table: str, rows: Sequence[Row], numbers: Iterable[int] | None) -> list[Row]:
        """The rows with new names, all that they refer to as well; `BadUpload` where that isn't in
        the file. `numbers`: new ones for the rows themselves, if the database gives such."""
        if numbers is not None:  # before any is made: they may refer to each other
            self.ids[table] |= {row["id"]: new for row, new in zip(rows, numbers, strict=True)}
        return [self._row(table, row, is_numbered=numbers is not None) for row in rows]

    def _row(self, table: str, row: Row, *, is_numbered: bool) -> Row:
        renumbered = dict(row)
        for column in uuids(table):
            if row[column] is not None:
                renumbered[column] = self._new_uuid(row[column])
        for column, target in references(table).items():
            if row.get(column) is not None:
                renumbered[column] = self._of(target, row[column])
        if is_numbered:
            renumbered["id"] = self._of(table, row["id"])
        elif (key := named_by(table)) in row:
            self.ids[table][row[key]] = renumbered[key]
        try:
            for column, change in HIDDEN.get(table, {}).items():
                if renumbered[column] is not None:
                    renumbered[column] = change(self, renumbered[column])
            if table == "counter":
                renumbered["key"] = self._counted(renumbered)
        except (TypeError, ValueError, KeyError, AttributeError, IndexError) as error:
            raise BadUpload(f"{table}: a row isn't as this version writes it.") from error
        return renumbered

    def _new_uuid(self, old: UUID) -> UUID:
        """Always the same of one: rows may refer to some that come after them. A service that has
        the project already, or had it, has the old one."""
        return uuid5(self._namespace, old.hex)

    def _of(self, table: str, name: Any) -> Any:
        number = self.ids[table].get(name)
        if number is None:
            raise BadUpload(f"A row refers to {table} {name}, which isn't in the file.")
        return number

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

    def measured(self, stored: Measured) -> Measured:
        """Figures of classes, and of groups of imports."""
        return replace(
            stored,
            per_class=[
                replace(each, class_id=self._of("label_class", each.class_id))
                for each in stored.per_class
            ],
            confusion=[self._pair(each) for each in stored.confusion],
            chosen=[self._pair(each) for each in stored.chosen],
            groups=[replace(each, classes=self.classes(each.classes)) for each in stored.groups],
            strata=[
                replace(each, imports=[self._of("import", number) for number in each.imports])
                for each in stored.strata
            ],
        )

    def _pair(self, stored: Pair) -> Pair:
        truth, predicted = self.classes([stored.truth, stored.predicted])
        return replace(stored, truth=truth, predicted=predicted)

    def _counted(self, row: Row) -> int:
        """Whom or which class a counter is of."""
        name, key = Counted(row["name"]), row["key"]
        of = COUNTED_OF.get(name)
        if of is None and key:
            raise ValueError
        return int(self._of(of, key)) if of else 0


COUNTED_OF = {
    Counted.ANSWERS: "user",
    Counted.MICROSECONDS: "user",
    Counted.OF_CLASS: "label_class",
}
"""What a counter's key names."""
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
    "practice_text": {"settled": Renumbering.answer, "answer": Renumbering.answer},
    "certificate": {"classes": Renumbering.counted_classes},
    "round": {"class_ids": Renumbering.classes, "metrics": Renumbering.measured},
    "ranking": {"suggestions": Renumbering.suggestions},
}
"""Columns of JSON that name rows by their numbers."""
