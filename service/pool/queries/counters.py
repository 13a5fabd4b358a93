"""Counts that people see, updated where they change, so that no read counts rows.

One statement at the end of a transaction adds what it has counted, in the same order for all. So
nobody holds a counter for long, or waits for one while holding another that somebody needs.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from service.db.hot import write_later
from service.db.repository import Repository, slices
from service.db.unit_of_work import UnitOfWork
from service.kit.vocabulary import Counted
from service.pool.tables.projects import COUNTERS

SLOTS = 16
"""The number of rows for a counter that people add to: as many people can add at once."""
NOBODY = -1
"""The slot for jobs."""
Tally = Mapping[tuple[Counted, int], int]
"""Counts by name and key."""
BY_KEY = (
    select(COUNTERS.c.key, func.sum(COUNTERS.c.value))
    .where(
        COUNTERS.c.project_id == bindparam("project"),
        COUNTERS.c.name == bindparam("name"),
        COUNTERS.c.day == bindparam("day"),
    )
    .group_by(COUNTERS.c.key)
)


class _CounterKey(NamedTuple):
    project_id: int
    name: str
    day: int
    key: int
    slot: int


class Counters(Repository):
    def __init__(self, uow: UnitOfWork) -> None:
        super().__init__(uow)
        uow.at_end.append(self.store)

    @property
    def _added(self) -> dict[_CounterKey, int]:
        """What this transaction has added and not stored yet."""
        added: dict[_CounterKey, int] = self.session.info.setdefault("added", {})
        return added

    def count(
        self,
        project_id: int,
        name: Counted,
        number: int = 1,
        *,
        key: int = 0,
        day: int = 0,
        by: int | None = None,
    ) -> None:
        """Adds a number to a counter. `by` is the id of the user who does it, if one does."""
        if number:
            slot = NOBODY if by is None else by % SLOTS
            place, added = _CounterKey(project_id, name.value, day, key, slot), self._added
            added[place] = added.get(place, 0) + number

    def count_all(
        self, project_id: int, tally: Tally, *, times: int = 1, by: int | None = None
    ) -> None:
        for (name, key), number in tally.items():
            self.count(project_id, name, times * number, key=key, by=by)

    def store(self) -> None:
        """Writes what this transaction has counted; called at its end."""
        added = sorted(each for each in self._added.items() if each[1])
        if not added:
            return
        self._added.clear()
        self.session.info.pop("counts", None)
        for part in slices(added):
            values = tuple(chain.from_iterable((*place, number) for place, number in part))
            write_later(self.session, _upsert(len(part)), values)

    def value(self, project_id: int, name: Counted, *, key: int = 0, day: int = 0) -> int:
        return self.values(project_id, (name,), key=key, day=day)[name]

    def know(self, project_id: int, counted: Mapping[Counted, int]) -> None:
        """Takes over stored counts that somebody has read together with something else."""
        self._read(project_id, 0, 0).update(counted)

    def _read(self, project_id: int, day: int, key: int) -> dict[Counted, int]:
        """What this transaction has read of them."""
        counts = self.session.info.setdefault("counts", {})
        read: dict[Counted, int] = counts.setdefault((project_id, day, key), {})
        return read

    def values(
        self, project_id: int, names: Sequence[Counted], *, key: int = 0, day: int = 0
    ) -> dict[Counted, int]:
        """The values of several counters, with what this transaction has added.

        Stored counts are read once a transaction.
        """
        of = (project_id, day, key)
        seen = self._read(*of)
        unseen = [name for name in names if name not in seen]
        if unseen:
            parameters = (*of, *(name.value for name in unseen))
            rows = self.execute_driver(_sums(len(unseen)), parameters)
            seen.update(dict.fromkeys(unseen, 0) | {Counted(n): int(sum_) for n, sum_ in rows})
        totals = {name: seen[name] for name in names}
        for place, number in self._added.items():
            if (place.project_id, place.day, place.key) == of and place.name in totals:
                totals[Counted(place.name)] += number
        return totals

    def by_key(self, project_id: int, name: Counted, *, day: int = 0) -> dict[int, int]:
        """The values of a counter by class or person, with what this transaction has added."""
        values = {"project": project_id, "name": name.value, "day": day}
        rows = self.execute(BY_KEY, values)
        totals = {int(key): int(total) for key, total in rows}
        for place, number in self._added.items():
            if (place.project_id, place.name, place.day) == (project_id, name.value, day):
                totals[place.key] = totals.get(place.key, 0) + number
        return {key: total for key, total in totals.items() if total}

    def of_projects(
        self, project_ids: Iterable[int], names: Sequence[Counted]
    ) -> dict[int, dict[Counted, int]]:
        """The stored values of counters for several projects."""
        ids, words = list(project_ids), [name.value for name in names]
        statement = (
            select(COUNTERS.c.project_id, COUNTERS.c.name, func.sum(COUNTERS.c.value))
            .where(COUNTERS.c.project_id.in_(ids), COUNTERS.c.name.in_(words))
            .where(COUNTERS.c.day == 0, COUNTERS.c.key == 0)
            .group_by(COUNTERS.c.project_id, COUNTERS.c.name)
        )
        totals = {project_id: dict.fromkeys(names, 0) for project_id in ids}
        for project_id, name, total in self.execute(statement):
            totals[project_id][Counted(name)] = int(total)
        return totals


@cache
def _upsert(rows: int) -> str:
    names = '"project_id", "name", "day", "key", "slot"'
    marks = f"({', '.join(['?'] * 6)})"
    return (
        f'INSERT INTO counter ({names}, "value") VALUES {", ".join([marks] * rows)} '
        f"ON CONFLICT ({names}) DO UPDATE SET value = counter.value + excluded.value"
    )


@cache
def _sums(names: int) -> str:
    """Written out, for hand-outs ask it: a list of names would be put together each time."""
    return (
        'SELECT name, SUM("value") FROM counter '
        'WHERE project_id = ? AND "day" = ? AND "key" = ? '
        f"AND name IN ({', '.join(['?'] * names)}) GROUP BY name"
    )
