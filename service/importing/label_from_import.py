"""Makes answers that came with an import labels, on record like those that people give."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from service.answers import AnswerKind
from service.answers.answer import Answer
from service.core.consensus import Consensus
from service.db.unit_of_work import UnitOfWork
from service.importing.queries.import_rows import ImportRows
from service.kit.vocabulary import AssignmentState, LabelState, Source
from service.pool.queries.asked import KNOWN_ANSWER_SLOT, AskedItems

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
    answers: Sequence[KnownAnswer],
) -> None:
    """Each item, which has no label, gets an assignment, an annotation and a settled label."""
    if not answers:
        return
    uow[AskedItems].end_known_answers([answer.item_id for answer in answers if not answer.is_new])
    whose = {"project_id": project_id, "user_id": user_id}
    item_ids = [answer.item_id for answer in answers]
    assignments = uow[ImportRows].new_ids("assignment", len(answers))
    uow[ImportRows].insert_answers(
        "assignment", {"id": assignments, "item_id": item_ids}, whose | _assignment(uow)
    )
    annotations = [uuid4() for _ in answers]
    columns: dict[str, Sequence[Any]] = {
        "id": annotations,
        "item_id": item_ids,
        "assignment_id": assignments,
        "answer": [answer.answer for answer in answers],
    }
    uow[ImportRows].insert_answers(
        "annotation", columns, whose | {"import_id": import_id} | _annotation(uow)
    )
    _label(uow, kind, project_id, answers)
    _link(uow, kind, annotations, answers)


def _assignment(uow: UnitOfWork) -> dict[str, Any]:
    """What all of them share."""
    return {
        "slot": KNOWN_ANSWER_SLOT,
        "source": Source.IMPORT.value,
        "strategy": STRATEGY,
        "leased_at": uow.now,
        "expires_at": uow.now,
        "ended_at": uow.now,
        "state": AssignmentState.ANSWERED.value,
        "came_back": False,
    }


def _annotation(uow: UnitOfWork) -> dict[str, Any]:
    """What all of them share."""
    return {
        "live": True,
        "late": False,
        "unasked": False,
        "body_hash": "",
        "answered_at": uow.now,
        "received_at": uow.now,
    }


def _label(
    uow: UnitOfWork, kind: AnswerKind, project_id: int, answers: Sequence[KnownAnswer]
) -> None:
    alike: dict[str, Consensus] = {}
    for each in answers:  # many items have few answers
        if (key := str(each.answer)) not in alike and (one := kind.consensus([each.answer], 1)):
            alike[key] = one
    labels = [alike[str(each.answer)] for each in answers]
    columns: dict[str, Sequence[Any]] = {
        "item_id": [answer.item_id for answer in answers],
        "ordinal": [answer.ordinal for answer in answers],
        "answer": [list(consensus.answer) for consensus in labels],
        "confidence": [consensus.confidence for consensus in labels],
        "votes": [consensus.votes for consensus in labels],
    }
    shared = {
        "project_id": project_id,
        "state": LabelState.SETTLED.value,
        "labelled_at": uow.now,
        "asked": True,
        "people": 0,
        "disputed": False,
    }
    uow[ImportRows].insert_answers("label", columns, shared)


def _link(
    uow: UnitOfWork,
    kind: AnswerKind,
    annotations: Sequence[UUID],
    answers: Sequence[KnownAnswer],
) -> None:
    """Links annotations and labels to the classes that they name."""
    named = [
        (annotation, answer.item_id, class_id)
        for annotation, answer in zip(annotations, answers, strict=True)
        for class_id in kind.class_ids(answer.answer)
    ]
    if named:
        of, items, classes = zip(*named, strict=True)
        uow[ImportRows].insert_answers(
            "annotation_class", {"annotation_id": of, "class_id": classes}
        )
        uow[ImportRows].insert_answers("item_class", {"item_id": items, "class_id": classes})
