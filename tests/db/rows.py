"""Rows to fill a database with."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from service.core.acquisition.audit import Audits
from service.core.evaluation.metric import Metric
from service.core.evaluation.recalibration import AS_STATED
from service.core.evaluation.savings.labels_saved import Saving
from service.db.unit_of_work import UnitOfWork
from service.importing.queries.import_rows import ImportRows
from service.jobs.tables import Job
from service.kit.reasons import ReasonCode, reason
from service.kit.vocabulary import ImportState, LabelState, Source
from service.people.queries.access import Access
from service.pool.queries.imports import Imports
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects, Views
from service.pool.tables.answers import Annotation, Assignment
from service.pool.tables.items import Import, Item
from service.pool.tables.people import User
from service.pool.tables.projects import Project, View
from service.rounds.tables.measured import Ahead, Measured, RandomPoints
from service.rounds.tables.rounds import Round

NOTHING_MEASURED = Measured(
    random=RandomPoints([]),
    labels_saved=Saving(None, None),
    guard=None,
    n_effective=0.0,
    note=None,
    per_class=[],
    strata=[],
    evaluation=None,
    calibration=AS_STATED,
    pool_calibration=None,
    outlooks={metric: Ahead([], [], reason(ReasonCode.NOT_MEASURED)) for metric in Metric},
    gain=None,
    confusion=[],
    confidence=[],
    groups=[],
    chosen=[],
)
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


def user(uow: UnitOfWork, name: str = "ann") -> int:
    return uow[Access].add(User(name=name)).id


def project(uow: UnitOfWork) -> int:
    made = uow[Projects].add(Project(name="Test", seed=1))
    uow[Views].add(View(project_id=made.id, encoder="hashing"))
    return made.id


def items(uow: UnitOfWork, project_id: int, count: int) -> list[int]:
    found = uow[Imports].add(
        Import(
            project_id=project_id,
            key=uuid4().hex,
            content_type="text/csv",
            state=ImportState.READY,
            blob="",
            body_hash="",
            size=0,
            inserted=count,
        )
    )
    first = uow[Projects].reserve_ordinals(project_id, count)
    ids = list(uow[ImportRows].new_ids("item", count))
    for place, item_id in enumerate(ids):
        uow[Items].add(
            Item(
                id=item_id,
                project_id=project_id,
                import_id=found.id,
                ordinal=first + place,
                text=f"text {first + place}",
                content_hash=f"{first + place}".encode(),
                audit_key=place / count,
            )
        )
    return ids


def assignment(project_id: int, item_id: int, user_id: int, **fields: Any) -> Assignment:
    return Assignment(
        project_id=project_id,
        item_id=item_id,
        user_id=user_id,
        **{
            "source": Source.AUDIT,
            "strategy": "audit@1",
            "leased_at": NOON,
            "expires_at": NOON + timedelta(hours=1),
            **fields,
        },
    )


def annotation(project_id: int, item_id: int, user_id: int, **fields: Any) -> Annotation:
    return Annotation(
        id=uuid4(),
        project_id=project_id,
        item_id=item_id,
        user_id=user_id,
        **{
            "answer": [1],
            "body_hash": "",
            "answered_at": NOON,
            "received_at": NOON,
            **fields,
        },
    )


def label(project_id: int, item_id: int, **fields: Any) -> dict[str, Any]:
    """One that waits for a second answer."""
    return {
        "item_id": item_id,
        "project_id": project_id,
        "ordinal": 0,
        "answer": [1],
        "state": LabelState.PROVISIONAL,
        "confidence": 1.0,
        "votes": {"1": 1},
        "asked": True,
        "place": 0.5,
        **fields,
    }


def job(project_id: int, **fields: Any) -> Job:
    return Job(project_id=project_id, **{"kind": "rank", "run_after": NOON, **fields})


def round_of(project_id: int, number: int, **fields: Any) -> Round:
    return Round(
        project_id=project_id,
        number=number,
        **{
            "trigger": "labels",
            "label_count": 0,
            "audit_count": 0,
            "handed_out": 0,
            "strategy": "random@1",
            "audits": Audits.BALANCED,
            "class_ids": [],
            "seed": 1,
            "length": 0,
            "wait_seconds": 0.0,
            "seconds": {},
            "cpu_seconds": 1.5,
            "started_at": NOON,
            "swapped_at": NOON,
            **fields,
        },
    )
