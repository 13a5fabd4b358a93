"""Counters against the rows that they count, the slow and obvious way."""

from collections import Counter as Count
from datetime import UTC
from typing import Any

from sqlmodel import select

from service.db.unit_of_work import UnitOfWork
from service.kit.vocabulary import Counted
from service.pool.tables.answers import Annotation
from service.pool.tables.items import Import, Item
from service.pool.tables.labels import ItemClass, Label
from service.pool.tables.projects import Counter

Counts = dict[tuple[str, int, int], int]
"""By name, day and key; no zeros."""
UNCOUNTABLE = (Counted.HANDED_OUT, Counted.RAN_DRY, Counted.PUT_OFF)
"""No row says whether an item went out again, which doesn't count, or came from beyond the ranking,
nor why a measurement waited."""


def kept(uow: UnitOfWork, project: int) -> Counts:
    """What the counters say."""
    found: Count[tuple[str, int, int]] = Count()
    for row in uow.session.exec(select(Counter).where(Counter.project_id == project)):
        if row.name not in UNCOUNTABLE:
            found[row.name, row.day, row.key] += row.value
    return {place: number for place, number in found.items() if number}


def recounted(uow: UnitOfWork, project: int) -> Counts:
    """What they should say."""
    found: Count[tuple[str, int, int]] = Count()
    imports = {i.id: i for i in _rows(uow, Import, project)}
    items = {
        item.id: item
        for item in _rows(uow, Item, project)
        if imports[item.import_id].state == "ready" and item.role == "pool"
    }
    found[Counted.ITEMS, 0, 0] = len(items)
    classes = uow.session.exec(select(ItemClass)).all()
    for label in _rows(uow, Label, project):
        if (item := items.get(label.item_id)) is None:
            continue
        found[Counted.LABELS, 0, 0] += 1
        for named in classes:
            found[Counted.OF_CLASS, 0, named.class_id] += named.item_id == label.item_id
        if label.state == "settled":
            found[Counted.SETTLED, 0, 0] += 1
            is_audit = item.audit_key <= imports[item.import_id].audit_frontier
            found[Counted.AUDIT_LABELS, 0, 0] += is_audit and label.asked
    for given in _rows(uow, Annotation, project):
        if given.import_id is not None:
            continue
        taken = min(given.active_seconds or 0.0, 300.0)
        found[Counted.MICROSECONDS, 0, given.user_id] += round(taken * 1_000_000)
        if given.live:
            found[Counted.ANSWERS, 0, given.user_id] += 1
            day = given.received_at.astimezone(UTC).toordinal()
            found[Counted.ANSWERS, day, given.user_id] += 1
    return {(name.value, day, key): n for (name, day, key), n in found.items() if n}


def _rows(uow: UnitOfWork, kind: Any, project: int) -> Any:
    return uow.session.exec(select(kind).where(kind.project_id == project)).all()
