from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Float, bindparam, func, update
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from service.db.hot import Prepared, prepare_later
from service.db.repository import Repository, word
from service.kit.errors import NotFound
from service.kit.vocabulary import WITHDRAWN, ImportState, ItemRole
from service.pool.tables.items import IMPORTS, ITEMS, Import


class PoolImport(NamedTuple):
    """An import whose items people see and are asked about."""

    id: int
    inserted: int
    audit_frontier: float


# Asked at hand-outs: built once, because building a statement costs more than running it.
POOLS = (
    select_columns(IMPORTS.c.id, IMPORTS.c.inserted, IMPORTS.c.audit_frontier)
    .where(
        IMPORTS.c.project_id == bindparam("project"),
        IMPORTS.c.role == word(ItemRole.POOL),
        IMPORTS.c.state == word(ImportState.READY),
        IMPORTS.c.inserted > 0,
    )
    .order_by(IMPORTS.c.id)
)
READY_POOLS = Prepared(POOLS)
_FRONTIER = (
    select_columns(IMPORTS.c.audit_frontier)
    .where(IMPORTS.c.id == bindparam("import"))
    .with_for_update(key_share=True)
    .cte("frontier")
)
HOLD_PASSED = Prepared(
    select_columns(ITEMS.c.id)
    .where(
        ITEMS.c.import_id == bindparam("import"),
        # As it is once its row is held: only then are there items to hold.
        ITEMS.c.audit_key > select_columns(_FRONTIER.c.audit_frontier).scalar_subquery(),
        ITEMS.c.audit_key <= bindparam("to", type_=Float),
    )
    .with_for_update(read=True, key_share=True, nowait=True)
)
MOVE_FRONTIER = Prepared(
    update(IMPORTS)
    .where(
        IMPORTS.c.id == bindparam("import"),
        IMPORTS.c.audit_frontier < bindparam("reached", type_=Float),
        IMPORTS.c.state == word(ImportState.READY),
    )
    .values(audit_frontier=bindparam("reached", type_=Float))
)


COUNTERS = ("received", "inserted", "duplicates", "rejected", "labelled", "conflicts")
COUNT = (
    update(IMPORTS)
    .where(IMPORTS.c.id == bindparam("import"))
    .values({name: IMPORTS.c[name] + bindparam(f"new_{name}") for name in COUNTERS})
)


class Imports(Repository):
    def get(self, project_id: int, import_id: int) -> Import:
        upload = self.session.get(Import, import_id)
        if upload is None or upload.project_id != project_id:
            raise NotFound(f"There is no import {import_id} in project {project_id}.")
        return upload

    def disown_class(self, project_id: int, class_id: int) -> None:
        """Detaches a class from the import that brought it, so that it can outlive the import."""
        for upload in self.of(project_id):
            if class_id in upload.class_ids:
                upload.class_ids = [each for each in upload.class_ids if each != class_id]

    def lock(self, project_id: int, import_id: int) -> Import:
        """As `get`, with the row locked: no more slices are stored after it was cancelled."""
        upload = self.query(
            select(Import)
            .where(Import.id == import_id, Import.project_id == project_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if upload is None:
            raise NotFound(f"There is no import {import_id} in project {project_id}.")
        return upload

    def of(self, project_id: int) -> Sequence[Import]:
        return self.query(
            select(Import).where(Import.project_id == project_id).order_by(col(Import.id))
        ).all()

    def file_names(self, ids: Collection[int]) -> dict[int, str | None]:
        """Names of the imported files, where they have one."""
        rows = self.query(select(Import.id, Import.file_name).where(col(Import.id).in_(ids)))
        return dict(rows.all())

    def held(self, project_id: int, *, beside: int = 0) -> tuple[int, int]:
        """Rows and bytes that a project's imports take up, one of them aside. Failed and withdrawn
        imports take up none."""
        imports = self.query(
            select(
                func.coalesce(func.sum(Import.received), 0),
                func.coalesce(func.sum(Import.unpacked), 0),
            ).where(
                Import.project_id == project_id,
                Import.id != beside,
                col(Import.state).not_in(WITHDRAWN),
            )
        ).one()
        return int(imports[0]), int(imports[1])

    def count_tables(self) -> None:
        """Lets PostgreSQL gather statistics now, which it would do within a minute.

        Until then its plans fit the tables as they were: each page of an export of 100,000 rows
        read and sorted all of them, 52 s instead of 5.
        """
        if self.dialect == "postgresql":
            self.execute_driver("ANALYZE item, item_source, label, annotation", (), gives=False)

    def with_key(self, project_id: int, key: str) -> Import | None:
        return self.query(
            select(Import).where(
                Import.project_id == project_id,
                Import.key == key,
                col(Import.state).not_in(WITHDRAWN),
            )
        ).one_or_none()

    def ready_pools(self, project_id: int) -> list[PoolImport]:
        return [PoolImport._make(row) for row in self.execute(READY_POOLS, {"project": project_id})]

    def received_bytes(self, project_id: int) -> int:
        """Bytes of all files that came in, packed as they were."""
        size = select(func.coalesce(func.sum(Import.size), 0))
        return int(self.query(size.where(Import.project_id == project_id)).one())

    def any_since(self, project_id: int, since: datetime) -> bool:
        """Whether a file is coming in that was sent after a moment."""
        statement = select(Import.id).where(
            Import.project_id == project_id,
            Import.state == ImportState.RUNNING,
            Import.created_at >= since,
        )
        return self.query(statement.limit(1)).first() is not None

    def known_answers(self, project_id: int) -> int:
        """The number of pool labels that come from files: nobody was asked for them."""
        return self.query(
            select(func.coalesce(func.sum(Import.labelled), 0)).where(
                Import.project_id == project_id,
                Import.role == ItemRole.POOL,
                Import.state == ImportState.READY,
            )
        ).one()

    def reaches(self, import_id: int, audit_key: float) -> bool:
        """Whether an import's audit sample includes this key."""
        statement = "SELECT audit_frontier FROM import WHERE id = ?"
        return bool(self.execute_driver(statement, (import_id,)).scalar_one() >= audit_key)

    def hold_up_to(self, import_id: int, audit_key: float) -> None:
        """Locks the items that a frontier passes on its way to a key, so that nobody answers them
        now.

        At or below the frontier, an answer is an audit answer. If somebody is answering one of
        these items, this raises rather than waits, because the caller holds leases that others
        need.
        """
        if self.dialect == "postgresql":
            self.execute(HOLD_PASSED, {"import": import_id, "to": audit_key})

    def move_frontier(self, import_id: int, audit_key: float) -> None:
        reached = {"import": import_id, "reached": audit_key}
        prepare_later(self.session, MOVE_FRONTIER, reached)

    def count(self, import_id: int, **increments: int) -> None:
        values = {f"new_{name}": increments.get(name, 0) for name in COUNTERS}
        self.execute(COUNT, {"import": import_id, **values})

    def column_names(self, project_id: int) -> dict[int, list[str]]:
        """The columns of the rows' data of each import of texts to label that stands."""
        standing = (
            select_columns(col(Import.id), col(Import.column_names))
            .where(
                col(Import.project_id) == project_id,
                col(Import.role) == ItemRole.POOL,
                col(Import.state) == ImportState.READY,
            )
            .order_by(col(Import.id))
        )
        rows = self.execute(standing)
        return {id_: list(names) for id_, names in rows if id_ is not None}
