"""An annotation as its author gets it back."""

from typing import Any

from service.answers import answer_kind
from service.models import Annotation
from service.store.unit_of_work import UnitOfWork


def show_annotation(uow: UnitOfWork, annotation: Annotation) -> dict[str, Any]:
    project = uow.projects.get(annotation.project_id)
    names = {c.id: c.name for c in uow.classes.of(project.id or 0) if c.id is not None}
    answer = answer_kind(project.answer).render(annotation.answer, names)
    return {**annotation.model_dump(), "answer": answer}
