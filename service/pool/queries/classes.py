from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from service.core.targets.class_names import class_codes
from service.db.hot import Prepared
from service.db.repository import Repository
from service.db.unit_of_work import UnitOfWork
from service.kit.vocabulary import ANSWERABLE, ClassState
from service.pool.tables.classes import CLASSES, LabelClass
from service.pool.tables.projects import Project

NAMES = Prepared(
    select_columns(CLASSES.c.id, CLASSES.c.name, CLASSES.c.state, CLASSES.c.merged_into)
    .where(CLASSES.c.project_id == bindparam("project"))
    .order_by(CLASSES.c.position, CLASSES.c.id)
)


class _Names(NamedTuple):
    active: dict[int, str]
    every: dict[int, str]
    ids: dict[str, int]
    """Of the active ones."""
    merged: dict[int, int]


MOST_KNOWN = 200


class KnownNames(dict[tuple[int, int], _Names]):
    """Class names of projects, by project and version, as a process remembers them."""


class Classes(Repository):
    def __init__(self, uow: UnitOfWork) -> None:
        super().__init__(uow)
        self._names: dict[int, _Names] = {}
        self._known = uow.memory[KnownNames]

    def recall(self, project: Project) -> None:
        """Takes the class names of a shared project from memory, by their version, to save a query.

        Not for use where classes change: what is read there may be rolled back.
        """
        key = (project.id, project.classes_version)
        names = self._known.get(key) or self._read(project.id)
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._names[project.id] = self._known[key] = names

    def names(self, project_id: int) -> dict[int, str]:
        """Names of the active classes by id, in the project's order; read once a transaction."""
        return self._read(project_id).active

    def ids(self, project_id: int) -> dict[str, int]:
        """Ids of the active classes by name."""
        return self._read(project_id).ids

    def all_names(self, project_id: int) -> dict[int, str]:
        """Names for all class ids in stored answers; a merged class has its target's name."""
        return self._read(project_id).every

    def merged(self, project_id: int) -> Mapping[int, int]:
        """The target of each merged class, which isn't merged itself."""
        return self._read(project_id).merged

    def family(self, project_id: int, class_id: int) -> list[int]:
        """The class, and the classes that were merged into it."""
        merged = self.merged(project_id)
        return [class_id, *(each for each, meant in merged.items() if meant == class_id)]

    def answerable(self, project_id: int) -> dict[str, int]:
        """Class ids by every name that an answer may use. It may have been on its way for days.

        A former name still means its class, unless another class has that name now.
        """
        return ids_by_name(c for c in self.every(project_id) if c.state in ANSWERABLE)

    def offered(self, project_id: int) -> dict[str, int]:
        """Ids of the active classes, by every name that means one of them: see `answerable`."""
        active, merged = self.names(project_id), self.merged(project_id)
        named = {n: merged.get(i, i) for n, i in self.answerable(project_id).items()}
        return {name: class_id for name, class_id in named.items() if class_id in active}

    def _read(self, project_id: int) -> "_Names":
        if project_id not in self._names:
            rows = self.execute(NAMES, {"project": project_id})
            active = {id_: name for id_, name, state, _ in rows if state is ClassState.ACTIVE}
            ids, name_of = {n: i for i, n in active.items()}, {row[0]: row[1] for row in rows}
            into = {id_: meant for id_, _, state, meant in rows if state is ClassState.MERGED}
            merged = {each: _end(each, into) for each in into}
            every = name_of | {each: name_of[meant] for each, meant in merged.items()}
            self._names[project_id] = _Names(active, every, ids, merged)
        return self._names[project_id]

    def of(self, project_id: int) -> Sequence[LabelClass]:
        """The active classes in the project's order; the index in this list is the class index."""
        return [each for each in self.every(project_id) if each.state is ClassState.ACTIVE]

    def every(self, project_id: int) -> Sequence[LabelClass]:
        """All classes of a project, in its order, in whatever state."""
        return self.query(
            select(LabelClass)
            .where(LabelClass.project_id == project_id)
            .order_by(col(LabelClass.position), col(LabelClass.id))
        ).all()

    def add_all(self, classes: Sequence[LabelClass]) -> None:
        """Adds classes of one project. Those without a code get one that was never used there."""
        new = [each for each in classes if each.code is None]
        if new:
            before = [*self.every(new[0].project_id), *classes]
            taken = {each.code for each in before if each.code is not None}
            for each, code in zip(new, class_codes([c.name for c in new], taken), strict=True):
                each.code = code
        self.session.add_all(classes)
        self.changed()

    def changed(self) -> None:
        """Stores changes of classes, so that names are read again."""
        self._names.clear()
        self.session.flush()


def ids_by_name(classes: Iterable[LabelClass]) -> dict[str, int]:
    """Class ids by current name, and by former names that no class has now."""
    every = list(classes)
    former = {name: each.id for each in every for name in each.former_names}
    return former | {each.name: each.id for each in every}


def _end(class_id: int, into: Mapping[int, int]) -> int:
    """What a merged class means once all mergers are followed. Nothing merges into itself."""
    while class_id in into:
        class_id = into[class_id]
    return class_id
