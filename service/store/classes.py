from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from service.models import LabelClass
from service.store.repository import Repository, word
from service.store.tables import CLASSES
from service.vocabulary import ClassState

IS_ACTIVE = CLASSES.c.state == word(ClassState.ACTIVE)
NAMES = (
    select_columns(CLASSES.c.id, CLASSES.c.name, IS_ACTIVE.label("is_active"))
    .where(CLASSES.c.project_id == bindparam("project"))
    .order_by(CLASSES.c.position, CLASSES.c.id)
)


class _Names(NamedTuple):
    active: dict[int, str]
    every: dict[int, str]
    ids: dict[str, int]
    """Of the active ones."""


class ClassRepository(Repository):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._names: dict[int, _Names] = {}

    def names(self, project_id: int) -> dict[int, str]:
        """Names of the active classes by id, in the project's order; read once a transaction."""
        return self._read(project_id).active

    def ids(self, project_id: int) -> dict[str, int]:
        """Ids of the active classes by name."""
        return self._read(project_id).ids

    def all_names(self, project_id: int) -> dict[int, str]:
        """Those of retired ones too, which old answers may name."""
        return self._read(project_id).every

    def _read(self, project_id: int) -> "_Names":
        if project_id not in self._names:
            rows = self.execute(NAMES, {"project": project_id}).all()
            active = {id_: name for id_, name, is_active in rows if is_active}
            every, ids = {id_: name for id_, name, _ in rows}, {n: i for i, n in active.items()}
            self._names[project_id] = _Names(active, every, ids)
        return self._names[project_id]

    def of(self, project_id: int) -> Sequence[LabelClass]:
        """The active classes in the project's order: index in this list = class index."""
        return self.query(
            select(LabelClass)
            .where(LabelClass.project_id == project_id, LabelClass.state == ClassState.ACTIVE)
            .order_by(col(LabelClass.position), col(LabelClass.id))
        ).all()

    def every(self, project_id: int) -> Sequence[LabelClass]:
        """Every class there ever was, in the project's order."""
        return self.query(
            select(LabelClass)
            .where(LabelClass.project_id == project_id)
            .order_by(col(LabelClass.position), col(LabelClass.id))
        ).all()

    def give_state(self, ids: Sequence[int], state: ClassState) -> None:
        """Gives classes a state."""
        if ids:
            self._names.clear()
            self.execute(update(CLASSES).where(CLASSES.c.id.in_(ids)).values(state=state))

    def add_all(self, classes: Sequence[LabelClass]) -> None:
        self._names.clear()
        self.session.add_all(classes)
        self.session.flush()
