"""Which class a known answer names, and new classes for those that name none."""

from collections.abc import Sequence

from service.errors import BadUpload
from service.loop.app import App
from service.loop.importing.formats import Reject
from service.loop.importing.formats.rows import excerpt
from service.loop.importing.import_row import ImportRow
from service.loop.jobs.assert_claimed import fence
from service.loop.jobs.run_job import JobRun
from service.loop.projects.create_project import KEYS, MAX_CLASSES
from service.models import Import, LabelClass
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import ClassState, ItemRole

LONGEST_NAME = 200


class KnownClasses:
    """The classes that the answers of an import may name."""

    def __init__(self, app: App, run: JobRun, found: Import) -> None:
        assert found.id is not None
        self._app, self._run, self._import_id = app, run, found.id
        self._may_create = found.create_classes
        self._must_answer = found.role is ItemRole.EVALUATION
        with app.read() as uow:
            classes = uow.classes.known(run.project_id)
        brought = {*found.class_ids}
        self._ids = {
            c.name: c.id if c.merged_into is None else c.merged_into
            for c in classes
            if c.state is not ClassState.RETIRED or c.id in brought
        }

    def resolve(self, batch: Sequence[ImportRow | Reject]) -> list[ImportRow | Reject]:
        """The batch with its answers as class ids; rows whose answer is none are refused."""
        if self._may_create:
            self._create(batch)
        return [row if isinstance(row, Reject) else self._resolved(row) for row in batch]

    def _resolved(self, row: ImportRow) -> ImportRow | Reject:
        name = (row.label or "").strip()
        if not name:
            if not self._must_answer:
                return row
            return _reject(row, "no known answer: an evaluation item needs one")
        class_id = self._ids.get(name)
        if class_id is not None:
            return row._replace(class_id=class_id)
        if len(name) > LONGEST_NAME:
            return _reject(row, f"its class has {len(name):,} characters, not {LONGEST_NAME}")
        return _reject(row, f"the project has no class {name!r}; create_classes=true adds it")

    def _create(self, batch: Sequence[ImportRow | Reject]) -> None:
        labels = (row.label for row in batch if isinstance(row, ImportRow) and row.label)
        names = dict.fromkeys(label.strip() for label in labels)
        missing = [n for n in names if n and n not in self._ids and len(n) <= LONGEST_NAME]
        if not missing:
            return
        if len(self._ids) + len(missing) > MAX_CLASSES:
            raise BadUpload(
                f"The known answers name more than {MAX_CLASSES:,} classes. "
                "Is that the column with the answer? `label=` names another."
            )
        with self._app.write() as uow:
            fence(uow, self._run)
            made = self._made(uow, missing)
            found = uow.imports.lock(self._run.project_id, self._import_id)
            found.class_ids = [*found.class_ids, *made.values()]
        self._ids |= made

    def _made(self, uow: UnitOfWork, names: Sequence[str]) -> dict[str, int]:
        """Classes that nobody sees before the import is ready; retired ones come back."""
        known = uow.classes.known(self._run.project_id)
        retired = {c.name: c for c in known if c.name in {*names}}
        taken = {c.key for c in known if c.id in {*self._ids.values()}}
        keys = iter([key for key in KEYS if key not in taken])
        after = max((c.position for c in known), default=-1) + 1
        made: dict[str, LabelClass] = {}
        for place, name in enumerate(names, start=after):
            new = retired.get(name) or LabelClass(
                project_id=self._run.project_id,
                name=name,
                position=place,
                state=ClassState.RETIRED,
            )
            new.position, new.key = place, next(keys, None)
            made[name] = new
        uow.classes.add_all(list(made.values()))
        return {name: new.id for name, new in made.items() if new.id is not None}


def _reject(row: ImportRow, reason: str) -> Reject:
    return Reject(row.line, reason, excerpt(row.text))
