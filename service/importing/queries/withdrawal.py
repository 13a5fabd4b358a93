"""What an import brought, on its way out: found and cleared in slices."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, exists, func, or_, select, union, update

from service.db.repository import Repository, is_one_of, word
from service.kit.vocabulary import STANDING, AssignmentState, Source
from service.labelling.tables import NOTES
from service.pool.tables.answers import ANNOTATION_CLASSES, ANNOTATIONS, ASSIGNMENTS
from service.pool.tables.classes import CLASSES
from service.pool.tables.items import EXPOSURES, IMPORTS, ITEMS, SOURCES
from service.pool.tables.labels import DECISION_CLASSES, DECISIONS, ITEM_CLASSES, LABELS
from service.rounds.tables.rounds import RANKINGS, SUGGESTIONS


class Brought(NamedTuple):
    """A row of an import: its item, and the import whose item that is."""

    source_id: int
    item_id: int
    import_id: int


class Claim(NamedTuple):
    """Another import's row for an item, with the answer it gave."""

    source_id: int
    item_id: int
    import_id: int
    label: str | None
    conflict: bool


class Withdrawal(Repository):
    def answered(self, import_id: int) -> int:
        """Items of an import that people have answered, or decided."""
        theirs = (ITEMS.c.import_id == import_id, IMPORTS.c.id == import_id)
        annotations, decided = (
            select(table.c.item_id)
            .join(ITEMS, ITEMS.c.id == table.c.item_id)
            .join(IMPORTS, IMPORTS.c.project_id == table.c.project_id)
            .where(*theirs, table.c.live)
            for table in (ANNOTATIONS, DECISIONS)
        )
        items = union(annotations.where(ANNOTATIONS.c.import_id.is_(None)), decided).subquery()
        return int(self.execute(select(func.count()).select_from(items)).scalar_one())

    def hide(self, project_id: int, import_id: int, now: Any) -> None:
        """Takes its items off the ranking and ends the leases on them."""
        theirs = exists().where(ITEMS.c.id == RANKINGS.c.item_id, ITEMS.c.import_id == import_id)
        self.execute(delete(RANKINGS).where(RANKINGS.c.project_id == project_id, theirs))
        leased = exists().where(ITEMS.c.id == ASSIGNMENTS.c.item_id, ITEMS.c.import_id == import_id)
        self.execute(
            update(ASSIGNMENTS)
            .where(
                ASSIGNMENTS.c.project_id == project_id,
                ASSIGNMENTS.c.state == word(AssignmentState.LEASED),
                leased,
            )
            .values(state=AssignmentState.RELEASED, ended_at=now)
        )

    def rows(self, import_id: int, limit: int) -> list[Brought]:
        statement = (
            select(SOURCES.c.id, SOURCES.c.item_id, ITEMS.c.import_id)
            .join(ITEMS, ITEMS.c.id == SOURCES.c.item_id)
            .where(SOURCES.c.import_id == import_id)
            .limit(limit)
        )
        return [Brought._make(row) for row in self.execute(statement)]

    def delete_sources(self, ids: Sequence[int]) -> None:
        self.execute(delete(SOURCES).where(SOURCES.c.id.in_(ids)))

    def take_answers(self, import_id: int, item_ids: Sequence[int]) -> list[int]:
        """Deletes its known answers to these items; the items that had one."""
        mine = (ANNOTATIONS.c.item_id.in_(item_ids), ANNOTATIONS.c.import_id == import_id)
        statement = select(ANNOTATIONS.c.item_id, ANNOTATIONS.c.assignment_id).where(*mine)
        rows = self.execute(statement).all()
        if rows:
            offered = [assignment_id for _, assignment_id in rows]
            self.execute(delete(ANNOTATIONS).where(*mine))
            self.execute(
                delete(ASSIGNMENTS).where(
                    ASSIGNMENTS.c.id.in_(offered),
                    ASSIGNMENTS.c.source == word(Source.IMPORT),
                )
            )
        return [item_id for item_id, _ in rows]

    def with_answers(self, item_ids: Sequence[int]) -> set[int]:
        """Those of the items that anything answers still, or decides."""
        annotations, decided = (
            select(table.c.item_id).where(table.c.item_id.in_(item_ids), table.c.live)
            for table in (ANNOTATIONS, DECISIONS)
        )
        return set(self.execute(union(annotations, decided)).scalars())

    def delete_labels(self, item_ids: Sequence[int]) -> None:
        self.execute(delete(LABELS).where(LABELS.c.item_id.in_(item_ids)))

    def claims(self, item_ids: Sequence[int]) -> list[Claim]:
        """Rows of imports that stand for these items, in order of arrival."""
        statement = (
            select(
                SOURCES.c.id,
                SOURCES.c.item_id,
                SOURCES.c.import_id,
                SOURCES.c.label,
                SOURCES.c.conflict,
            )
            .join(IMPORTS, IMPORTS.c.id == SOURCES.c.import_id)
            .where(SOURCES.c.item_id.in_(item_ids), is_one_of(IMPORTS.c.state, STANDING))
            .order_by(SOURCES.c.id)
        )
        return [Claim._make(row) for row in self.execute(statement)]

    def move(self, item_ids: Sequence[int], import_id: int) -> None:
        self.execute(update(ITEMS).where(ITEMS.c.id.in_(item_ids)).values(import_id=import_id))

    def forget_rows(self, item_ids: Sequence[int]) -> None:
        """Deletes what is left of rows that stand for these items: of imports taken back too."""
        self.execute(delete(SOURCES).where(SOURCES.c.item_id.in_(item_ids)))

    def classes_in_use(self, project_id: int) -> set[int]:
        """Those that a label, live answer or decision names, also of items that nobody sees."""
        labelled = exists().where(ITEM_CLASSES.c.class_id == CLASSES.c.id)
        answered = (
            exists()
            .where(ANNOTATION_CLASSES.c.class_id == CLASSES.c.id)
            .where(ANNOTATIONS.c.id == ANNOTATION_CLASSES.c.annotation_id, ANNOTATIONS.c.live)
        )
        decided = (
            exists()
            .where(DECISION_CLASSES.c.class_id == CLASSES.c.id)
            .where(DECISIONS.c.id == DECISION_CLASSES.c.decision_id, DECISIONS.c.live)
        )
        statement = select(CLASSES.c.id).where(
            CLASSES.c.project_id == project_id, or_(labelled, answered, decided)
        )
        return set(self.execute(statement).scalars())

    def set_conflict(self, source_id: int, conflict: bool) -> None:
        """Whether the row's answer contradicts its item's label."""
        self.execute(update(SOURCES).where(SOURCES.c.id == source_id).values(conflict=conflict))

    def delete_untouched(self, import_id: int, limit: int) -> int:
        """Deletes some of its items that stand for no row and that nobody was asked, or decided.

        The others stay out of sight, with what was said about them.
        """
        touched = or_(
            exists().where(SOURCES.c.item_id == ITEMS.c.id),
            exists().where(ASSIGNMENTS.c.item_id == ITEMS.c.id),
            exists().where(ANNOTATIONS.c.item_id == ITEMS.c.id),
            exists().where(DECISIONS.c.item_id == ITEMS.c.id),
            exists().where(NOTES.c.item_id == ITEMS.c.id),
        )
        statement = select(ITEMS.c.id).where(ITEMS.c.import_id == import_id, ~touched).limit(limit)
        ids = self.execute(statement).scalars().all()
        if ids:
            for table in (RANKINGS, EXPOSURES, SUGGESTIONS):
                self.execute(delete(table).where(table.c.item_id.in_(ids)))
            self.execute(delete(ITEMS).where(ITEMS.c.id.in_(ids)))
        return len(ids)
