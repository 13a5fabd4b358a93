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
    """What a process remembers of projects, by their versions."""


class Classes(Repository):
    def __init__(self, uow: UnitOfWork) -> None:
        super().__init__(uow)
        self._names: dict[int, _Names] = {}
        self._known = uow.memory[KnownNames]

    def recall(self, project: Project) -> None:
        """Spares reading the names of a project that is shared: they are those of its version.

        Not where classes are changed: what is read there may be undone.
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
        """What any answer that is stored is called: one of a merged class as what that means."""
        return self._read(project_id).every

    def merged(self, project_id: int) -> Mapping[int, int]:
        """What each merged class means: a class that isn't merged itself."""
        return self._read(project_id).merged

    def family(self, project_id: int, class_id: int) -> list[int]:
        """The class with those that mean it."""
        merged = self.merged(project_id)
        return [class_id, *(each for each, meant in merged.items() if meant == class_id)]

    def answerable(self, project_id: int) -> dict[str, int]:
        """Ids by every name that an answer may use, which may have been under way for days.

        A name that a class has had is its own, unless another one has it now.
        """
        return ids_by_name(c for c in self.every(project_id) if c.state in ANSWERABLE)

    def offered(self, project_id: int) -> dict[str, int]:
        """Ids of the active classes, by every name that means one: see `answerable`."""
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
        """The active classes in the project's order: index in this list = class index."""
        return [each for each in self.every(project_id) if each.state is ClassState.ACTIVE]

    def every(self, project_id: int) -> Sequence[LabelClass]:
        """Every class there ever was, in the project's order."""
        return self.query(
            select(LabelClass)
            .where(LabelClass.project_id == project_id)
            .order_by(col(LabelClass.position), col(LabelClass.id))
        ).all()

    def add_all(self, classes: Sequence[LabelClass]) -> None:
        """Classes of one project; those without a code get one that none has ever had there."""
        new = [each for each in classes if each.code is None]
        if new:
            before = [*self.every(new[0].project_id), *classes]
            taken = {each.code for each in before if each.code is not None}
            for each, code in zip(new, class_codes([c.name for c in new], taken), strict=True):
                each.code = code
        self.session.add_all(classes)
        self.changed()

    def changed(self) -> None:
        """Stores what was changed of classes; names are read anew."""
        self._names.clear()
        self.session.flush()


def ids_by_name(classes: Iterable[LabelClass]) -> dict[str, int]:
    """Of classes, by the names that they have, and by those that one had and none has now."""
    every = list(classes)
    former = {name: each.id for each in every for name in each.former_names}
    return former | {each.name: each.id for each in every}


def _end(class_id: int, into: Mapping[int, int]) -> int:
    """What a merged class means once all mergers are followed. Nothing merges into itself."""
    while class_id in into:
        class_id = into[class_id]
    return class_id
