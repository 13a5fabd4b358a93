"""Whether the texts that the model is used on differ from its pool."""

from collections.abc import Mapping, Sequence, Set
from datetime import date
from typing import Any

import numpy as np

from service.core.usage import ENOUGH, Counts, Sign, signs
from service.db.unit_of_work import UnitOfWork
from service.in_use.past_drift import last_checked
from service.in_use.queries import DaysOfUse
from service.in_use.shapes import ClassInUse, InUse, Usage
from service.in_use.tables import DayOfUse, Tally
from service.pool.queries.classes import Classes

NEARLY_ALL = 0.9
"""Days on which the pool had less than this part of its texts of now are of another pool."""

NOTHING = Usage(
    texts=0,
    since=None,
    enough=False,
    changed=False,
    changed_since=None,
    classes=[],
    confidence=None,
    checked=None,
)


def show_usage(uow: UnitOfWork, project_id: int) -> Usage:
    """Of the days since the pool is as it is, by whichever model."""
    days = _of_this_pool(uow[DaysOfUse].of(project_id))
    merged, names = uow[Classes].merged(project_id), uow[Classes].names(project_id)
    ids = {merged.get(each, each) for day in days for each, _ in day.pool.classes}
    class_ids = [each for each in names if each in ids]
    if not class_ids:
        return NOTHING
    verdict = signs(
        _counts([day.pool for day in days], class_ids, merged),
        _counts([day.used for day in days], class_ids, merged, models=[day.pool for day in days]),
        np.diff([0, *(day.day for day in days)]) > 0,
    )
    dates = [date.fromordinal(day.day) for day in days]
    every = [*verdict.classes, *([verdict.confidence] if verdict.confidence else [])]
    begun = sorted(each.since for each in every if each.since is not None)
    texts = sum(day.used.texts for day in days)
    shown = [
        ClassInUse(label_class=names[class_id], **_fields(sign, dates))
        for class_id, sign in zip(class_ids, verdict.classes, strict=True)
    ]
    return Usage(
        texts=texts,
        since=dates[0],
        enough=texts >= ENOUGH,
        changed=bool(begun),
        changed_since=dates[begun[0]] if begun else None,
        classes=sorted(shown, key=lambda each: (not each.changed, -abs(each.now - each.pool))),
        confidence=None
        if verdict.confidence is None
        else InUse(**_fields(verdict.confidence, dates)),
        checked=last_checked(uow, project_id, since=dates[begun[-1] if begun else 0]),
    )


def _of_this_pool(days: Sequence[DayOfUse]) -> Sequence[DayOfUse]:
    """Those on which the pool was much as it is now."""
    least = NEARLY_ALL * days[-1].pool.texts if days else 0
    return [day for day in days if day.pool.texts >= least]


def _fields(sign: Sign, dates: Sequence[date]) -> dict[str, Any]:
    return {
        "pool": round(sign.pool, 4),
        "now": round(sign.now, 4),
        "changed": sign.changed,
        "since": None if sign.since is None else dates[sign.since],
    }


def _counts(
    tallies: Sequence[Tally],
    class_ids: Sequence[int],
    merged: Mapping[int, int],
    models: Sequence[Tally] | None = None,
) -> Counts:
    """By what classes mean by now. `models`: tallies that name all that a model has."""
    rows = [
        [
            _texts_of(tally, {each for each, _ in of.classes}, class_id, merged)
            for class_id in class_ids
        ]
        for tally, of in zip(tallies, models or tallies, strict=True)
    ]
    confidence = [tally.confidence for tally in tallies if tally.confidence is not None]
    return Counts(
        texts=np.array([float(tally.texts) for tally in tallies]),
        classes=np.array(rows, dtype=np.float64).reshape(len(tallies), len(class_ids)),
        confidence=np.array(confidence, dtype=np.float64) if confidence else None,
    )


def _texts_of(tally: Tally, of_model: Set[int], class_id: int, merged: Mapping[int, int]) -> float:
    """Texts that were said to have a class, or one that means it by now. NaN where nobody knows:
    the model didn't have it, or a text may have had two that are one now."""
    family = [each for each in of_model if merged.get(each, each) == class_id]
    if not family or (tally.confidence is None and len(family) > 1):
        return np.nan
    counts = dict(tally.classes)
    return float(sum(counts.get(each, 0) for each in {*family, class_id}))
