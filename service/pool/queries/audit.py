"""The audit order: a uniform random order of the pool, fixed when the items came in.

Audit keys are uniform. So the items with keys up to some level are a random sample with that share
of the pool, and of each import. An import's audit sample is every item at or below its frontier.
The next items of all imports go by key: the import that is furthest behind comes first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlmodel import col, func, select

from service.core.acquisition.audit import BEFORE_ALL_KEYS, BEYOND_ALL_KEYS, most_audits
from service.db.hot import Prepared
from service.db.repository import Repository, at_most
from service.kit.vocabulary import Counted
from service.pool.queries.audit_statements import (
    AHEAD,
    ASKABLE,
    ASKABLE_AHEAD,
    BEYOND,
    PASSED,
    STRATA,
    UNANSWERED,
    in_sample,
)
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports, PoolImport
from service.pool.tables.items import Import, Item
from service.pool.tables.projects import Project

LOOK_AHEAD = 400


@dataclass(frozen=True)
class AuditItem:
    item_id: int
    ordinal: int
    import_id: int
    stratum_size: int
    probability: float
    """The probability that the audit sample has the item by now: its key, for keys are uniform."""


@dataclass(frozen=True)
class Depth:
    """How far the audit sample of an import reaches."""

    import_id: int
    size: int
    sampled: int
    """The number of items at or below the frontier."""
    frontier: float
    following: float
    """The smallest key beyond the frontier; 2 if there is none."""
    unanswered: list[int]
    """Ordinals of sampled items that have no answer; see `AuditOrder.unanswered`."""


class AuditStrata(NamedTuple):
    """The imports from which the audit sample is drawn."""

    pools: list[PoolImport]
    """The imports, the one with the smallest sampled share first."""
    sampled: int
    """The number of items in the audit sample."""


class AuditOrder(Repository):
    def strata(self, project_id: int) -> AuditStrata:
        rows = self.execute(STRATA, {"project": project_id})
        pools = sorted(
            (PoolImport(*row[:-1]) for row in rows), key=lambda pool: pool.audit_frontier
        )
        return AuditStrata(pools, sum(int(row[-1]) for row in rows))

    def next(self, project: Project, count: int) -> list[AuditItem]:
        """The next items of the audit order to hand out, first those that lost their answer."""
        again = self._without_answer(project.id, count)
        return [*again, *self.new(project, self.strata(project.id), count - len(again))]

    def new(self, project: Project, strata: AuditStrata, count: int) -> list[AuditItem]:
        """The next items by which the audit sample grows, as far as it may.

        The sample takes in all items that it passes, also those that a strategy chose long ago.
        """
        left = self._left(project, strata)
        items = self._ahead(strata.pools, min(count, left))
        if not items or self._passed({i.import_id for i in items}, items[-1].probability) <= left:
            return items
        passed = self._ahead(strata.pools, left, all_of_them=True)
        # None where others who share the project have got the last of them meanwhile.
        last = passed[-1].probability if passed else BEFORE_ALL_KEYS
        return [item for item in items if item.probability <= last]

    def _passed(self, import_ids: set[int], key: float) -> int:
        """How many items the frontiers of some imports pass on their way to a key."""
        parameters = ({"import": import_id, "key": key} for import_id in import_ids)
        return sum(self.execute(PASSED, each).scalar_one() for each in parameters)

    def _left(self, project: Project, strata: AuditStrata) -> int:
        """How many items the audit sample may still grow by."""
        items = self.uow[Counters].value(project.id, Counted.ITEMS)
        return max(0, most_audits(items) - strata.sampled)

    def ordinals(self, project_id: int) -> list[int]:
        """Ordinals of the audit sample: all pool items at or below their import's frontier."""
        statement = in_sample(select(Item.ordinal))
        return list(self.query(statement, params={"project": project_id}).all())

    def reserved(self, project: Project, count: int) -> list[AuditItem]:
        """The next `count` items of the audit order, by key, as far as the sample may grow.

        Labelled items count too: where the reserve ends must not depend on labels.
        """
        strata = self.strata(project.id)
        return self._ahead(strata.pools, min(count, self._left(project, strata)), all_of_them=True)

    def ahead(self, project_id: int, count: int) -> list[AuditItem]:
        """The next `count` items beyond the frontiers that can be handed out."""
        return self._ahead(self.uow[Imports].ready_pools(project_id), count)

    def _ahead(
        self, pools: Sequence[PoolImport], count: int, *, all_of_them: bool = False
    ) -> list[AuditItem]:
        """The next `count` items beyond the frontiers, by key, whatever their import.

        Those that can be handed out. `all_of_them`: labelled ones too, of imports in which
        somebody can be asked; where all is labelled already nothing needs to be kept free.
        """
        if count <= 0:
            return []
        items = [
            item
            for stratum in pools
            if not all_of_them or self._is_askable(stratum)
            for item in self._stratum(stratum, count, AHEAD if all_of_them else ASKABLE_AHEAD)
        ]
        return sorted(items, key=lambda item: item.probability)[:count]

    def others(self, project_id: int, count: int, begin: float, beyond: float) -> list[AuditItem]:
        """Items to hand out from the key `begin` on, then those between `beyond` and it.

        They are as random as audit items, but neither in the audit sample nor soon to be.
        """
        strata = self.uow[Imports].ready_pools(project_id)
        items: dict[int, AuditItem] = {}
        for start in (begin, beyond):
            following = (
                item
                for stratum in strata
                for item in self._stratum(stratum, count, ASKABLE_AHEAD, start)
            )
            for item in sorted(following, key=lambda item: item.probability):
                items.setdefault(item.item_id, item)
        return [*items.values()][:count]

    def _stratum(
        self, stratum: PoolImport, count: int, statement: Any, beyond: float = BEFORE_ALL_KEYS
    ) -> list[AuditItem]:
        """By key, from its frontier on, or from a later key."""
        values = {"import": stratum.id, "frontier": max(stratum.audit_frontier, beyond)}
        return [
            AuditItem(item_id, ordinal, stratum.id, stratum.inserted, key)
            for item_id, ordinal, key in self.execute(_first(statement, count), values)
        ]

    def depths(self, project_id: int) -> list[Depth]:
        """How far each import of the pool has been sampled."""
        unanswered = self._unanswered_by_import(project_id)
        return [
            self._depth(stratum, unanswered.get(stratum.id, []))
            for stratum in self.uow[Imports].ready_pools(project_id)
        ]

    def _depth(self, stratum: PoolImport, unanswered: list[int]) -> Depth:
        items = select(func.count(), func.min(Item.audit_key)).where(Item.import_id == stratum.id)
        # Counted, for an item moves when the import that brought it is taken back.
        size, _ = self.query(items).one()
        beyond, following = self.query(items.where(*BEYOND), params=_of(stratum)).one()
        return Depth(
            import_id=stratum.id,
            size=size,
            sampled=size - beyond,
            frontier=stratum.audit_frontier,
            following=BEYOND_ALL_KEYS if following is None else following,
            unanswered=unanswered,
        )

    def exhausted(self, project_id: int) -> set[int]:
        """Imports in which the audit sample can't grow by asking people."""
        strata = self.uow[Imports].ready_pools(project_id)
        return {s.id for s in strata if not self._is_askable(s)}

    def _is_askable(self, stratum: PoolImport) -> bool:
        """Whether any of the next 400 items in audit order can be handed out.

        Not to the end: an import that came with its labels would be read whole, every round.
        """
        window = (
            select(Item.id)
            .where(*BEYOND)
            .order_by(col(Item.audit_key))
            .limit(LOOK_AHEAD)
            .subquery()
        )
        statement = select(Item.id).join(window, window.c.id == Item.id).where(*ASKABLE).limit(1)
        return self.query(statement, params=_of(stratum)).first() is not None

    def first_askable(self, import_id: int, beyond: float, up_to: float) -> float | None:
        """The smallest key in (beyond, up_to] of an item that can be handed out."""
        return self.query(
            select(Item.audit_key)
            .where(Item.import_id == import_id, Item.audit_key > beyond, Item.audit_key <= up_to)
            .where(*ASKABLE)
            .order_by(col(Item.audit_key))
            .limit(1)
        ).first()

    def last_before(self, import_id: int, key: float) -> float | None:
        """The largest key below `key` in an import."""
        return self.query(
            select(func.max(Item.audit_key)).where(
                Item.import_id == import_id, Item.audit_key < key
            )
        ).one()

    def _without_answer(self, project_id: int, count: int) -> list[AuditItem]:
        """Items of the audit sample that nobody has, without an answer, that may go out again.

        Not what waits to: that is out already, as far as the schedule of audits goes.
        """
        rows = self.query(
            in_sample(select(Item.id, Item.ordinal, Item.import_id, Import.inserted))
            .where(*ASKABLE)
            .order_by(col(Item.audit_key))
            .limit(count),
            params={"project": project_id},
        ).all()
        return [
            AuditItem(item_id, ordinal, import_id, size, 1.0)
            for item_id, ordinal, import_id, size in rows
        ]

    def unanswered(self, project_id: int) -> int:
        """The number of audit items that people saw but that have no label.

        Somebody skipped them, saw a prediction for them or answered unasked, or the answers
        disagree, whatever was decided then. Nobody holds them now. The estimate allows for both
        outcomes.
        """
        return sum(map(len, self._unanswered_by_import(project_id).values()))

    def _unanswered_by_import(self, project_id: int) -> dict[int, list[int]]:
        """Their ordinals."""
        rows = self.query(UNANSWERED, params={"project": project_id}).all()
        ordinals: dict[int, list[int]] = {}
        for import_id, ordinal in rows:
            ordinals.setdefault(import_id, []).append(ordinal)
        return ordinals


@lru_cache(1_000)
def _first(statement: Any, count: int) -> Prepared:
    return Prepared(at_most(statement, count))


def _of(stratum: PoolImport) -> dict[str, Any]:
    """The parameters of `BEYOND`."""
    return {"import": stratum.id, "frontier": stratum.audit_frontier}
