"""A project: data in, labels by people or functions, figures, labels out."""

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, overload

from postil.connection import Connection
from postil.deciding import Change, Hunt, hunt, set_labels
from postil.figures import Curve
from postil.importing import Import, send_rows
from postil.item import Answer, Item
from postil.items import (
    EXPORTED,
    FOUND,
    as_table,
    exported_labels,
    found_items,
    ids_of,
    predicted_items,
    save_labels,
    wanted,
)
from postil.labelling import FunctionLabeller, LabelMany, LabelOne, one_by_one
from postil.model import Model
from postil.own_vectors import OwnVectors
from postil.people import People
from postil.progress import Progress
from postil.rest import Rest
from postil.rows import records, upload
from postil.suggesting import send_suggestions
from postil.table import Table
from postil.waiting import wait_for_labels, wait_until_ready


class Project:
    """One labelling job. What takes a while shows a bar, unless `progress=False`."""

    def __init__(self, connection: Connection, id: int, name: str) -> None:  # noqa: A002
        self.id, self.name = id, name
        self.connection, self.path = connection, f"/projects/{id}"
        self.page = f"{connection.url}{self.path}"
        """Where people look at it and label."""
        self.people = People(connection, self.path)
        self.model = Model(connection, self.path)
        """What the model says of any text, as a scikit-learn classifier does."""
        self.rest = Rest(connection, self.path)
        """What people haven't labelled: labels of the machine, under a certificate."""
        self.vectors = OwnVectors(connection, self.path)
        """Of models of your own."""

    def __repr__(self) -> str:
        return f"<Project {self.id}: {self.name}, {self.page}>"

    def settings(self) -> dict[str, Any]:
        """All that is set, and its classes."""
        return dict(self.connection.get(self.path))

    def change(self, **settings: Any) -> None:
        """Changes what is named: `target=0.9`, `overlap=2`, `state="paused"`."""
        self.connection.patch(self.path, settings)

    def delete(self) -> None:
        """Nobody sees it any more; an hour later it is cleared away."""
        self.connection.delete(self.path)

    @property
    def classes(self) -> list[str]:
        """The names of the classes that are offered, in order."""
        return [each["name"] for each in self.settings()["classes"]]

    # Data in

    def add(
        self,
        data: Any,
        *,
        text: str = "text",
        id: str | None = None,  # noqa: A002 - the API's name
        label: str | None = None,
        create_classes: bool = False,
        fold_case: bool = False,
        separator: str | None = None,
        csv: Mapping[str, str] | None = None,
        role: str = "pool",
        progress: bool | None = None,
    ) -> Import:
        """Texts in. The same rows sent again are the same import.

        `data`: a file's path, a list of texts or of dicts, a DataFrame or a `Dataset`. `text` and
        `id` name columns. `label`: the column with known answers, which become labels; classes
        that only the data names are added if `create_classes`; where a text may have several,
        an answer is a list, or a text with a `separator` between them. `role="evaluation"`: your
        test set. `csv={"header": "none"}`: the first line is a row; so `quoting`, `surplus`.
        What is refused, or may not be meant, is a Python warning.
        """
        query = {
            "text": text,
            "id": id,
            "label": label,
            "labels": None if label is None else "import",
            "create_classes": create_classes or None,
            "fold_case": fold_case or None,
            "separator": separator,
            "role": role,
            **(csv or {}),
        }
        with Progress(self.name, shown=progress) as bar:
            return send_rows(self.connection, self.path, upload(data, text), query, bar)

    def rejected(self, import_id: int) -> Table:
        """Rows of an import that were refused: line, why, and how they begin."""
        rows = self.connection.pages(f"{self.path}/imports/{import_id}/rejected")
        return Table(rows, ("line", "detail", "content"))

    def take_back(self, import_id: int, *, with_answers: bool = False) -> None:
        """Takes an import back; where people have answered some of it, only if told to."""
        path = f"{self.path}/imports/{import_id}"
        self.connection.send("DELETE", path, {"with_answers": with_answers or None})

    # Labels

    def wait(
        self,
        labels: int | None = None,
        *,
        measured: bool = False,
        timeout: float | None = None,
        progress: bool | None = None,
    ) -> None:
        """Waits until texts have vectors and what is asked next is chosen from all of them.

        `labels`: until people have given that many before. `measured`: until encoders have learnt
        and the curve is up to date, too. `timeout`: seconds, then it raises `StillWorking`.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        with Progress(self.name, shown=progress) as bar:
            if labels is not None:
                wait_for_labels(self.connection, self.path, bar, labels, deadline)
            wait_until_ready(self.connection, self.path, bar, measured=measured, deadline=deadline)

    def measure(self, *, timeout: float | None = None, progress: bool | None = None) -> Curve:
        """Has a round made of all labels so far, learnt by encoders too, and gives the curve."""
        self.connection.post(f"{self.path}/rounds")
        self.wait(measured=True, timeout=timeout, progress=progress)
        return self.curve()

    @overload
    def label(
        self,
        function: LabelOne,
        limit: int | None = None,
        *,
        pace: int | None = None,
        timeout: float = 300.0,
        progress: bool | None = None,
    ) -> int: ...
    @overload
    def label(
        self,
        function: LabelMany,
        limit: int | None = None,
        *,
        batch: int,
        pace: int | None = None,
        timeout: float = 300.0,
        progress: bool | None = None,
    ) -> int: ...
    def label(
        self,
        function: Any,
        limit: int | None = None,
        *,
        batch: int | None = None,
        pace: int | None = None,
        timeout: float = 300.0,
        progress: bool | None = None,
    ) -> int:
        """Has a function label, as whoever the token speaks for; how many labels it gave.

        It is given what a person would be asked next, audit items among it, as a text (an `Item`,
        which knows more), and gives a class's name, or None to skip. With `batch` it is given so
        many texts at once, 100 at most, and gives as many answers.

        It waits for the first ranking, and after `pace` answers for the one that knows them: the
        project's `round_every` where nothing is said, never with 0. `StillWorking` is raised when
        none came, and no text got its vector, for `timeout` seconds; labels given are stored.
        """
        many = one_by_one(function) if batch is None else function
        labeller = FunctionLabeller(
            self.connection, self.path, many, batch or 1, pace=pace, patience=timeout
        )
        with Progress(self.name, shown=progress) as bar:
            return labeller.run(limit, bar)

    def suggest(self, model: str, rows: Any) -> int:
        """Sends what a model of yours thinks: rows of an item, a `class` and a `probability`.

        An item is an `item_id`, or the `external_id` that it came with. People are shown it where
        suggestions are on and no audit is spoilt. Returns of how many items there were any.
        """
        return send_suggestions(self.connection, self.path, model, records(rows))

    def set_label(
        self,
        answer: Answer,
        items: Iterable[int | Mapping[str, Any]],
        *,
        dry_run: bool = False,
    ) -> Change:
        """Sets the label of items, given by ids or as rows of `items()`. No audit rests on it."""
        ids = ids_of(items)
        return set_labels(self.connection, self.path, ids, answer, dry_run=dry_run)

    def undo(self, change: Change | str) -> None:
        """Takes back all that `set_label` did; labels set since then stay."""
        batch = change if isinstance(change, str) else change.batch
        self.connection.delete(f"{self.path}/items:label/{batch}")

    def hunt(
        self,
        label: str,
        judge: Callable[[Item], bool | str | None],
        looks: int = 20,
        *,
        progress: bool | None = None,
    ) -> Hunt:
        """Looks for a class with few labels; `judge` says True, False, another class, or None."""
        with Progress(self.name, shown=progress) as bar:
            return hunt(self.connection, self.path, label, judge, looks, bar)

    # Figures, and labels out

    def curve(self) -> Curve:
        """How good the model is by now, and after how many labels it was how good."""
        return Curve(self.connection.get(f"{self.path}/curve"))

    def stats(self) -> dict[str, Any]:
        """Counts, people, classes, what runs."""
        return dict(self.connection.get(f"{self.path}/stats"))

    def labels(
        self,
        *,
        unique: bool = False,
        everything: bool = False,
        settled: bool = False,
        annotations: bool = False,
        machine: bool = False,
        limit: int | None = None,
    ) -> Table:
        """The labels, a row for each row that was sent in and has one, with its other columns.

        `unique`: a row a text; `everything`: those without a label too; `settled`: those that are
        settled; `annotations`: who answered what, when and why they were asked; `machine`: where
        people gave none that of the machine, under its certificate (`label_from` says whose).
        """
        query = wanted(unique, everything, settled, machine, limit)
        rows = exported_labels(self.connection, self.path, query, annotations=annotations)
        return as_table(rows, EXPORTED, self.classes)

    def predictions(self, *, unblinded: bool = False) -> Table:
        """What the last measured round predicts of the whole pool: class, probability, entropy.

        Of labelled texts by models that haven't seen their labels. Nothing of unlabelled ones that
        may be audited, unless `unblinded`: then you aren't asked about those as audits any more.
        """
        rows = predicted_items(self.connection, self.path, {"unblinded": unblinded or None})
        return as_table(rows, (), self.classes)

    def items(self, *, limit: int | None = None, **filters: Any) -> Table:
        """Texts that are what is looked for, with what is known of each.

        By `q` (words), `label`, `state`, `annotator` (a member's `user_id`), `source`, `note`,
        `disagreement`, `predicted`, `confidence_below`, `confidence_above`, `suspected`, in the
        order of `sort`, or those nearest to a `meaning`. A text is cut after 300 characters.
        """
        rows = found_items(self.connection, self.path, limit, filters)
        return as_table(rows, FOUND, self.classes)

    def item(self, item_id: int) -> dict[str, Any]:
        """All of one item: its whole text, every answer, every decision."""
        return dict(self.connection.get(f"{self.path}/items/{item_id}"))

    def export(
        self,
        file: str | Path,
        *,
        unique: bool = False,
        everything: bool = False,
        settled: bool = False,
        machine: bool = False,
        limit: int | None = None,
    ) -> Path:
        """Writes what `labels` has to a file, as its name ends: .jsonl, .parquet, .csv, .xlsx."""
        query = wanted(unique, everything, settled, machine, limit)
        return save_labels(self.connection, self.path, Path(file), query)
