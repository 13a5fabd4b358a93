"""Labels of a machine, where a room gives some."""

from typing import Any

from sqlalchemy import BigInteger, Float, Select, cast, false, null, select, union_all

from service.kit.rooms import Additions

MACHINE_LABELS_THAT_COUNT: Additions[Select[Any]] = Additions("conditions")
"""Each gives item_id, class_id and probability; an item is in one of them, once."""


def machine_labels() -> Any:
    """All of them, with these columns."""
    kinds = (("item_id", BigInteger), ("class_id", BigInteger), ("probability", Float))
    columns: list[Any] = [cast(null(), kind).label(name) for name, kind in kinds]
    nothing: Any = select(*columns).where(false())
    labels: list[Any] = [*MACHINE_LABELS_THAT_COUNT]
    return union_all(*(labels or [nothing])).subquery("machine_labels")
