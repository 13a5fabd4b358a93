"""Makes answers that came with an import labels, on record like those that people give."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

from service.answers import AnswerKind
from service.answers.answer import Answer
from service.store.import_rows import KNOWN_ANSWER_SLOT
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import AssignmentState, LabelState, Source

STRATEGY = "import@1"


class KnownAnswer(NamedTuple):
    item_id: int
    ordinal: int
    answer: Answer
    is_new: bool
    """The item was made for it: nothing else refers to it."""


def label_from_import(
    uow: UnitOfWork,
    kind: AnswerKind,
    project_id: int,
    import_id: int,
    user_id: int | None,
    given: Sequence[KnownAnswer],
) -> None:
    """Each item, which has no label, gets an assignment, an annotation and a settled label."""
    if not given:
        return
    uow.intake.end_known_answers([answer.item_id for answer in given if not answer.is_new])
    ids = uow.intake.new_ids("assignment", len(given))
    whose = {"project_id": project_id, "user_id": user_id}
    assignments = [
        {"id": assignment_id, **whose, **_assignment(answer, uow.now)}
        for assignment_id, answer in zip(ids, given, strict=True)
    ]
    annotations = [
        {"assignment_id": assignment_id, "import_id": import_id, **whose}
        | _annotation(answer, uow.now)
        for assignment_id, answer in zip(ids, given, strict=True)
    ]
    labels = [{"project_id": project_id, **_label(kind, answer, uow.now)} for answer in given]
    uow.intake.insert_answers("assignment", assignments)
    uow.intake.insert_answers("annotation", annotations)
    uow.intake.insert_answers("label", labels)


def _assignment(answer: KnownAnswer, now: datetime) -> dict[str, Any]:
    return {
        "item_id": answer.item_id,
        "slot": KNOWN_ANSWER_SLOT,
        "source": Source.IMPORT.value,
        "strategy": STRATEGY,
        "leased_at": now,
        "expires_at": now,
        "ended_at": now,
        "state": AssignmentState.ANSWERED.value,
    }


def _annotation(answer: KnownAnswer, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "item_id": answer.item_id,
        "answer": answer.answer,
        "live": True,
        "late": False,
        "body_hash": "",
        "answered_at": now,
        "received_at": now,
    }


def _label(kind: AnswerKind, answer: KnownAnswer, now: datetime) -> dict[str, Any]:
    found = kind.consensus([answer.answer], 1)
    assert found is not None
    return {
        "item_id": answer.item_id,
        "ordinal": answer.ordinal,
        "answer": list(found.answer),
        "state": LabelState.SETTLED.value,
        "confidence": found.confidence,
        "votes": found.votes,
        "updated_at": now,
    }
