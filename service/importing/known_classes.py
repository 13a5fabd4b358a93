"""Which class a known answer names, and new classes for those that name none."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from service.answers import answer_kind
from service.answers.answer import Named
from service.answers.names import class_name, folded
from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.importing.columns import SEVERAL, parts
from service.importing.formats import Row
from service.importing.formats.rows import excerpt
from service.importing.shapes import RejectedRow
from service.importing.show_import import Warnings
from service.jobs.run_job import JobRun, assert_claimed
from service.kit.errors import BadUpload, Invalid
from service.kit.vocabulary import ClassState, ItemRole
from service.pool.queries.classes import Classes, ids_by_name
from service.pool.queries.imports import Imports
from service.pool.queries.projects import Projects
from service.pool.tables.classes import LabelClass
from service.pool.tables.items import Import
from service.projects.new_classes import MAX_CLASSES

LONGEST_NAME = 200
MOST_KEPT = 10_000
SEPARATORS = (";", "|", ",", "/")
DOUBTFUL = ("none", "null", "nan")
"""Classes of this name are warned of, when they come."""


class KnownClasses:
    """The classes that the answers of an import may name."""

    def __init__(self, app: App, run: JobRun, upload: Import, warnings: Warnings) -> None:
        self._app, self._run, self._import_id = app, run, upload.id
        self._warnings = warnings
        self._doubtful = {*DOUBTFUL}
        """Words that nobody was warned of yet."""
        self._may_create, self._may_fold = upload.create_classes, upload.fold_case
        self._separator = upload.separator
        self._must_answer = upload.role is ItemRole.EVALUATION
        self._column = upload.columns.get("label", "label")
        with app.read() as uow:
            classes = uow[Classes].every(run.project_id)
            self._kind = answer_kind(uow[Projects].get(run.project_id).answer_kind)
        brought = {*upload.class_ids}
        usable = [
            c
            for c in classes
            if c.state in (ClassState.ACTIVE, ClassState.MERGED) or c.id in brought
        ]
        retired = [c for c in classes if c.state is ClassState.RETIRED]
        now = {class_name(c.name) for c in retired}
        self._ids = {name: c for name, c in _by_name(usable).items() if name not in now}
        """By name, and by former names that no class has now."""
        self._retired = now | (_by_name(retired).keys() - self._ids.keys())
        self._before: dict[str, Named] = {}
        """What texts say that were read already."""
        self._spelled: dict[str, str] = {}
        """The first name of each spelling, whatever its case."""
        self._spell(self._ids)

    def resolve(self, batch: Sequence[Row | RejectedRow]) -> list[Row | RejectedRow]:
        """The batch with its answers, classes by id; rows whose answer is none are refused."""
        read = [row if isinstance(row, RejectedRow) else self._read(row) for row in batch]
        if self._may_create:
            self._create([meant for meant in read if isinstance(meant, list)])
        return [self._with(row, meant) for row, meant in zip(batch, read, strict=True)]

    def _read(self, row: Row) -> Named | RejectedRow | None:
        """The answer that the row says, if any."""
        if type(row.label) is str:
            if (before := self._before.get(row.label)) is not None:  # most of them
                return before
            self._warn(row)
        try:
            meant = self._kind.read(parts(row.label, self._separator))
        except Invalid as error:
            return _reject(row, f"{self._column!r} {error.detail}")
        if type(row.label) is str and meant is not None and len(self._before) < MOST_KEPT:
            self._before[row.label] = meant
        return meant

    def _warn(self, row: Row) -> None:
        """Of a word that was written, more often than not, because there is no answer."""
        word = folded(class_name(row.label))
        if word in self._doubtful and class_name(row.label) not in self._ids:
            self._doubtful.remove(word)
            self._warnings.warn(
                row.line,
                f"The label {row.label!r} is taken for the name of a class. "
                "Where it means that there is none, leave the cell empty.",
            )

    def _with(self, row: Row | RejectedRow, meant: Named | RejectedRow | None) -> Row | RejectedRow:
        """The row with its answer."""
        if isinstance(row, RejectedRow) or isinstance(meant, RejectedRow):
            return meant if isinstance(meant, RejectedRow) else row
        if meant is None:
            if not self._must_answer:
                return replace(row, label=None)
            return _reject(row, "no known answer: an evaluation item needs one")
        ids = self._ids
        for name in self._kind.class_names(meant):
            if name in ids:
                continue
            if name in self._retired:
                return _reject(row, f"its class {name!r} is retired: bring it back first")
            alike = self._spelled.get(folded(name))
            if alike is None or not self._may_fold:
                return _reject(row, self._several_in_one(name) or _not_known(name, alike))
            ids = {**ids, name: ids[alike]}
        return replace(row, label=self._kind.cell(meant), answer=self._kind.resolve(meant, ids))

    def _several_in_one(self, name: str) -> str | None:
        """What is wrong where it is several classes with something between them."""
        if self._kind is SEVERAL and self._separator is None:
            for separator in SEPARATORS:
                names = [class_name(part) for part in name.split(separator)]
                if len(names) > 1 and all(each in self._ids for each in names):
                    advice = f"if it means several classes, send `separator={separator}`"
                    return f"the project has no class {name!r}; {advice}"
        return None

    def _create(self, read: Sequence[Named]) -> None:
        names = dict.fromkeys(name for meant in read for name in self._kind.class_names(meant))
        missing = [name for name in names if name not in self._ids and name not in self._retired]
        missing = self._spell(name for name in missing if len(name) <= LONGEST_NAME)
        if not missing:
            return
        if len({*self._ids.values()}) + len(missing) > MAX_CLASSES:
            raise BadUpload(
                f"The known answers name more than {MAX_CLASSES:,} classes. "
                "Is that the column with the answer? `label=` names another."
            )
        with self._app.write() as uow:
            assert_claimed(uow, self._run)
            classes = self._made(uow, missing)
            upload = uow[Imports].lock(self._run.project_id, self._import_id)
            upload.class_ids = [*upload.class_ids, *classes.values()]
        self._ids |= classes

    def _spell(self, names: Iterable[str]) -> list[str]:
        """Notes how names are spelled; those that are no other spelling of one before."""
        return [name for name in names if self._spelled.setdefault(folded(name), name) == name]

    def _made(self, uow: UnitOfWork, names: Sequence[str]) -> dict[str, int]:
        """Classes that nobody sees before the import is ready; those of an earlier one return."""
        classes = uow[Classes].every(self._run.project_id)
        before = {class_name(c.name): c for c in classes if class_name(c.name) in {*names}}
        after = max((c.position for c in classes), default=-1) + 1
        new_classes: dict[str, LabelClass] = {}
        for place, name in enumerate(names, start=after):
            label_class = before.get(name) or LabelClass(
                project_id=self._run.project_id, name=name, state=ClassState.HIDDEN, position=place
            )
            if label_class.state is ClassState.HIDDEN:  # else somebody has added it meanwhile
                label_class.position = place
            new_classes[name] = label_class
        uow[Classes].add_all(list(new_classes.values()))
        return {name: new.id for name, new in new_classes.items()}


def _by_name(classes: Iterable[LabelClass]) -> dict[str, int]:
    return {class_name(name): class_id for name, class_id in ids_by_name(classes).items()}


def _not_known(name: str, alike: str | None) -> str:
    """Why there is no class of that name; `alike` is one in other case."""
    if len(name) > LONGEST_NAME:
        return f"its class has {len(name):,} characters, not {LONGEST_NAME}"
    if alike is None:
        return f"the project has no class {name!r}; `create_classes=true` adds it"
    return (
        f"its class {name!r} is called {alike!r} so far: write one of the two, or let case "
        "be no difference with `fold_case=true`"
    )


def _reject(row: Row, reason: str) -> RejectedRow:
    return RejectedRow(row.line, reason, excerpt(row.text))
