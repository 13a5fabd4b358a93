"""Keeps what comparisons of texts of today found, and shows it."""

from datetime import UTC, date, datetime, time, timedelta

from service.db.unit_of_work import UnitOfWork
from service.in_use.queries import DriftRecords
from service.in_use.shapes import DriftReport, PastDrift
from service.in_use.tables import DriftRecord
from service.kit.errors import Invalid
from service.kit.page import Page, Paging
from service.kit.vocabulary import ProjectState
from service.pool.queries.projects import Projects

ASKED_AGAIN = timedelta(minutes=10)
"""So long the same that is found again, by the same person, is the same comparison."""
CONTENT = DriftRecord.model_fields.keys() - {"id"}


def check_comparison(uow: UnitOfWork, project_id: int, record_id: int | None) -> None:
    """`Invalid` where there is no such comparison."""
    if record_id is not None and uow[DriftRecords].get(project_id, record_id) is None:
        raise Invalid(f"There is no comparison {record_id}.", field="comparison")


def keep_drift(
    uow: UnitOfWork, project_id: int, report: DriftReport, *, by: int, instead_of: int | None
) -> int | None:
    """The id of its record; None of an archived project, which stays as it is.

    Who asks again because an answer got lost finds the same again: that is one comparison.
    """
    if uow[Projects].lock(project_id).state is ProjectState.ARCHIVED:
        return None
    record = DriftRecord(
        project_id=project_id,
        round=report.round,
        texts=report.texts,
        changed=report.changed,
        classes_changed=sum(each.changed for each in report.classes),
        confidence=report.confidence,
        similarity=report.similarity,
        checked=report.checked,
        compared_at=uow.now,
        compared_by=by,
    )
    records = uow[DriftRecords]
    earlier = None if instead_of is None else records.get(project_id, instead_of)
    if earlier is None:
        lately = records.since(project_id, uow.now - ASKED_AGAIN)
        earlier = next((each for each in lately if _is_same(each, record)), None)
    if earlier is None:
        return records.add(record).id
    for name in CONTENT:
        setattr(earlier, name, getattr(record, name))
    return earlier.id


def _is_same(one: DriftRecord, other: DriftRecord) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in CONTENT - {"compared_at"})


def show_past_drift(uow: UnitOfWork, project_id: int, paging: Paging) -> Page[PastDrift]:
    """Its comparisons, the first ones first."""
    records = uow[DriftRecords].page(project_id, after=paging.after, limit=paging.looked_at)
    return paging.page(records, lambda one: one[0].id).shown(lambda one: _past(*one))


def last_checked(uow: UnitOfWork, project_id: int, since: date) -> PastDrift | None:
    """The last comparison with fresh checks, from that day (UTC) on."""
    begun = datetime.combine(since, time(), UTC)
    last = uow[DriftRecords].last_checked(project_id, begun)
    return None if last is None else _past(*last)


def _past(record: DriftRecord, by: str | None) -> PastDrift:
    return PastDrift(
        id=record.id,
        compared_at=record.compared_at,
        compared_by=by,
        round=record.round,
        texts=record.texts,
        changed=record.changed,
        classes_changed=record.classes_changed,
        confidence=record.confidence,
        similarity=record.similarity,
        checked=record.checked,
    )
