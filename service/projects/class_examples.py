"""Sentences as items of a class might be."""

from collections.abc import Sequence

from service.answers import Feature
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.embed import request_names
from service.kit.errors import NotFound
from service.pool.queries.class_evidence import ClassEvidence
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Projects
from service.pool.tables.classes import LabelClass
from service.projects.shapes.examples import AllExamples, ExamplesOfClass, StoredExamples


def hunted_class(uow: UnitOfWork, project_id: int, class_id: int) -> LabelClass:
    """One that answers can name; NotFound otherwise."""
    uow[Projects].require(project_id, Feature.HUNT)
    for each in uow[Classes].of(project_id):
        if each.id == class_id:
            return each
    raise NotFound(f"There is no class {class_id} in project {project_id} that can be looked for.")


def show_examples(uow: UnitOfWork, project_id: int, class_id: int) -> StoredExamples:
    hunted_class(uow, project_id, class_id)
    return StoredExamples(uow[ClassEvidence].examples(class_id))


def show_all_examples(uow: UnitOfWork, project_id: int) -> AllExamples:
    """What whoever labels may read of each class, beside the guidelines."""
    all_of_them = uow[ClassEvidence].all_examples(project_id)
    kept = [each.id for each in uow[Classes].of(project_id) if each.id in all_of_them]
    return AllExamples([ExamplesOfClass(each, all_of_them[each]) for each in kept])


def set_examples(
    uow: UnitOfWork, project_id: int, class_id: int, texts: Sequence[str]
) -> StoredExamples:
    """Gives a class these example sentences, each once, in the place of those that it had.

    Rounds learn from them as from the name, once they are vectors.
    """
    hunted = hunted_class(uow, project_id, class_id)
    examples, before = list(dict.fromkeys(texts)), uow[ClassEvidence].examples(class_id)
    if examples != before:
        uow[ClassEvidence].set_examples(class_id, examples)
        if {*examples} - {*before}:
            hunted.written_at = uow.now
        request_names(uow, uow[Projects].get(project_id))
    return StoredExamples(examples)
