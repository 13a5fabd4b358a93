"""An annotation as its author gets it back."""

from typing import Any

from service.answers import answer_kind
from service.loop.labelling.submit_annotation import Answered, submit_annotation
from service.models import Annotation
from service.store.unit_of_work import UnitOfWork


def show_annotation(uow: UnitOfWork, annotation: Annotation) -> dict[str, Any]:
    project = uow.projects.get(annotation.project_id)
    kind, names = answer_kind(project.answer_kind), uow.classes.all_names(annotation.project_id)
    named = kind.decode(annotation.answer, names)
    assert named is not None, "an answer's classes are the project's"
    return {**annotation.model_dump(), "answer": kind.body(named)}


def show_submitted(
    uow: UnitOfWork, project_id: int, user_id: int, sent: Answered
) -> tuple[dict[str, Any], bool]:
    """Takes an answer in; the annotation as its author gets it back, and whether it is new."""
    made, is_new = submit_annotation(uow, project_id, user_id, sent)
    return show_annotation(uow, made), is_new
